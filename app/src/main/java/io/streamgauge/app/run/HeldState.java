package io.streamgauge.app.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.WrongUsageException;
import io.streamgauge.store.change.StateChange;
import io.streamgauge.store.change.StateDescription;
import io.streamgauge.store.definition.DefinitionHash;
import io.streamgauge.store.definition.FeatureDefinition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the state rows of a data directory were made with, {@code views.json}, and what became of them when the definition
 * last changed. It is written before the first event goes through the new definition, so that a kill in between leaves no
 * rows it does not describe.
 *
 * @param description what the rows are made with from now on
 * @param changes what changed at this start, for the user; empty when nothing did
 */
record HeldState(StateDescription description, List<String> changes) {

    private static final String FILE = "views.json";
    /** Of directories made before there was a description: a hash of the views alone. */
    private static final String EARLY_FILE = "views.sha256";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Tells how far each source has come, by its name. */
    interface Reached {
        Map<String, Long> timesMs(Iterable<String> sources);
    }

    /**
     * Notes the views of a new directory, and lets a used one go on under a definition that can use its state.
     *
     * @param routes how events come to each view
     * @throws WrongUsageException when the definition cannot use the state
     */
    static HeldState take(Path directory, FeatureDefinition features, Map<String, String> routes, Reached reached) {
        StateDescription wanted = StateDescription.of(features, routes);
        Optional<StateDescription> before = read(directory);
        if (before.isEmpty()) {
            holdEarly(directory, features);
            write(directory, wanted);
            return new HeldState(wanted, List.of());
        }
        if (!StateChange.isOne(before.get(), wanted)) {
            return new HeldState(before.get(), List.of());
        }
        StateChange change = StateChange.between(
                before.get(), wanted, reached.timesMs(before.get().sources().keySet()));
        if (!change.refused().isEmpty()) {
            throw new WrongUsageException("pipeline " + features.pipeline() + " cannot go on with the state in "
                    + directory + " under this definition:" + System.lineSeparator() + "  - "
                    + String.join(System.lineSeparator() + "  - ", change.refused()) + System.lineSeparator()
                    + "Undo that, or run the new definition beside this one, under another pipeline name and with"
                    + " another --data-dir: it makes its own state from the beginning of the topics; docs/change.md.");
        }
        write(directory, change.now());
        return new HeldState(change.now(), change.lines());
    }

    /** The description in a data directory; empty when there is none. */
    static Optional<StateDescription> read(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            return Files.exists(file)
                    ? Optional.of(JSON.readValue(Files.readString(file), StateDescription.class))
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            throw new CommandFailedException(file + " is no description of state: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new CommandFailedException("cannot read " + file + ": " + e, e);
        }
    }

    private static void holdEarly(Path directory, FeatureDefinition features) {
        Path file = directory.resolve(EARLY_FILE);
        try {
            if (Files.exists(file)
                    && !Files.readString(file)
                            .strip()
                            .equals(DefinitionHash.of(new FeatureDefinition(
                                    features.pipeline(),
                                    features.sources(),
                                    features.scored(),
                                    features.views(),
                                    Map.of())))) {
                throw new WrongUsageException("the state in " + directory + " of pipeline " + features.pipeline()
                        + " was made by other sources or views, and does not say by which; start once with the former"
                        + " definition, which notes it, and then with this one");
            }
        } catch (IOException e) {
            throw new CommandFailedException("cannot read " + file + ": " + e, e);
        }
    }

    /** Whole or not at all, and on the disk when it returns. */
    private static void write(Path directory, StateDescription description) {
        Path target = directory.resolve(FILE);
        Path draft = directory.resolve(FILE + ".tmp");
        try {
            byte[] text = (JSON.writerWithDefaultPrettyPrinter().writeValueAsString(description) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
            try (FileChannel out = FileChannel.open(
                    draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer bytes = ByteBuffer.wrap(text);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            Files.deleteIfExists(directory.resolve(EARLY_FILE));
        } catch (IOException e) {
            throw new CommandFailedException("cannot write " + target + ": " + e, e);
        }
    }
}
