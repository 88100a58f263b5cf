package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.app.CommandFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @Test
    void isHeldByOneAtATime() {
        Path path = temp.resolve("data/fraud");
        try (DataDirectory held = DataDirectory.take(path)) {
            assertThat(held.path()).isDirectory();
            assertThatThrownBy(() -> DataDirectory.take(path))
                    .isInstanceOf(CommandFailedException.class)
                    .hasMessage("the data directory " + path + " is in use by process "
                            + ProcessHandle.current().pid()
                            + "; stop that first, or choose another directory with --data-dir");
        }
        DataDirectory.take(path).close();
    }

    @Test
    void saysWhenItCannotBeMade() throws Exception {
        Path file = Files.createFile(temp.resolve("file"));

        assertThatThrownBy(() -> DataDirectory.take(file.resolve("data")))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("cannot use the data directory " + file.resolve("data"));
    }

    @Test
    void endpointsAreFoundAgain() {
        Endpoints endpoints = new Endpoints(
                "fraud",
                "/p.yaml",
                "127.0.0.1:9092",
                "http://127.0.0.1:8081",
                Optional.of("http://127.0.0.1:8080/"),
                ProcessHandle.current().pid());
        endpoints.write(temp);

        assertThat(Endpoints.read(temp)).contains(endpoints);
        assertThat(endpoints.alive()).isTrue();
        Endpoints.remove(temp);
        assertThat(Endpoints.read(temp)).isEmpty();
    }

    @Test
    void endpointsThatAreNoneAreNone() throws Exception {
        Files.writeString(temp.resolve("endpoints.json"), "{\"pipeline\": ");

        assertThat(Endpoints.read(temp)).isEmpty();
    }
}
