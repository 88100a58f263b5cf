package io.streamgauge.benchmarks.feature;

/** How far a sawtooth window's tail moves at once, and so the length of its finest tiles. */
enum Hop {
    FIVE_MINUTES(Hop.FIVE_MINUTES_MS),
    HOUR(Hop.HOUR_MS),
    DAY(Hop.DAY_MS);

    // Constants, so that a division by one is compiled to a multiplication.
    static final long FIVE_MINUTES_MS = 5 * 60_000L;
    static final long HOUR_MS = 60 * 60_000L;
    static final long DAY_MS = 24 * HOUR_MS;

    private final long lengthMs;

    Hop(long lengthMs) {
        this.lengthMs = lengthMs;
    }

    /** The hop for a window's length: a day from 12 days on, an hour from 12 hours on, else five minutes. */
    static Hop of(long windowMs) {
        if (windowMs >= 12 * DAY_MS) {
            return DAY;
        }
        return windowMs >= 12 * HOUR_MS ? HOUR : FIVE_MINUTES;
    }

    /** How many hops a window is long. */
    int in(long windowMs) {
        if (windowMs % lengthMs != 0) {
            throw new IllegalArgumentException(
                    "a window is a multiple of its hop, " + lengthMs + " ms; " + windowMs + " ms is not");
        }
        return Math.toIntExact(windowMs / lengthMs);
    }

    /** Where a window begins as of a moment, itself in it: {@code t - w} rounded down to the hop. */
    static long tailMs(long timeMs, long windowMs) {
        long hopMs = of(windowMs).lengthMs;
        return Math.floorDiv(timeMs - windowMs, hopMs) * hopMs;
    }
}
