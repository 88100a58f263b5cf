package io.streamgauge.app.report;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The event time that a report covers.
 *
 * @param from inclusive; null from the beginning
 * @param to exclusive; null to the end
 */
public record Period(@Nullable Instant from, @Nullable Instant to) {

    /** All there is. */
    public static final Period ALL = new Period(null, null);

    public Period {
        if (from != null && to != null && !from.isBefore(to)) {
            throw new IllegalArgumentException("the period from " + from + " to " + to + " is empty");
        }
    }

    /** Whether a window lies in it as a whole. */
    boolean holds(Instant start, Instant end) {
        return !beforeIt(start) && !endsAfterIt(end);
    }

    /** Whether a moment that ends a window is one of its own. */
    boolean holdsEnd(Instant end) {
        return (from == null || end.isAfter(from)) && !endsAfterIt(end);
    }

    boolean endsAfterIt(Instant end) {
        return to != null && end.isAfter(to);
    }

    private boolean beforeIt(Instant start) {
        return from != null && start.isBefore(from);
    }
}
