package io.streamgauge.store.view;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.aggregate.Folded;
import io.streamgauge.store.vector.FeatureValues;

/** Reads an aggregate's results off the states of each window in turn. */
final class FoldedRead extends FeatureRead {

    private final Folded aggregate;
    private final ChosenStates states;
    private final boolean invertible;

    /** @param invertible whether its states are among the series' invertible ones, or among the others */
    FoldedRead(
            Folded aggregate,
            ChosenStates states,
            boolean invertible,
            int delay,
            int[] windows,
            long maxAgeMs,
            Outputs outputs) {
        super(delay, windows, maxAgeMs, outputs);
        this.aggregate = aggregate;
        this.states = states;
        this.invertible = invertible;
    }

    @Override
    void readWindows(SeriesState series, long endMs, FeatureValues out, int offset, ValueStatus missing) {
        for (int i = 0; i < windows.length; i++) {
            long count = series.count(windows[i]);
            if (!states.none()) {
                states.choose(i, invertible ? series.invertible(windows[i]) : series.merged(windows[i]));
            }
            outputs.turnTo(i, out, offset, series.texts());
            aggregate.read(states.of(i), count, endMs, outputs);
            outputs.fill(missing);
        }
    }
}
