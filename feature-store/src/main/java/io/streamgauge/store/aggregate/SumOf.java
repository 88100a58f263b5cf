package io.streamgauge.store.aggregate;

import java.util.List;

/** The sum, or the mean, of the values: the exact sum rounded once; for the mean divided by their number. */
record SumOf(boolean mean) implements FoldedNumber {

    private static final List<Recipe> RECIPES = List.of(new PowerSum(1));

    @Override
    public List<Recipe> recipes() {
        return RECIPES;
    }

    @Override
    public int fewest() {
        return 1;
    }

    @Override
    public void read(Accumulator[][] states, long[] counts, double[] results) {
        for (int run = 0; run < results.length; run++) {
            results[run] = of((PowerSumState) states[run][0], counts[run]);
        }
    }

    @Override
    public void read(Accumulator[] states, long count, long endMs, Results results) {
        if (count > 0) {
            results.set(0, of((PowerSumState) states[0], count));
        }
    }

    private double of(PowerSumState state, long count) {
        double sum = state.rounded();
        return mean ? mean(state, sum, count) : sum;
    }

    /** The mean of finite values is finite even where their sum is beyond the largest double. */
    private static double mean(PowerSumState state, double sum, long count) {
        if (!Double.isInfinite(sum) || !state.finite()) {
            return sum / count;
        }
        int exponent = (int) state.exact().leading();
        return Math.scalb(state.exact().rounded(-exponent) / count, exponent);
    }
}
