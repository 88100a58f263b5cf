package io.streamgauge.app.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Where a running pipeline answers; kept as {@code endpoints.json} in its data directory while it runs.
 *
 * @param pipeline name of the pipeline
 * @param file the pipeline document, absolute
 * @param bootstrapServers Kafka
 * @param schemaRegistryUrl schema registry
 * @param http HTTP API and dashboard; empty when none is served
 * @param pid process
 */
public record Endpoints(
        String pipeline,
        String file,
        String bootstrapServers,
        String schemaRegistryUrl,
        Optional<String> http,
        long pid) {

    private static final String FILE_NAME = "endpoints.json";
    private static final ObjectMapper JSON =
            JsonMapper.builder().addModule(new Jdk8Module()).build();

    /** Leaves the endpoints in a data directory, whole or not at all. */
    public void write(Path dataDirectory) {
        Path target = dataDirectory.resolve(FILE_NAME);
        Path draft = dataDirectory.resolve(FILE_NAME + ".tmp");
        try {
            Files.writeString(draft, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
            Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + target, e);
        }
    }

    /** The endpoints last written in a data directory; empty when there are none, or they are none of ours. */
    public static Optional<Endpoints> read(Path dataDirectory) {
        try {
            return Optional.of(JSON.readValue(Files.readString(dataDirectory.resolve(FILE_NAME)), Endpoints.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether the process that wrote them is still there. A kill leaves the file behind. */
    public boolean alive() {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** Removes the file when the pipeline stops. */
    public static void remove(Path dataDirectory) {
        try {
            Files.deleteIfExists(dataDirectory.resolve(FILE_NAME));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
