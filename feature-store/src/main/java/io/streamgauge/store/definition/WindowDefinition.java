package io.streamgauge.store.definition;

import io.streamgauge.schemas.config.Durations;
import java.time.Duration;

/**
 * Which of an entity's events count at a moment {@code t}. Bounds are event times; {@code delay} is the view's, and
 * {@code e = t - delay} is where every window ends.
 */
public sealed interface WindowDefinition {

    /** What it adds to a feature's name, e.g. {@code 7d}. */
    String label();

    /**
     * The events of the last {@code length}: times in {@code (e - length, e]}.
     *
     * @param length longer than nothing
     */
    record Sliding(Duration length) implements WindowDefinition {

        @Override
        public String label() {
            return Durations.format(length);
        }
    }

    /** All events ever: times up to e. What is older than any other window needs is folded into one state. */
    record Unbounded() implements WindowDefinition {

        @Override
        public String label() {
            return "all";
        }
    }

    /**
     * The last {@code count} values, as old as {@code atMost}: at most that many of the times in {@code (e - atMost, e]}.
     *
     * @param count at least 1
     * @param atMost bounds the state
     */
    record Last(int count, Duration atMost) implements WindowDefinition {

        @Override
        public String label() {
            return "last" + count;
        }
    }

    /**
     * The events since the current period began: times in {@code [floor(e / length) length, e]}, aligned to 1970-01-01
     * UTC; for {@code 7d} to Thursdays.
     */
    record Tumbling(Duration length) implements WindowDefinition {

        @Override
        public String label() {
            return "tumbling" + Durations.format(length);
        }
    }

    /**
     * A window of {@code length} that moves by {@code hop}: of the aligned windows that hold e, the one that began first,
     * up to now: times in {@code [floor(e / hop) hop + hop - length, e]}.
     *
     * @param hop divides the length
     */
    record Hopping(Duration length, Duration hop) implements WindowDefinition {

        @Override
        public String label() {
            return Durations.format(length) + "_by_" + Durations.format(hop);
        }
    }

    /**
     * The run of values up to e of which none is more than {@code gap} after the one before; empty once the newest is more
     * than {@code gap} before e. It reaches back {@code atMost}: times in {@code (e - atMost, e]}.
     *
     * @param atMost bounds the state
     */
    record Session(Duration gap, Duration atMost) implements WindowDefinition {

        @Override
        public String label() {
            return "session" + Durations.format(gap);
        }
    }
}
