package io.streamgauge.app.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.app.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Changelogs without their beginning that an operator has accepted, {@code accepted-losses.json} in the data directory: the
 * first offset that each partition still had, by its name. What is lost after that has to be accepted again.
 *
 * @param offsets by names such as {@code fraud.topology-customer-rows-changelog-1}
 */
record AcceptedLosses(SortedMap<String, Long> offsets) {

    private static final String FILE = "accepted-losses.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    static AcceptedLosses read(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            return new AcceptedLosses(
                    Files.exists(file)
                            ? JSON.readValue(Files.readString(file), new TypeReference<TreeMap<String, Long>>() {})
                            : new TreeMap<>());
        } catch (JsonProcessingException e) {
            throw new CommandFailedException(
                    file + " does not say which losses were accepted: " + e.getOriginalMessage()
                            + "; delete it, and give --accept-incomplete-rows again",
                    e);
        } catch (IOException e) {
            throw new CommandFailedException("cannot read " + file + ": " + e, e);
        }
    }

    /** Whether a partition may begin there. */
    boolean has(TopicPartition changelog, long beginning) {
        return offsets.getOrDefault(changelog.toString(), 0L) >= beginning;
    }

    /** Adds to what a data directory says, whole or not at all. */
    void write(Path directory, Map<TopicPartition, Long> more) {
        SortedMap<String, Long> all = new TreeMap<>(offsets);
        more.forEach((changelog, beginning) -> all.merge(changelog.toString(), beginning, Math::max));
        Path target = directory.resolve(FILE);
        Path draft = directory.resolve(FILE + ".tmp");
        try {
            Files.writeString(draft, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n");
            Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CommandFailedException("cannot write " + target + ": " + e, e);
        }
    }
}
