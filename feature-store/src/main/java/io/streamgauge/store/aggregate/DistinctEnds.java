package io.streamgauge.store.aggregate;

import java.util.List;

/**
 * The first or the last distinct values: by when each came first, or by when each came last, newest first.
 *
 * @param last whether the last are meant
 * @param n how many, at most
 */
record DistinctEnds(boolean last, int n) implements Folded, Recipe {

    @Override
    public List<String> suffixes() {
        return Ends.numbers(n);
    }

    @Override
    public List<Recipe> recipes() {
        return List.of(this);
    }

    @Override
    public Accumulator newState() {
        return new DistinctEndsState(last, n);
    }

    @Override
    public long stateBytes(long values) {
        return 128 + 32 * Math.min(values, n);
    }

    @Override
    public long mostWrittenBytes() {
        return 5 + 8L * n;
    }

    @Override
    public long mostHeldValues() {
        return n;
    }

    @Override
    public void read(Accumulator[] states, long count, long endMs, Results results) {
        ((DistinctEndsState) states[0]).read(results);
    }
}
