package io.streamgauge.benchmarks.drift;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;

/**
 * How the policy of the drift job is set; a row stands for a second.
 *
 * @param window rows of a window
 * @param reference windows of the reference
 */
record PolicySettings(int window, int reference) {

    static final int MS_PER_ROW = 1000;

    /** Rows in which the policy may ask for one retraining without cause. */
    static final int BUDGET = 100_000;

    private static final String DRIFT =
            "{window: %ds, reference: {first: %ds}, lateness: 0s, min_samples: %d, level: 0.05, confirm: 2 of 3,"
                    + " cooldown: 0s, budget: 1 false retraining per %ds, watch: [inputs, score],"
                    + " performance: {wait: 0s, watch: [accuracy], effect: 0.02}}";

    DriftDefinition definition() {
        Problems problems = new Problems();
        DriftDefinition definition = DriftSection.read(
                YamlDocument.parse("benchmark", DRIFT.formatted(window, window * reference, window, BUDGET)), problems);
        problems.throwIfAny();
        return definition;
    }

    /** The row that an event time is of. */
    static int row(long timeMs) {
        return (int) (timeMs / MS_PER_ROW);
    }
}
