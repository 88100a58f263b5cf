package io.streamgauge.scoring.store;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the maker of a model says of it: who trained it, when, on what, and how good it is. Kept as written.
 *
 * @param text Markdown, YAML or plain text; empty when there is none
 * @param trainingSet provenance of the training set, as the tool that made it wrote it; null when not given
 * @param profile digest of the profile of that data, which the store keeps as it does files; null when not given
 */
public record ModelCard(
        String text, @Nullable String trainingSet, @Nullable String profile) {

    /** Greatest size of each part, in bytes of UTF-8. */
    public static final int MAX_BYTES = 64 * 1024;

    /** Nothing said. */
    public static final ModelCard NONE = new ModelCard("", null);

    /** A card without a profile. */
    public ModelCard(String text, @Nullable String trainingSet) {
        this(text, trainingSet, null);
    }

    public ModelCard {
        check("the model card", text);
        if (trainingSet != null) {
            check("the provenance of the training set", trainingSet);
        }
        if (profile != null && !Digests.isDigest(profile)) {
            throw new IllegalArgumentException("'" + profile + "' is no SHA-256; expected 64 digits 0-9 and a-f");
        }
    }

    private static void check(String what, String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException(what + " has " + bytes + " bytes; allowed are " + MAX_BYTES);
        }
    }
}
