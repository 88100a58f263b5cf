package io.streamgauge.app.demo;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * When the demonstration ends by itself, and how fast it goes.
 *
 * @param events after so many transactions of this run
 * @param time after so long
 * @param perSecond transactions per second, at most
 */
record Limits(OptionalLong events, Optional<Duration> time, double perSecond) {

    boolean reached(long published, long elapsedNanos) {
        return (events.isPresent() && published >= events.getAsLong())
                || (time.isPresent() && elapsedNanos >= time.get().toNanos());
    }

    /** Whether it ends only when it is stopped. */
    boolean endless() {
        return events.isEmpty() && time.isEmpty();
    }

    /** How many transactions there are at the most; empty when there is no end. */
    OptionalLong most() {
        if (endless()) {
            return OptionalLong.empty();
        }
        long inTime =
                time.map(length -> (long) (length.toNanos() / 1e9 * perSecond)).orElse(Long.MAX_VALUE);
        return OptionalLong.of(Math.min(events.orElse(Long.MAX_VALUE), inTime));
    }

    /** How many transactions are due after a while. */
    double due(long elapsedNanos) {
        return elapsedNanos * perSecond / 1e9;
    }
}
