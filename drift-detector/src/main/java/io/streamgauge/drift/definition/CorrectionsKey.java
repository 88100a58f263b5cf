package io.streamgauge.drift.definition;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Durations;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Settings;
import java.time.Duration;
import java.util.Optional;

/** Reads {@code drift.corrections}. */
final class CorrectionsKey {

    /**
     * Most steps of windows that are kept until they cannot be corrected any more: each is in the state with up to 2048 rows, and as many late
     * ones. Of 16 numbers that is 300 KB a step, 60 MB a model.
     */
    static final long MOST_STEPS = 200;

    private static final String KEY = "corrections";

    private CorrectionsKey() {}

    /** How long; zero after a problem is noted. */
    static Duration read(Settings drift, Duration window, Problems problems) {
        Duration corrections = drift.duration(KEY);
        if (corrections.isZero()) {
            return Duration.ZERO;
        }
        Optional<String> problem = problem(drift, corrections, window);
        problem.ifPresent(text -> problems.add(drift.at(KEY), text));
        return problem.isPresent() ? Duration.ZERO : corrections;
    }

    private static Optional<String> problem(Settings drift, Duration corrections, Duration window) {
        if (corrections.toMillis() % window.toMillis() != 0) {
            return Optional.of("'%s' is not a whole number of windows of %s"
                    .formatted(Durations.format(corrections), Durations.format(window)));
        }
        if (drift.has("rows")) {
            return Optional.of(
                    "goes with windows of one length: with 'rows' a late prediction would move the ends of all windows"
                            + " after it; leave one of the two out");
        }
        Optional<ConfigNode> reference = drift.nested("reference");
        if (reference.isPresent() && reference.get().entries().containsKey("rolling")) {
            return Optional.of(
                    "needs the reference that a window was first compared with, and a rolling one has gone on;"
                            + " allowed beside it: first, events, file, seasonal");
        }
        Duration every = drift.has("every") ? drift.duration("every") : window;
        long steps = every.isZero() ? 0 : corrections.plus(window).toMillis() / every.toMillis();
        if (steps > MOST_STEPS) {
            return Optional.of(
                    ("%s and a window are %d times %s; allowed: %d, since each is kept: of 16 numbers up to 60 MB a"
                                    + " model; longer windows are fewer")
                            .formatted(Durations.format(corrections), steps, Durations.format(every), MOST_STEPS));
        }
        return Optional.empty();
    }
}
