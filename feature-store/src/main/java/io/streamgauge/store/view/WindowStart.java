package io.streamgauge.store.view;

import io.streamgauge.store.definition.WindowDefinition;

/** Where a kind of window begins. Immutable. */
sealed interface WindowStart {

    /**
     * Sequence number of the first value in the window.
     *
     * @param end sequence number after the last value with a time up to {@code endMs}
     * @param endMs where the window ends
     * @param hint where it began at the last read
     */
    long of(Series series, long end, long endMs, long hint);

    /** A value with a time up to {@code e - horizonMs} is in no window that ends at or after e. */
    long horizonMs();

    static WindowStart of(WindowDefinition window) {
        if (window instanceof WindowDefinition.Sliding sliding) {
            return new Sliding(sliding.length().toMillis());
        } else if (window instanceof WindowDefinition.Last last) {
            return new Last(last.count(), last.atMost().toMillis());
        } else if (window instanceof WindowDefinition.Tumbling tumbling) {
            long lengthMs = tumbling.length().toMillis();
            return new Aligned(lengthMs, lengthMs);
        } else if (window instanceof WindowDefinition.Hopping hopping) {
            return new Aligned(hopping.length().toMillis(), hopping.hop().toMillis());
        } else if (window instanceof WindowDefinition.Session session) {
            return new Session(session.gap().toMillis(), session.atMost().toMillis());
        }
        return new Unbounded();
    }

    /** No event is so far from 1970; what is rounded stays this near. */
    long MOST_MS = Long.MAX_VALUE / 4;

    /** {@code a - b} for {@code b >= 0}, or the earliest moment where there is none so early. */
    static long minus(long a, long b) {
        return a >= Long.MIN_VALUE + b ? a - b : Long.MIN_VALUE;
    }

    private static void positive(long ms, String what) {
        if (ms <= 0) {
            throw new IllegalArgumentException(what + " is longer than nothing, not " + ms + " ms");
        }
    }

    /** Times in {@code (e - length, e]}. */
    record Sliding(long lengthMs) implements WindowStart {

        public Sliding {
            positive(lengthMs, "a window");
        }

        @Override
        public long of(Series series, long end, long endMs, long hint) {
            return Math.min(end, series.upTo(minus(endMs, lengthMs), hint));
        }

        @Override
        public long horizonMs() {
            return lengthMs;
        }
    }

    /** Times in {@code (floor(e - length), e]}, where floor rounds down to a multiple of the resolution. */
    record Rounded(long lengthMs, long resolutionMs) implements WindowStart {

        public Rounded {
            positive(lengthMs, "a window");
            positive(resolutionMs, "a resolution");
        }

        /** The moment after which the window begins. */
        long startMs(long endMs) {
            return Math.floorDiv(Math.max(endMs, -MOST_MS) - lengthMs, resolutionMs) * resolutionMs;
        }

        @Override
        public long of(Series series, long end, long endMs, long hint) {
            return Math.min(end, series.upTo(startMs(endMs), hint));
        }

        @Override
        public long horizonMs() {
            return lengthMs + resolutionMs;
        }
    }

    /** The last values, of those in {@code (e - atMost, e]}. */
    record Last(int count, long atMostMs) implements WindowStart {

        public Last {
            positive(atMostMs, "a window");
            positive(count, "a number of values");
        }

        @Override
        public long of(Series series, long end, long endMs, long hint) {
            return Math.min(end, Math.max(end - count, series.upTo(minus(endMs, atMostMs), hint)));
        }

        @Override
        public long horizonMs() {
            return atMostMs;
        }
    }

    /** Times from the beginning of the earliest aligned window that holds e. */
    record Aligned(long lengthMs, long hopMs) implements WindowStart {

        public Aligned {
            positive(lengthMs, "a window");
            positive(hopMs, "a hop");
        }

        @Override
        public long of(Series series, long end, long endMs, long hint) {
            long hopEnd = Math.floorDiv(endMs, hopMs) * hopMs + hopMs;
            return Math.min(end, series.upTo(hopEnd - lengthMs - 1, hint));
        }

        @Override
        public long horizonMs() {
            return lengthMs;
        }
    }

    /** The run of values up to e without a gap, of those in {@code (e - atMost, e]}. */
    record Session(long gapMs, long atMostMs) implements WindowStart {

        public Session {
            positive(gapMs, "a gap");
            positive(atMostMs, "a window");
        }

        @Override
        public long of(Series series, long end, long endMs, long hint) {
            long oldest = series.upTo(minus(endMs, atMostMs), hint);
            if (oldest >= end || series.timeMs(end - 1) < minus(endMs, gapMs)) {
                return end;
            }
            return Math.max(oldest, series.sessionStart(gapMs, end - 1));
        }

        @Override
        public long horizonMs() {
            return atMostMs;
        }
    }

    /** All values there are; those no longer held are in the {@link Base}. */
    record Unbounded() implements WindowStart {

        @Override
        public long of(Series series, long end, long endMs, long hint) {
            return series.first();
        }

        @Override
        public long horizonMs() {
            return 0;
        }
    }
}
