package io.streamgauge.store.view;

import io.streamgauge.store.aggregate.Accumulator;

/** The states that one aggregate reads, of all those that its series keeps over a window. Not thread-safe. */
final class ChosenStates {

    private final int[] states;
    private final Accumulator[][] chosen;
    private boolean planned;

    /**
     * @param states indexes of the aggregate's recipes among the series'
     * @param windows how many windows it reads
     */
    ChosenStates(int[] states, int windows) {
        this.states = states;
        this.chosen = new Accumulator[windows][states.length];
    }

    boolean none() {
        return states.length == 0;
    }

    /** Chooses those of invertible states of some windows; nothing is to be done where they are those of the plan again. */
    void choose(SeriesState series, int[] windows) {
        boolean ofPlan = series.readsPlanned();
        if (ofPlan && planned) {
            return;
        }
        for (int i = 0; i < windows.length; i++) {
            choose(i, series.invertible(windows[i]));
        }
        planned = ofPlan;
    }

    /** Chooses those of one window. */
    void choose(int window, Accumulator[] all) {
        Accumulator[] of = chosen[window];
        for (int i = 0; i < of.length; i++) {
            Accumulator state = all[states[i]];
            if (of[i] != state) { // it mostly is the same; storing one costs a check of its type
                of[i] = state;
            }
        }
    }

    /** Those chosen last of one window. */
    Accumulator[] of(int window) {
        return chosen[window];
    }

    /** Those chosen last, by window. */
    Accumulator[][] byWindow() {
        return chosen;
    }
}
