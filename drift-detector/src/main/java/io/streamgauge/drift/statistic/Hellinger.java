package io.streamgauge.drift.statistic;

/**
 * Hellinger distance, √(½·Σ (√pᵢ − √qᵢ)²) = √(1 − Σ √(pᵢqᵢ)): from 0 to 1, whatever the number of bins; an empty bin does no harm.
 *
 * <p>Hellinger, Neue Begründung der Theorie quadratischer Formen, Journal für die reine und angewandte Mathematik 136, 1909.
 */
public final class Hellinger {

    private Hellinger() {}

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
            double root = Math.sqrt(p) - Math.sqrt(q);
            sum += root * root / 2;
        }
        return Math.sqrt(sum);
    }

    /**
     * The p-value from the limit under no change, 8·H² / (1/N + 1/M) → χ²₍B−1₎ over the B bins either sample fills; needs ten or
     * so counts in a bin.
     */
    public static TestResult of(long[] reference, long[] window) {
        return DivergenceTest.of(reference, window, distance(reference, window), value -> 8 * value * value);
    }
}
