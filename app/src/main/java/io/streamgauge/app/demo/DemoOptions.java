package io.streamgauge.app.demo;

import io.streamgauge.app.run.RuntimeOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a user decides about a demonstration.
 *
 * @param pipeline pipeline document; empty takes the example that comes with the command
 * @param runtime where it runs
 * @param clean whether the data directory is emptied first
 * @param seed seed of the generator; empty goes on with the directory's, or takes the usual one
 * @param shift the day the shift begins, or none; empty likewise
 * @param events ends after so many transactions
 * @param time ends after so long
 * @param perSecond transactions per second, at most
 * @param json whether the summary is one JSON document on stdout, and everything else goes to stderr
 */
public record DemoOptions(
        Optional<Path> pipeline,
        RuntimeOptions runtime,
        boolean clean,
        OptionalLong seed,
        Optional<Shift> shift,
        OptionalLong events,
        Optional<Duration> time,
        double perSecond,
        boolean json) {

    /** Whether there is a shift, and on which day of the generator. */
    public record Shift(OptionalInt day) {

        public static final Shift NONE = new Shift(OptionalInt.empty());

        public static Shift on(int day) {
            return new Shift(OptionalInt.of(day));
        }
    }

    Limits limits() {
        return new Limits(events, time, perSecond);
    }
}
