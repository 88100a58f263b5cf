package io.streamgauge.drift.statistic;

/**
 * Two-sample chi-squared test of homogeneity [1]: Σ (O − E)²/E over both samples and the B categories either has, with E from the pooled
 * shares, so that the reference counts as the sample it is; B − 1 degrees of freedom.
 *
 * <p>[1] Pearson, On the probability that two independent distributions of frequency are really samples from the same population,
 * Biometrika 8, 1911.
 */
public final class ChiSquared {

    private ChiSquared() {}

    /** Compares counts of the same categories. */
    public static TestResult of(long[] reference, long[] window) {
        return Homogeneity.of(reference, window, (seen, expected) -> {
            double gap = seen - expected;
            return gap * gap / expected;
        });
    }
}
