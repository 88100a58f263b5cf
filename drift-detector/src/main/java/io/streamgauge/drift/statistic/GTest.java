package io.streamgauge.drift.statistic;

/**
 * Two-sample likelihood-ratio test of homogeneity [1]: G = 2·Σ O·ln(O/E) over both samples and the B categories either has, with E from
 * the pooled shares; B − 1 degrees of freedom.
 *
 * <p>[1] Wilks, The likelihood test of independence in contingency tables, Annals of Mathematical Statistics 6, 1935.
 */
public final class GTest {

    private GTest() {}

    /** Compares counts of the same categories. */
    public static TestResult of(long[] reference, long[] window) {
        return Homogeneity.of(
                reference, window, (seen, expected) -> seen > 0 ? 2 * seen * Math.log(seen / expected) : 0);
    }
}
