package io.streamgauge.drift.statistic;

import java.util.Arrays;
import org.apache.commons.math3.special.Erf;

/**
 * Mann-Whitney U test, two-sided: U = Σ rank(aᵢ) − n(n+1)/2, the pairs in which a is greater, ties counted half.
 *
 * <p>p-value: exact by counting orders [1] while n·m ≤ {@value #EXACT_UP_TO} and no values are equal, else normal with
 * variance n·m/12·(N + 1 − Σ(t³−t)/(N(N−1))) and a continuity correction of ½.
 *
 * <p>[1] Mann and Whitney, On a test of whether one of two random variables is stochastically larger than the other, Annals of
 * Mathematical Statistics 18, 1947.
 */
public final class MannWhitney {

    /** Largest n·m for which the p-value is exact. */
    public static final int EXACT_UP_TO = 400;

    private MannWhitney() {}

    /** Compares two ascending samples. */
    public static TestResult of(double[] sortedA, double[] sortedB) {
        int n = sortedA.length;
        int m = sortedB.length;
        if (n == 0 || m == 0) {
            return TestResult.none(n, m);
        }
        PooledRanks ranks = new PooledRanks(sortedA, sortedB);
        double u = Arrays.stream(ranks.a).sum() - n * (n + 1.0) / 2;
        boolean exact = (long) n * m <= EXACT_UP_TO && ranks.ties == 0;
        return TestResult.of(u, exact ? exact(u, n, m) : normal(u, n, m, ranks.ties), n, m);
    }

    /** Variance of U when nothing differs, of ascending samples. */
    public static double variance(double[] sortedA, double[] sortedB) {
        return variance(sortedA.length, sortedB.length, new PooledRanks(sortedA, sortedB).ties);
    }

    private static double variance(double n, double m, double ties) {
        double all = n + m;
        return n * m / 12 * (all + 1 - ties / (all * (all - 1)));
    }

    private static double normal(double u, double n, double m, double ties) {
        double variance = variance(n, m, ties);
        if (variance <= 0) {
            return 1;
        }
        double z = (Math.abs(u - n * m / 2) - 0.5) / Math.sqrt(variance);
        return Erf.erfc(z / Math.sqrt(2));
    }

    /** ways[k] counts orders with U = k: the partitions of k into at most n parts of at most m. */
    private static double exact(double u, int n, int m) {
        double[] ways = new double[n * m + 1];
        ways[0] = 1;
        for (int i = 1; i <= n; i++) {
            for (int k = n * m; k >= m + i; k--) {
                ways[k] -= ways[k - m - i];
            }
            for (int k = i; k <= n * m; k++) {
                ways[k] += ways[k - i];
            }
        }
        double greater = Math.max(u, n * (double) m - u);
        double tail = 0;
        double all = 0;
        for (int k = 0; k <= n * m; k++) {
            all += ways[k];
            tail += k >= greater ? ways[k] : 0;
        }
        return 2 * tail / all;
    }
}
