package io.streamgauge.store.aggregate;

import java.util.List;

/**
 * The excess kurtosis of the population, {@code m4 / m2^2 - 3} with {@code mk = sum (x - mean)^k / n}: SciPy's
 * {@code kurtosis} with {@code bias=True, fisher=True}. Computed as {@code (C4 - 3 C2^2) / C2^2} from the exact whole-number
 * forms {@code Ck = n^k mk}, so that the 3 cancels nothing; missing where all values are equal.
 */
record Kurtosis() implements Folded {

    private static final List<Recipe> RECIPES =
            List.of(new PowerSum(1), new PowerSum(2), new PowerSum(3), new PowerSum(4));

    @Override
    public List<Recipe> recipes() {
        return RECIPES;
    }

    @Override
    public void read(Accumulator[] states, long count, long endMs, Results results) {
        if (!((PowerSumState) states[0]).finite()) {
            results.set(0, Double.NaN);
            return;
        }
        CentralMoments moments = CentralMoments.of(states, count);
        ExactSum second = moments.second();
        if (second.sign() != 0) {
            results.set(0, of(moments.fourth(), second));
        }
    }

    private static double of(ExactSum fourth, ExactSum second) {
        ExactSum square = new ExactSum();
        square.addProduct(second, second, 1);
        fourth.addTimes(square, 3, -1);
        if (fourth.sign() == 0) {
            return 0.0;
        }
        long scale = -square.leading();
        return fourth.rounded(scale) / square.rounded(scale);
    }
}
