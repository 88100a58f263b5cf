package io.streamgauge.drift.statistic;

/**
 * Jensen-Shannon distance, √(½·Σ pᵢ·ln(pᵢ/mᵢ) + ½·Σ qᵢ·ln(qᵢ/mᵢ)) with mᵢ = (pᵢ + qᵢ)/2, in √nats: from 0 to √ln 2 = 0.8326. Divided by
 * √ln 2 it is the distance to base 2, from 0 to 1, which NannyML shows.
 *
 * <p>Lin, Divergence measures based on the Shannon entropy, IEEE Transactions on Information Theory 37, 1991.
 */
public final class JensenShannon {

    private JensenShannon() {}

    /** Distance between counts of the same bins; 0 when either is empty. */
    public static double distance(long[] reference, long[] window) {
        Shares shares = new Shares(reference, window);
        if (shares.isEmpty()) {
            return 0;
        }
        double sum = 0;
        for (int i = 0; i < shares.p.length; i++) {
            double p = shares.p[i];
            double q = shares.q[i];
            double middle = (p + q) / 2;
            sum += p > 0 ? p * Math.log(p / middle) / 2 : 0;
            sum += q > 0 ? q * Math.log(q / middle) / 2 : 0;
        }
        return Math.sqrt(Math.max(0, sum));
    }

    /**
     * The p-value from the limit under no change, 8·JS² / (1/N + 1/M) → χ²₍B−1₎ over the B bins either sample fills; needs ten or
     * so counts in a bin.
     */
    public static TestResult of(long[] reference, long[] window) {
        return DivergenceTest.of(reference, window, distance(reference, window), value -> 8 * value * value);
    }
}
