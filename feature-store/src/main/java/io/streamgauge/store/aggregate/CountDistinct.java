package io.streamgauge.store.aggregate;

import java.util.List;

/**
 * The number of distinct values; -0.0 equals 0.0, and NaN equals NaN. With a limit the state holds so many values at most, and
 * the result is the limit for that many or more.
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
        return limit == 0 ? new DistinctValuesState() : new LimitedValuesState(limit);
    }

    @Override
    public long stateBytes(long values) {
        return 64 + 48 * (limit == 0 ? values : Math.min(values, limit));
    }

    @Override
    public void read(Accumulator[] states, long count, long endMs, Results results) {
        int distinct = limit == 0 ? ((DistinctValuesState) states[0]).size() : ((LimitedValuesState) states[0]).size();
        results.set(0, distinct);
    }
}
