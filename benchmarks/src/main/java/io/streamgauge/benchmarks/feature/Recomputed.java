package io.streamgauge.benchmarks.feature;

import java.util.Arrays;

/** A measure computed anew of the values that a window holds; at least one, in the order of time. */
final class Recomputed {

    private Recomputed() {}

    static double of(Measure.Kind kind, double[] x) {
        return switch (kind) {
            case COUNT -> x.length;
            case SUM -> Arrays.stream(x).sum();
            case MEAN -> Arrays.stream(x).sum() / x.length;
            case MIN -> Arrays.stream(x).min().orElse(Double.NaN);
            case MAX -> Arrays.stream(x).max().orElse(Double.NaN);
            case STDDEV -> deviation(x);
            case LAST -> x[x.length - 1];
        };
    }

    /** Sample standard deviation, two passes; NaN of one value. */
    private static double deviation(double[] x) {
        double mean = Arrays.stream(x).sum() / x.length;
        double squares = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum();
        return x.length < 2 ? Double.NaN : Math.sqrt(squares / (x.length - 1));
    }
}
