package io.streamgauge.store.view;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.aggregate.Positional;
import io.streamgauge.store.vector.FeatureValues;

/** Reads an aggregate's results off the values of each window, by their position. */
final class PositionalRead extends FeatureRead {

    private final Positional aggregate;
    private final SeriesValues values = new SeriesValues();

    PositionalRead(Positional aggregate, int delay, int[] windows, long maxAgeMs, Outputs outputs) {
        super(delay, windows, maxAgeMs, outputs);
        this.aggregate = aggregate;
    }

    @Override
    void readWindows(SeriesState series, long endMs, FeatureValues out, int offset, ValueStatus missing) {
        for (int i = 0; i < windows.length; i++) {
            int window = windows[i];
            outputs.turnTo(i, out, offset, series.texts());
            aggregate.read(
                    values.over(series.series(), series.start(window), series.end(window), series.baseOf(window)),
                    endMs,
                    outputs);
            outputs.fill(missing);
        }
    }
}
