package io.streamgauge.store.aggregate;

import java.util.List;

/**
 * The variance, {@code (n sum x^2 - (sum x)^2) / (n (n - 1))}, for the population with {@code n^2} below; or its root.
 * What is above is computed exactly in integers and rounded once, so that nothing cancels whatever the mean is: the result
 * is within 2 ulp.
 *
 * @param sample whether of a sample; missing then below two values
 * @param root whether the standard deviation is meant
 */
record Variance(boolean sample, boolean root) implements FoldedNumber {

    private static final List<Recipe> RECIPES = List.of(new PowerSum(1), new PowerSum(2));

    @Override
    public List<Recipe> recipes() {
        return RECIPES;
    }

    @Override
    public int fewest() {
        return sample ? 2 : 1;
    }

    @Override
    public void read(Accumulator[][] states, long[] counts, double[] results) {
        for (int run = 0; run < results.length; run++) {
            Accumulator[] of = states[run];
            results[run] = of((PowerSumState) of[0], (PowerSumState) of[1], counts[run]);
        }
    }

    @Override
    public void read(Accumulator[] states, long count, long endMs, Results results) {
        if (count >= fewest()) {
            results.set(0, of((PowerSumState) states[0], (PowerSumState) states[1], count));
        }
    }

    private double of(PowerSumState first, PowerSumState second, long count) {
        if (!first.finite()) {
            return Double.NaN;
        }
        if (first.fixed() && second.fixed()) {
            FixedSpread spread = second.fixedSpread(first, count);
            if (spread == null) {
                return 0.0;
            }
            int even = spread.leading() & ~1;
            return of(spread.rounded(-even), even, count);
        }
        ExactSum spread = second.spread(first, count);
        if (spread.sign() == 0) {
            return 0.0;
        }
        int even = (int) spread.leading() & ~1;
        return of(spread.rounded(-even), even, count);
    }

    /** What {@code scaled 2^even} over the values gives. */
    private double of(double scaled, int even, long count) {
        double mean = scaled / ((double) count * (double) (sample ? count - 1 : count));
        return root ? times(Math.sqrt(mean), even / 2) : times(mean, even);
    }

    /** {@code a 2^exponent}, rounded once. */
    private static double times(double a, int exponent) {
        boolean normal = exponent >= Double.MIN_EXPONENT && exponent <= Double.MAX_EXPONENT;
        return normal ? a * Double.longBitsToDouble((exponent + 1023L) << 52) : Math.scalb(a, exponent);
    }
}
