package io.streamgauge.store.aggregate;

import java.util.List;

/** The sum, or the mean, of the values: the exact sum rounded once; for the mean divided by their number. */
record SumOf(boolean mean) implements Folded {

    private static final List<Recipe> RECIPES = List.of(new PowerSum(1));

    @Override
    public List<Recipe> recipes() {
        return RECIPES;
    }

    @Override
    public void read(Accumulator[] states, long count, long endMs, Results results) {
        if (count > 0) {
            PowerSumState state = (PowerSumState) states[0];
            double sum = state.rounded();
            results.set(0, mean ? mean(state, sum, count) : sum);
        }
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
