package io.streamgauge.schemas.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as users write them: {@code 250ms}, {@code 30s}, {@code 10m}, {@code 1h}, {@code 7d}. */
public final class Durations {

    /** What is allowed, for messages. */
    public static final String ALLOWED = "a whole number and a unit (ms, s, m, h, d), such as 10m or 7d";

    private static final Pattern FORM = Pattern.compile("(\\d{1,15})(ms|s|m|h|d)");

    private static final Pattern LOOSE = Pattern.compile(
            "(\\d{1,12})\\s*(ms|msec|millis|millisecond|s|sec|second|m|min|minute|h|hr|hour|d|day|w|wk|week)s?");

    private Durations() {}

    /** The duration, or empty when the text is none. */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        long unitMs = switch (matcher.group(2)) {
            case "ms" -> 1L;
            case "s" -> 1_000L;
            case "m" -> 60_000L;
            case "h" -> 3_600_000L;
            default -> 86_400_000L;
        };
        return amount > Long.MAX_VALUE / unitMs ? Optional.empty() : Optional.of(Duration.ofMillis(amount * unitMs));
    }

    /** What a user may have meant by a text that is no duration: {@code 7d} for {@code 7 days} and for {@code 1w}. */
    public static Optional<String> meant(String text) {
        Matcher matcher = LOOSE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String amount = matcher.group(1);
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms", "msec", "millis", "millisecond" -> amount + "ms";
                    case "s", "sec", "second" -> amount + "s";
                    case "m", "min", "minute" -> amount + "m";
                    case "h", "hr", "hour" -> amount + "h";
                    case "d", "day" -> amount + "d";
                    default -> 7 * Long.parseLong(amount) + "d";
                });
    }

    /** A duration in all its units, for what nobody wrote: {@code 1h36m59s}. */
    public static String spelled(Duration duration) {
        long ms = Math.abs(duration.toMillis());
        long[] amounts = {ms / 86_400_000, ms / 3_600_000 % 24, ms / 60_000 % 60, ms / 1_000 % 60, ms % 1_000};
        String[] names = {"d", "h", "m", "s", "ms"};
        StringBuilder out = new StringBuilder(duration.isNegative() ? "-" : "");
        for (int i = 0; i < amounts.length; i++) {
            if (amounts[i] > 0) {
                out.append(amounts[i]).append(names[i]);
            }
        }
        return ms == 0 ? "0s" : out.toString();
    }

    /** The shortest form that {@link #parse} reads back: {@code 7d}, {@code 90m}, {@code 1500ms}. */
    public static String format(Duration duration) {
        long ms = duration.toMillis();
        if (ms == 0) {
            return "0s";
        }
        long[] units = {86_400_000L, 3_600_000L, 60_000L, 1_000L};
        String[] names = {"d", "h", "m", "s"};
        for (int i = 0; i < units.length; i++) {
            if (ms % units[i] == 0) {
                return ms / units[i] + names[i];
            }
        }
        return ms + "ms";
    }
}
