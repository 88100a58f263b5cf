package io.streamgauge.drift.statistic;

import org.apache.commons.math3.distribution.HypergeometricDistribution;

/**
 * Fisher's exact test of two categories in two samples, two-sided: the probability, with all totals fixed, of tables at most as likely
 * as the one seen. The value is the odds ratio a·d/(b·c), and 1 where one category or one sample is empty.
 *
 * <p>Fisher, On the interpretation of χ² from contingency tables, Journal of the Royal Statistical Society 85, 1922.
 */
public final class FisherExact {

    private static final double SAME = 1 + 1e-7;

    private FisherExact() {}

    /** Compares counts of two categories. */
    public static TestResult of(long[] reference, long[] window) {
        Shares shares = new Shares(reference, window);
        if (reference.length != 2) {
            throw new IllegalArgumentException("Fisher's test takes two categories, not " + reference.length);
        }
        int ones = Math.toIntExact(reference[0] + window[0]);
        int size = Math.toIntExact(shares.n);
        int all = Math.toIntExact(shares.n + shares.m);
        if (shares.isEmpty() || ones == 0 || ones == all) {
            return new TestResult(1, 1, shares.n, shares.m);
        }
        HypergeometricDistribution tables = new HypergeometricDistribution(null, all, ones, size);
        double seen = tables.probability((int) reference[0]);
        double p = 0;
        for (int k = tables.getSupportLowerBound(); k <= tables.getSupportUpperBound(); k++) {
            double probability = tables.probability(k);
            p += probability <= seen * SAME ? probability : 0;
        }
        double odds = (double) reference[0] * window[1] / ((double) reference[1] * window[0]);
        return TestResult.of(odds, p, shares.n, shares.m);
    }
}
