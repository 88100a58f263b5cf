package io.streamgauge.drift.statistic;

/**
 * Kullback-Leibler divergence of the reference's shares p from the window's q, Σ pᵢ·ln(pᵢ/qᵢ), in nats; infinite when the window lacks a
 * bin that the reference fills. Not symmetric.
 *
 * <p>Kullback and Leibler, On information and sufficiency, Annals of Mathematical Statistics 22, 1951.
 */
public final class KullbackLeibler {

    private KullbackLeibler() {}

    /** Divergence of the window from the reference between counts of the same bins; 0 when either is empty. */
    public static double distance(long[] reference, long[] window) {
        Shares shares = new Shares(reference, window);
        if (shares.isEmpty()) {
            return 0;
        }
        double sum = 0;
        for (int i = 0; i < shares.p.length; i++) {
            double p = shares.p[i];
            double q = shares.q[i];
            sum += p > 0 ? p * Math.log(p / q) : 0;
        }
        return sum;
    }

    /**
     * The p-value from the limit under no change, 2·KL / (1/N + 1/M) → χ²₍B−1₎ over the B bins either sample fills; needs ten or
     * so counts in a bin.
     */
    public static TestResult of(long[] reference, long[] window) {
        return DivergenceTest.of(reference, window, distance(reference, window), value -> 2 * value);
    }
}
