package io.streamgauge.drift.statistic;

import java.util.stream.IntStream;
import org.apache.commons.math3.special.Erf;

/**
 * L∞ distance, max |pᵢ − qᵢ|: the greatest change of a single category's share. Its p-value comes from {@link CategoryPermutation}, or from a bound.
 */
public final class ChebyshevDistance {

    private ChebyshevDistance() {}

    /** Distance between counts of the same bins; 0 when either is empty. */
    public static double distance(long[] reference, long[] window) {
        Shares shares = new Shares(reference, window);
        if (shares.isEmpty()) {
            return 0;
        }
        double greatest = 0;
        for (int i = 0; i < shares.p.length; i++) {
            double p = shares.p[i];
            double q = shares.q[i];
            greatest = Math.max(greatest, Math.abs(p - q));
        }
        return greatest;
    }

    /**
     * The distance, with the union bound of the normal limits of each category's change as its p-value: never less than the true one, but for the limit. Dependent rows inflate variances.
     */
    public static Comparison of(long[] reference, long[] window, double inflation) {
        Shares shares = new Shares(reference, window);
        if (shares.isEmpty()) {
            return Comparison.NONE;
        }
        double u = (1.0 / shares.n + 1.0 / shares.m) * inflation;
        double all = (double) shares.n + shares.m;
        double[] deviations = IntStream.range(0, reference.length)
                .mapToDouble(i -> (reference[i] + window[i]) / all)
                .filter(share -> share > 0 && share < 1)
                .map(share -> Math.sqrt(share * (1 - share) * u))
                .toArray();
        double d = distance(reference, window);
        return new Comparison(d, tail(d, deviations), level -> threshold(level, deviations));
    }

    private static double tail(double d, double[] deviations) {
        double sum = 0;
        for (double deviation : deviations) {
            sum += Erf.erfc(d / deviation / Math.sqrt(2));
        }
        return deviations.length == 0 ? 1 : Math.min(1, sum);
    }

    private static double threshold(double level, double[] deviations) {
        double low = 0;
        double high = 1;
        for (int step = 0; step < 60; step++) {
            double middle = (low + high) / 2;
            if (tail(middle, deviations) > level) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}
