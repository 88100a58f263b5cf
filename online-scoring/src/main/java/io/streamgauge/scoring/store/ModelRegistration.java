package io.streamgauge.scoring.store;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A model that passed the gate, and what was known of it then.
 *
 * @param name name of the model; with {@code version} it names this registration for ever
 * @param version version of the model
 * @param digest SHA-256 of the file, lower-case hex
 * @param bytes size of the file
 * @param pipeline name of the pipeline it was checked against
 * @param definitionHash hash of that pipeline's features
 * @param vector names of the pipeline's values that it takes, in order
 * @param inputs what the file takes
 * @param outputs what the file gives
 * @param registeredAt when it was registered
 * @param gate what was checked, and what came out
 * @param card what its maker says of it
 */
public record ModelRegistration(
        String name,
        String version,
        String digest,
        long bytes,
        String pipeline,
        String definitionHash,
        List<String> vector,
        List<Port> inputs,
        List<Port> outputs,
        Instant registeredAt,
        GateReport gate,
        ModelCard card) {

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /**
     * An input or output of a model.
     *
     * @param type type of its elements, such as {@code FLOAT}; {@code none} when it is no tensor
     * @param shape its dimensions, -1 for one that is open
     */
    public record Port(String name, String type, List<Long> shape) {

        public Port {
            shape = List.copyOf(shape);
        }

        @Override
        public String toString() {
            return name + " " + type + " " + shape;
        }
    }

    public ModelRegistration {
        checkWord("name", name);
        checkWord("version", version);
        if (!Digests.isDigest(digest)) {
            throw new IllegalArgumentException("'" + digest + "' is no SHA-256; expected 64 digits 0-9 and a-f");
        }
        if (bytes <= 0) {
            throw new IllegalArgumentException("a model has " + bytes + " bytes; expected 1 and more");
        }
        // A record read from a store may lack what it should say.
        Objects.requireNonNull(pipeline, "pipeline");
        Objects.requireNonNull(definitionHash, "definitionHash");
        Objects.requireNonNull(registeredAt, "registeredAt");
        Objects.requireNonNull(gate, "gate");
        Objects.requireNonNull(card, "card");
        vector = List.copyOf(vector);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    static boolean isWord(String text) {
        return WORD.matcher(text).matches();
    }

    /**
     * Refuses what cannot be a name or version: they become names of files.
     *
     * @param what {@code name} or {@code version}
     * @throws IllegalArgumentException saying what is allowed
     */
    public static String checkWord(String what, String word) {
        if (!isWord(word)) {
            throw new IllegalArgumentException("'" + word + "' cannot be the " + what
                    + " of a model; allowed: a letter or digit, then letters, digits, '.', '_' and '-', at most 100");
        }
        return word;
    }

    /** Such as {@code fraud 7}. */
    public String title() {
        return name + " " + version;
    }

    /**
     * Why it does not hold for a vector: it was checked against other values, or against these in another order.
     *
     * @param names the values that a pipeline gives a model now, in order
     * @return both sides; empty when they are the same
     */
    public Optional<String> otherVector(List<String> names) {
        return vector.equals(names)
                ? Optional.empty()
                : Optional.of("model " + title() + " is registered for another vector\n  registered  "
                        + String.join(", ", vector) + "\n  pipeline    " + String.join(", ", names)
                        + "\nregister the model for this vector, under another --version");
    }

    /**
     * Refuses another file under this name and version.
     *
     * @param asked digest of the file that is to be registered
     * @throws ModelStoreException showing both
     */
    public void checkSameFile(String asked) throws ModelStoreException {
        if (!digest.equals(asked)) {
            throw new ModelStoreException("model " + title() + " is registered already, at " + registeredAt
                    + ", with another file\n  registered  " + digest + "\n  this file   " + asked
                    + "\na version never changes: give this file another --version");
        }
    }
}
