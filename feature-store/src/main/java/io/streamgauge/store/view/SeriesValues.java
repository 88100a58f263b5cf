package io.streamgauge.store.view;

import io.streamgauge.store.aggregate.Values;
import java.util.Objects;

/** A run of a series, by position. Reused; not thread-safe. */
final class SeriesValues implements Values {

    private Series series = new Series(true);
    private long start;
    private int size;

    SeriesValues over(Series newSeries, long newStart, long newEnd) {
        series = newSeries;
        start = newStart;
        size = Math.toIntExact(newEnd - newStart);
        return this;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public long timeMsAt(int index) {
        return series.timeMs(start + Objects.checkIndex(index, size));
    }

    @Override
    public double valueAt(int index) {
        return series.value(start + Objects.checkIndex(index, size));
    }
}
