package io.streamgauge.drift.statistic;

/**
 * Total variation distance, ½·Σ |pᵢ − qᵢ|: the greatest difference the two can have in the share of any set of categories. Its p-value
 * comes from {@link CategoryPermutation}.
 */
public final class TotalVariation {

    private TotalVariation() {}

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
            sum += Math.abs(p - q) / 2;
        }
        return sum;
    }
}
