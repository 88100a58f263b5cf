package io.streamgauge.app.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.app.CommandFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlinkFilesTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path build;

    @Test
    void saysWhatTheBuildHasNotMade() throws Exception {
        Files.createDirectories(build.resolve("flink/lib"));

        assertThatThrownBy(() -> FlinkFiles.in(build))
                .isInstanceOf(CommandFailedException.class)
                .hasMessage("a Flink session needs the jars in " + build.resolve("flink/lib") + " and the job's jar "
                        + build.resolve("streamgauge-drift-job.jar") + ", which 'mvn package' makes");
    }

    @Test
    void findsWhatTheBuildMakes() throws Exception {
        Path lib = Files.createDirectories(build.resolve("flink/lib"));
        Path job = Files.createFile(build.resolve("streamgauge-drift-job.jar"));

        assertThat(FlinkFiles.in(build)).isEqualTo(new FlinkFiles(lib, job));
    }
}
