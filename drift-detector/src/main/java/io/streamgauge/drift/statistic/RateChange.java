package io.streamgauge.drift.statistic;

/**
 * Change of a share between two samples, |p − q|, by {@link FisherExact Fisher's exact test}; of dependent rows, by the normal limit with
 * their inflation as well, whichever is the less certain.
 */
public final class RateChange {

    private RateChange() {}

    /** Compares the share of the first of two counts. */
    public static Comparison of(long[] reference, long[] window, Dependence dependence) {
        TestResult exact = FisherExact.of(reference, window);
        if (exact.n() == 0 || exact.m() == 0) {
            return Comparison.NONE;
        }
        double n = exact.n();
        double m = exact.m();
        double value = Math.abs(reference[0] / n - window[0] / m);
        double pooled = (reference[0] + window[0]) / (n + m);
        double variance = Math.max(pooled * (1 - pooled), 0.5 / (n + m)) * (1 / n + 1 / m);
        Comparison limit = new Limit(value, value * value / variance, 1, chi2 -> Math.sqrt(chi2 * variance))
                .comparison(dependence);
        double p = dependence.inflation() > 1 ? Math.max(exact.pValue(), limit.pValue()) : exact.pValue();
        return new Comparison(value, Math.min(1, p), limit.quantiles());
    }
}
