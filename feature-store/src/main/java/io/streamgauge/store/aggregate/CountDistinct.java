package io.streamgauge.store.aggregate;

import java.util.List;

/**
 * The number of distinct values; -0.0 equals 0.0, and NaN equals NaN. With a limit the result is the
 * limit for that many or more, and what is kept for ever holds no more values than that.
 *
 * @param limit 0 for none
 */
record CountDistinct(int limit) implements Folded, Recipe {

    static final int MOST = 1_000_000;

    @Override
    public List<Recipe> recipes() {
        return List.of(this);
    }

    @Override
    public Accumulator newState() {
        return new DistinctValuesState(limit);
    }

    @Override
    public long stateBytes(long values) {
        return ValueCounts.heapBytes(values);
    }

    @Override
    public long mostWrittenBytes() {
        return ValueCounts.mostWrittenBytes(limit);
    }

    @Override
    public void read(Accumulator[] states, long count, long endMs, Results results) {
        results.set(0, ((DistinctValuesState) states[0]).size());
    }
}
