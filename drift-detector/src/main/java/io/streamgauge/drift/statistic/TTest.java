package io.streamgauge.drift.statistic;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Tests of equal means, two-sided. Welch's [1]: t = (ā − b̄) / √(s²ₐ/n + s²_b/m), with (s²ₐ/n + s²_b/m)² / ((s²ₐ/n)²/(n−1) +
 * (s²_b/m)²/(m−1)) degrees of freedom. Student's [2] pools the variances, n + m − 2 degrees of freedom.
 *
 * <p>[1] Welch, The generalization of "Student's" problem, Biometrika 34, 1947. [2] Student, The probable error of a mean,
 * Biometrika 6, 1908.
 */
public final class TTest {

    private TTest() {}

    /** Welch's test; variances may differ. Fewer than two values, nothing to compare. */
    public static TestResult welch(double[] a, double[] b) {
        if (a.length < 2 || b.length < 2) {
            return TestResult.none(a.length, b.length);
        }
        double u = StatUtils.variance(a) / a.length;
        double v = StatUtils.variance(b) / b.length;
        double freedom = (u + v) * (u + v) / (u * u / (a.length - 1) + v * v / (b.length - 1));
        return result(a, b, u + v, freedom);
    }

    /** Student's test; variances are taken to be equal. */
    public static TestResult student(double[] a, double[] b) {
        if (a.length < 2 || b.length < 2) {
            return TestResult.none(a.length, b.length);
        }
        double freedom = (double) a.length + b.length - 2;
        double pooled = (StatUtils.variance(a) * (a.length - 1) + StatUtils.variance(b) * (b.length - 1)) / freedom;
        return result(a, b, pooled * (1.0 / a.length + 1.0 / b.length), freedom);
    }

    private static TestResult result(double[] a, double[] b, double variance, double freedom) {
        double difference = StatUtils.mean(a) - StatUtils.mean(b);
        if (variance == 0) {
            return difference == 0
                    ? TestResult.none(a.length, b.length)
                    : new TestResult(Math.copySign(Double.POSITIVE_INFINITY, difference), 0, a.length, b.length);
        }
        double t = difference / Math.sqrt(variance);
        double tail = new TDistribution(null, freedom).cumulativeProbability(-Math.abs(t));
        return TestResult.of(t, 2 * tail, a.length, b.length);
    }
}
