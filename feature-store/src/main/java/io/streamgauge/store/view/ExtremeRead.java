package io.streamgauge.store.view;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.vector.FeatureValues;

/** Reads the least or the greatest value of each window. */
final class ExtremeRead extends FeatureRead {

    private final int extreme;

    /** @param extreme index among the series' extremes */
    ExtremeRead(int extreme, int delay, int[] windows, long maxAgeMs, Outputs outputs) {
        super(delay, windows, maxAgeMs, outputs);
        this.extreme = extreme;
    }

    @Override
    void readWindows(SeriesState series, long endMs, FeatureValues out, int offset, ValueStatus missing) {
        for (int i = 0; i < windows.length; i++) {
            if (series.count(windows[i]) > 0) {
                outputs.put(i, series.extreme(extreme, windows[i]), out, offset, series.texts());
            } else {
                outputs.fill(i, out, offset, missing);
            }
        }
    }
}
