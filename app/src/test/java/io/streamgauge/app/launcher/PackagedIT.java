package io.streamgauge.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is packaged runs by itself: libraries that only the tests' class path has are missed here. */
class PackagedIT {

    private static final String PIPELINE = "../examples/quickstart/pipeline.yaml";
    private static final String MODEL = "../examples/quickstart/model/cards.onnx";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void aModelIsRegisteredAndCalibrated() throws Exception {
        String store = folder.resolve("store").toString();
        Path scores = Files.writeString(folder.resolve("scores.csv"), "score,outcome\n0.1,0\n0.4,1\n0.3,0\n0.8,1\n");

        assertThat(streamgauge("models", "register", PIPELINE, "--version", "1", "--file", MODEL, "--store", store))
                .contains("operators   passed", "Registered: model cards 1");
        assertThat(streamgauge(
                        "models",
                        "calibrate",
                        PIPELINE,
                        "--scores",
                        scores.toString(),
                        "--out",
                        folder.resolve("calibrated.onnx").toString()))
                .contains("4 rows, 2 of them 1");
    }

    private String streamgauge(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", "target/streamgauge.jar"));
        command.addAll(List.of(words));
        File out = folder.resolve("out.txt").toFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out)
                .start();
        int exit = process.waitFor();
        String printed = Files.readString(out.toPath(), StandardCharsets.UTF_8);
        assertThat(exit).as(printed).isZero();
        return printed;
    }
}
