package io.streamgauge.drift.statistic;

/**
 * Two samples compared by a test.
 *
 * @param value the statistic, in the test's own unit
 * @param pValue probability of a statistic at least this far out when both samples come from one distribution
 * @param n size of the first sample
 * @param m size of the second
 */
public record TestResult(double value, double pValue, long n, long m) {

    public TestResult {
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException("a statistic is a number");
        }
        if (!(pValue >= 0 && pValue <= 1)) {
            throw new IllegalArgumentException("a p-value is in [0, 1], not " + pValue);
        }
        if (n < 0 || m < 0) {
            throw new IllegalArgumentException("sample sizes are at least 0, not " + n + " and " + m);
        }
    }

    /** Too little to compare: statistic 0, p-value 1. */
    static TestResult none(long n, long m) {
        return new TestResult(0, 1, n, m);
    }

    /** The p-value cut to [0, 1], for those that rounding takes out of it. */
    static TestResult of(double value, double pValue, long n, long m) {
        return new TestResult(value, Math.min(1, Math.max(0, pValue)), n, m);
    }
}
