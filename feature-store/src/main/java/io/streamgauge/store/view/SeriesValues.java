package io.streamgauge.store.view;

import io.streamgauge.store.aggregate.Values;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run of a series, by position; the values that an unbounded window counts and the series has let go of come first. Reused;
 * not thread-safe.
 */
final class SeriesValues implements Values {

    private static final BaseEnds NONE = new BaseEnds(0, 0);

    private Series series = new Series(true);
    private BaseEnds before = NONE;
    private long start;
    private int size;

    SeriesValues over(Series newSeries, long newStart, long newEnd, @Nullable Base base) {
        series = newSeries;
        start = newStart;
        before = base == null ? NONE : base.ends();
        size = Math.toIntExact(before.count() + newEnd - newStart);
        return this;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public long timeMsAt(int index) {
        long place = Objects.checkIndex(index, size) - before.count();
        return place < 0 ? before.timeMs(index) : series.timeMs(start + place);
    }

    @Override
    public double valueAt(int index) {
        long place = Objects.checkIndex(index, size) - before.count();
        return place < 0 ? before.value(index) : series.value(start + place);
    }
}
