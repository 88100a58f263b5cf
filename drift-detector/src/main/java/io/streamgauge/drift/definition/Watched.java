package io.streamgauge.drift.definition;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A part of what is known of a prediction, or of a window of them, that can be watched. */
public enum Watched {
    /** Every input of the model, one by one. */
    INPUTS,
    /** The score. */
    SCORE,
    /** The result of {@code model.decision}. */
    DECISION,
    /** The class that the model chose. */
    LABEL,
    /** The further outputs of {@code model.publish}, those of one number. */
    OUTPUTS,
    /** How long after its event a prediction was made. */
    FRESHNESS,
    /** How many predictions a window holds. */
    VOLUME;

    /** What is watched where the document says nothing else. */
    public static final List<Watched> DEFAULT = List.of(INPUTS, SCORE);

    /** As documents write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The part of this name. */
    public static Optional<Watched> named(String text) {
        return Arrays.stream(values()).filter(part -> part.text().equals(text)).findFirst();
    }

    /** All names. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Watched::text).toList();
    }
}
