package io.streamgauge.scoring.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OnnxNativesTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void librariesAreUnpackedOnce() throws IOException {
        Path home = OnnxNatives.unpackBelow(directory).orElseThrow();
        Path library = home.resolve(System.mapLibraryName("onnxruntime"));
        assertThat(home.resolve(System.mapLibraryName("onnxruntime4j_jni"))).isNotEmptyFile();
        assertThat(library).isNotEmptyFile();

        FileTime longAgo = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(library, longAgo);
        assertThat(OnnxNatives.unpackBelow(directory)).contains(home);
        assertThat(Files.getLastModifiedTime(library)).isEqualTo(longAgo);
        try (Stream<Path> files = Files.list(home)) {
            assertThat(files).hasSize(2);
        }
    }
}
