package io.streamgauge.drift.statistic;

import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * Share of a window's values in categories that the reference has never seen, against the share to be expected: with f₁ categories seen
 * just once among N values, about f₁/N of what comes next is new [1]. p-value: the upper tail of the binomial with chance
 * (f₁ + 1)/(N + 1): when none was seen just once, a new one is expected once in N + 1.
 *
 * <p>[1] Good, The population frequencies of species and the estimation of population parameters, Biometrika 40, 1953.
 */
public final class UnseenCategories {

    private UnseenCategories() {}

    /** Compares counts of the same categories; a category of the window's alone has count 0 in the reference. */
    public static TestResult of(long[] reference, long[] window) {
        Shares shares = new Shares(reference, window);
        if (shares.isEmpty()) {
            return TestResult.none(shares.n, shares.m);
        }
        long unseen = 0;
        long once = 0;
        for (int i = 0; i < reference.length; i++) {
            unseen += reference[i] == 0 ? window[i] : 0;
            once += reference[i] == 1 ? 1 : 0;
        }
        double chance = Math.min(1, (once + 1.0) / (shares.n + 1.0));
        int trials = Math.toIntExact(shares.m);
        double below = unseen == 0
                ? 0
                : new BinomialDistribution(null, trials, chance).cumulativeProbability((int) unseen - 1);
        return TestResult.of((double) unseen / shares.m, 1 - below, shares.n, shares.m);
    }
}
