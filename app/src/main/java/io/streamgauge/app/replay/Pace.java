package io.streamgauge.app.replay;

import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When an event may be published, in nanoseconds after the first one. */
public interface Pace {

    /**
     * When the event is due.
     *
     * @param index number of the event, from 0
     * @param sinceFirstMs its event time less the first event's; negative where the file is out of order
     */
    long dueNanos(long index, long sinceFirstMs);

    /** As fast as Kafka takes them. */
    static Pace unlimited() {
        return (index, sinceFirstMs) -> 0;
    }

    /** A number of events per second. */
    static Pace rate(double perSecond) {
        double nanosPerEvent = TimeUnit.SECONDS.toNanos(1) / positive(perSecond);
        return (index, sinceFirstMs) -> (long) (index * nanosPerEvent);
    }

    /** Event time sped up: 3600 replays an hour in a second. */
    static Pace speedUp(double factor) {
        double nanosPerMs = TimeUnit.MILLISECONDS.toNanos(1) / positive(factor);
        return (index, sinceFirstMs) -> (long) (sinceFirstMs * nanosPerMs);
    }

    /** Reads {@code 5000/s} or {@code 5000}. */
    static Pace parseRate(String text) {
        return rate(number(text, "(/s)?", "a number of events per second, such as 5000/s"));
    }

    /** Reads {@code 3600} or {@code 3600x}. */
    static Pace parseSpeedUp(String text) {
        return speedUp(number(text, "x?", "a factor, such as 3600 for an hour in a second"));
    }

    private static double number(String text, String suffix, String allowed) {
        Matcher matcher = Pattern.compile("(\\d{1,12}(\\.\\d{1,9})?)" + suffix).matcher(text);
        if (!matcher.matches() || Double.parseDouble(matcher.group(1)) == 0) {
            throw new IllegalArgumentException("'" + text + "' is not " + allowed);
        }
        return Double.parseDouble(matcher.group(1));
    }

    private static double positive(double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("expected a number above 0 but found " + value);
        }
        return value;
    }
}
