package io.streamgauge.drift.statistic;

/**
 * L∞ distance, max |pᵢ − qᵢ|: the greatest change of a single category's share. Its p-value comes from {@link CategoryPermutation}.
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
}
