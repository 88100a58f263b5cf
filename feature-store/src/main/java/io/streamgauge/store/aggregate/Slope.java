package io.streamgauge.store.aggregate;

import java.util.List;

/**
 * The slope of the line through (time, value) by least squares, per second: {@code 1000 (n sum t x - sum t sum x) / (n sum t^2 -
 * (sum t)^2)}, t in milliseconds. Numerator and denominator are exact and rounded once: the result is within 2 ulp. Missing
 * where all times are equal.
 */
record Slope() implements Folded {

    private static final List<Recipe> RECIPES = List.of(new PowerSum(1), new TimeSums());

    /** Sums of time, its square, and time by value. */
    private record TimeSums() implements Recipe {

        @Override
        public Accumulator newState() {
            return new TimeSumsState();
        }

        @Override
        public long stateBytes(long values) {
            return 512;
        }
    }

    @Override
    public List<Recipe> recipes() {
        return RECIPES;
    }

    @Override
    public void read(Accumulator[] states, long count, long endMs, Results results) {
        PowerSumState values = (PowerSumState) states[0];
        TimeSumsState times = (TimeSumsState) states[1];
        ExactSum below = times.spread(count);
        if (below.sign() == 0) {
            return;
        }
        if (!values.finite()) {
            results.set(0, Double.NaN);
            return;
        }
        long leadingBelow = below.leading();
        double divisor = below.rounded(-leadingBelow);
        ExactSum above = times.together(values.exact(), count);
        if (above.sign() == 0) {
            results.set(0, 0.0);
            return;
        }
        long leading = above.leading();
        results.set(0, Math.scalb(above.rounded(-leading) / divisor, Math.toIntExact(leading - leadingBelow)));
    }
}
