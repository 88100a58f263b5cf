package io.streamgauge.store.aggregate;

import java.util.List;

/**
 * The most frequent value, of several the least; -0.0 equals 0.0, and NaN is a value, the greatest. Missing where there are more
 * distinct values than a limit.
 *
 * @param limit 0 for none
 */
record MostFrequent(int limit) implements Folded, Recipe {

    @Override
    public List<Recipe> recipes() {
        return List.of(this);
    }

    @Override
    public Accumulator newState() {
        return newState(ValueOrder.NUMBERS);
    }

    @Override
    public Accumulator newState(ValueOrder order) {
        return new MostFrequentState(limit, order);
    }

    @Override
    public long stateBytes(long values) {
        return 128 + 64 * values;
    }

    @Override
    public long mostWrittenBytes() {
        return ValueCounts.mostWrittenBytes(limit);
    }

    @Override
    public long mostHeldValues() {
        return limit == 0 ? NO_BOUND : limit;
    }

    @Override
    public void read(Accumulator[] states, long count, long endMs, Results results) {
        ((MostFrequentState) states[0]).read(1, results);
    }
}
