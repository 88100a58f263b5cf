package io.streamgauge.store.view;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.aggregate.FoldedNumber;
import io.streamgauge.store.vector.FeatureValues;

/** Reads an aggregate that makes one number of a window's invertible states: all windows by one call of it. */
final class NumberRead extends FeatureRead {

    private final FoldedNumber aggregate;
    private final int fewest;
    private final ChosenStates states;
    private final long[] counts;
    private final double[] results;

    NumberRead(FoldedNumber aggregate, ChosenStates states, int delay, int[] windows, long maxAgeMs, Outputs outputs) {
        super(delay, windows, maxAgeMs, outputs);
        this.aggregate = aggregate;
        this.fewest = aggregate.fewest();
        this.states = states;
        this.counts = new long[windows.length];
        this.results = new double[windows.length];
    }

    @Override
    void readWindows(SeriesState series, long endMs, FeatureValues out, int offset, ValueStatus missing) {
        for (int i = 0; i < windows.length; i++) {
            counts[i] = series.count(windows[i]);
        }
        if (!states.none()) {
            states.choose(series, windows);
        }
        aggregate.read(states.byWindow(), counts, results);
        TextDictionary texts = series.texts();
        for (int i = 0; i < results.length; i++) {
            if (counts[i] >= fewest) {
                outputs.put(i, results[i], out, offset, texts);
            } else {
                outputs.fill(i, out, offset, missing);
            }
        }
    }
}
