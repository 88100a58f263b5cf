package io.streamgauge.store.aggregate;

import java.util.List;

/** How many values there are. */
record CountOf() implements FoldedNumber {

    @Override
    public List<Recipe> recipes() {
        return List.of();
    }

    @Override
    public int fewest() {
        return 0;
    }

    @Override
    public void read(Accumulator[][] states, long[] counts, double[] results) {
        for (int run = 0; run < results.length; run++) {
            results[run] = (double) counts[run];
        }
    }

    @Override
    public void read(Accumulator[] states, long count, long endMs, Results results) {
        results.set(0, (double) count);
    }
}
