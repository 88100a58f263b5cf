package io.streamgauge.app.demo;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** The fraud example as it stands in the repository. */
final class TestingExample {

    private TestingExample() {}

    static Pipeline read() {
        return PipelineFile.loadWithoutModel(file());
    }

    static Path file() {
        Path path = Path.of("examples/fraud/pipeline.yaml");
        return Files.exists(path) ? path : Path.of("..").resolve(path);
    }
}
