package io.streamgauge.store.definition;

import io.streamgauge.schemas.config.Durations;
import java.time.Duration;
import java.util.Optional;

/**
 * Which of an entity's events count at a moment {@code t}. Bounds are event times; {@code delay} is the view's, and
 * {@code e = t - delay} is where every window ends. Lengths are at least 1 ms.
 */
public sealed interface WindowDefinition {

    /** What it adds to a feature's name, e.g. {@code 7d}. */
    String label();

    /** The window as users write it: {@code last 10 within 30d}. */
    String text();

    /** How long before e the oldest event that counts may be; empty when there is no bound. */
    Optional<Duration> reach();

    /**
     * The events of the last {@code length}: times in {@code (e - length, e]}.
     *
     * @param length longer than nothing
     */
    record Sliding(Duration length) implements WindowDefinition {

        public Sliding {
            positive(length);
        }

        @Override
        public String label() {
            return Durations.format(length);
        }

        @Override
        public String text() {
            return label();
        }

        @Override
        public Optional<Duration> reach() {
            return Optional.of(length);
        }
    }

    /** All events ever: times up to e. What is older than any other window needs is folded into one state. */
    record Unbounded() implements WindowDefinition {

        @Override
        public String label() {
            return "all";
        }

        @Override
        public String text() {
            return "unbounded";
        }

        @Override
        public Optional<Duration> reach() {
            return Optional.empty();
        }
    }

    /**
     * The last {@code count} values, as old as {@code atMost}: at most that many of the times in {@code (e - atMost, e]}.
     *
     * @param count at least 1
     * @param atMost bounds the state
     */
    record Last(int count, Duration atMost) implements WindowDefinition {

        public Last {
            if (count < 1) {
                throw new IllegalArgumentException("a window of the last " + count + " values; at least 1");
            }
            positive(atMost);
        }

        @Override
        public String label() {
            return "last" + count;
        }

        @Override
        public String text() {
            return "last " + count + " within " + Durations.format(atMost);
        }

        @Override
        public Optional<Duration> reach() {
            return Optional.of(atMost);
        }
    }

    /**
     * The events since the current period began: times in {@code [floor(e / length) length, e]}, aligned to 1970-01-01
     * UTC; for {@code 7d} to Thursdays.
     */
    record Tumbling(Duration length) implements WindowDefinition {

        public Tumbling {
            positive(length);
        }

        @Override
        public String label() {
            return "tumbling" + Durations.format(length);
        }

        @Override
        public String text() {
            return "tumbling " + Durations.format(length);
        }

        @Override
        public Optional<Duration> reach() {
            return Optional.of(length);
        }
    }

    /**
     * A window of {@code length} that moves by {@code hop}: of the aligned windows that hold e, the one that began first,
     * up to now: times in {@code [floor(e / hop) hop + hop - length, e]}.
     *
     * @param hop divides the length
     */
    record Hopping(Duration length, Duration hop) implements WindowDefinition {

        public Hopping {
            positive(length);
            positive(hop);
            if (length.toMillis() % hop.toMillis() != 0) {
                throw new IllegalArgumentException(
                        "the hop " + Durations.format(hop) + " does not divide the length " + Durations.format(length));
            }
        }

        @Override
        public String label() {
            return Durations.format(length) + "_by_" + Durations.format(hop);
        }

        @Override
        public String text() {
            return "hopping " + Durations.format(length) + " by " + Durations.format(hop);
        }

        @Override
        public Optional<Duration> reach() {
            return Optional.of(length);
        }
    }

    /**
     * The run of values up to e of which none is more than {@code gap} after the one before; empty once the newest is more
     * than {@code gap} before e. It reaches back {@code atMost}: times in {@code (e - atMost, e]}.
     *
     * @param atMost bounds the state
     */
    record Session(Duration gap, Duration atMost) implements WindowDefinition {

        public Session {
            positive(gap);
            positive(atMost);
            if (gap.compareTo(atMost) >= 0) {
                throw new IllegalArgumentException("a session's gap is shorter than what it reaches back; they are "
                        + Durations.format(gap) + " and " + Durations.format(atMost));
            }
        }

        @Override
        public String label() {
            return "session" + Durations.format(gap);
        }

        @Override
        public String text() {
            return "session " + Durations.format(gap) + " within " + Durations.format(atMost);
        }

        @Override
        public Optional<Duration> reach() {
            return Optional.of(atMost);
        }
    }

    private static void positive(Duration length) {
        if (length.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "windows are longer than nothing; one is of " + Durations.spelled(length));
        }
    }
}
