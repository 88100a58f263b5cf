package io.streamgauge.app.cli;

import io.streamgauge.app.WrongUsageException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Short times and sizes as options take them. */
final class Quantities {

    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(us|µs|ms|s)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})(|b|kb|mb|gb)");

    private Quantities() {}

    /** A time of microseconds to seconds. */
    static Duration time(String option, String text) {
        Matcher time = TIME.matcher(text.strip());
        if (!time.matches()) {
            throw new WrongUsageException(
                    option + " is '" + text + "'; expected a whole number and a unit (us, ms, s), such as 500us");
        }
        long amount = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofNanos(amount * 1_000);
        };
    }

    /** A size in bytes; 1 kB is 1,024. */
    static long bytes(String option, String text) {
        Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            throw new WrongUsageException(
                    option + " is '" + text + "'; expected a whole number and a unit (B, kB, MB, GB), such as 100MB");
        }
        long amount = Long.parseLong(size.group(1));
        return switch (size.group(2)) {
            case "kb" -> amount << 10;
            case "mb" -> amount << 20;
            case "gb" -> amount << 30;
            default -> amount;
        };
    }
}
