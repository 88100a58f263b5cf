package io.streamgauge.drift.definition;

import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many of the last windows must drift before an alert becomes critical: {@code drifted} of {@code windows}.
 *
 * @param drifted at least 1
 * @param windows at least {@code drifted}
 */
public record Confirmation(int drifted, int windows) implements Serializable {

    /** What is allowed, for messages. */
    public static final String ALLOWED = "such as '2 of 3', the first at least 1 and no more than the second";

    private static final Pattern FORM = Pattern.compile("(\\d{1,4}) of (\\d{1,4})");

    public Confirmation {
        if (drifted < 1 || windows < drifted) {
            throw new IllegalArgumentException("a confirmation is " + ALLOWED + "; not " + drifted + " of " + windows);
        }
    }

    /** The confirmation, or empty when the text is none. */
    public static Optional<Confirmation> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int drifted = Integer.parseInt(matcher.group(1));
        int windows = Integer.parseInt(matcher.group(2));
        return drifted < 1 || windows < drifted ? Optional.empty() : Optional.of(new Confirmation(drifted, windows));
    }
}
