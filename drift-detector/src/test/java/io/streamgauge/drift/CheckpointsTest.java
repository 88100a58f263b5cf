package io.streamgauge.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {

    @TempDir
    private Path dir;

    private Path checkpoint(String job, int number, long completedMs) throws IOException {
        Path checkpoint = Files.createDirectories(dir.resolve(job).resolve("chk-" + number));
        Path metadata = Files.createFile(checkpoint.resolve("_metadata"));
        Files.setLastModifiedTime(metadata, FileTime.fromMillis(completedMs));
        return checkpoint;
    }

    @Test
    void isTheOneCompletedLastOfAnyJob() throws IOException {
        checkpoint("a", 900, 1000);
        Path newest = checkpoint("b", 7, 3000);
        checkpoint("b", 6, 2000);
        assertThat(Checkpoints.newest(dir)).contains(newest);
    }

    @Test
    void numbersDecideBetweenEqualTimes() throws IOException {
        checkpoint("a", 9, 1000);
        Path newest = checkpoint("a", 10, 1000);
        assertThat(Checkpoints.newest(dir)).contains(newest);
    }

    @Test
    void anIncompleteOneDoesNotCount() throws IOException {
        Path complete = checkpoint("a", 1, 1000);
        Files.createDirectories(dir.resolve("a/chk-2"));
        Files.createDirectories(dir.resolve("a/shared"));
        assertThat(Checkpoints.newest(dir)).contains(complete);
    }

    @Test
    void thereMayBeNone() {
        assertThat(Checkpoints.newest(dir)).isEmpty();
        assertThat(Checkpoints.newest(dir.resolve("absent"))).isEmpty();
    }
}
