package io.streamgauge.benchmarks.drift;

import io.streamgauge.drift.detector.ChangeDetector;
import org.jspecify.annotations.Nullable;

/** Decides, after each row and its outcome, whether the model is to be replaced. */
@FunctionalInterface
interface Strategy {

    /** What to do. */
    enum Action {
        /** Nothing. */
        KEEP,
        /** Begin to learn a new model beside the one in use. */
        WARN,
        /** Put the new model in its place; an empty one where none was begun. */
        REPLACE
    }

    /**
     * What to do after a row.
     *
     * @param action what
     * @param retrainFrom first of the rows that a new model is learnt from at once, up to this one; null where none is
     * @param alarm whether somebody is told
     */
    record Decision(Action action, @Nullable Integer retrainFrom, boolean alarm) {

        static final Decision KEEP = new Decision(Action.KEEP, null, false);
    }

    /**
     * Takes the next row.
     *
     * @param i its place
     * @param row its inputs
     * @param chance what the model gave class 1, before it saw the outcome
     * @param outcome what came true
     */
    Decision after(int i, double[] row, double chance, int outcome);

    /** 1 where the model was wrong. */
    static int error(double chance, int outcome) {
        return (chance > 0.5 ? 1 : 0) == outcome ? 0 : 1;
    }

    /** The way of the detectors' papers: warn, then replace. */
    static Strategy of(ChangeDetector detector) {
        return (i, row, chance, outcome) -> switch (detector.add(error(chance, outcome))) {
            case NONE -> Decision.KEEP;
            case WARNING -> new Decision(Action.WARN, null, false);
            case DRIFT -> new Decision(Action.REPLACE, null, true);
        };
    }

    /** An empty model every so many rows. */
    static Strategy blind(int every) {
        return (i, row, chance, outcome) ->
                (i + 1) % every == 0 ? new Decision(Action.REPLACE, null, true) : Decision.KEEP;
    }
}
