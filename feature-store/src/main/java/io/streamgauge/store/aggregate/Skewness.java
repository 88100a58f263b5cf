package io.streamgauge.store.aggregate;

import java.util.List;

/**
 * The skewness of the population, {@code m3 / m2^1.5} with {@code mk = sum (x - mean)^k / n}: SciPy's {@code skew} with
 * {@code bias=True}. Computed as {@code C3 / C2^1.5} from the exact whole-number forms {@code Ck = n^k mk}; missing where all
 * values are equal.
 */
record Skewness() implements Folded {

    private static final List<Recipe> RECIPES = List.of(new PowerSum(1), new PowerSum(2), new PowerSum(3));

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
            results.set(0, of(moments.third(), second));
        }
    }

    private static double of(ExactSum third, ExactSum second) {
        if (third.sign() == 0) {
            return 0.0;
        }
        long even = second.leading() & ~1L;
        double scaled = second.rounded(-even);
        long leading = third.leading();
        double ratio = third.rounded(-leading) / (scaled * Math.sqrt(scaled));
        return Math.scalb(ratio, Math.toIntExact(leading - 3 * (even / 2)));
    }
}
