package io.streamgauge.drift.definition;

import io.streamgauge.schemas.config.Durations;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many retraining events may be raised without cause.
 *
 * @param count events, at least 1
 * @param per in this much event time
 */
public record Budget(long count, Duration per) implements Serializable {

    /** What is allowed, for messages. */
    public static final String ALLOWED = "such as '1 false retraining per 30d'";

    private static final Pattern FORM = Pattern.compile("(\\d{1,9}) false retrainings? per (\\S+)");

    public Budget {
        if (count < 1 || per.isZero() || per.isNegative()) {
            throw new IllegalArgumentException(
                    "a budget allows at least 1 in more than 0s, not " + count + " per " + per);
        }
    }

    /** The budget, or empty when the text is none. */
    public static Optional<Budget> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        return Durations.parse(matcher.group(2))
                .filter(per -> count > 0 && !per.isZero())
                .map(per -> new Budget(count, per));
    }

    /** Expected number in one window of this length. */
    public double perWindow(Duration window) {
        return count * (double) window.toMillis() / per.toMillis();
    }
}
