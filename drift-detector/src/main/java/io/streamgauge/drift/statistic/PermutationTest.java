package io.streamgauge.drift.statistic;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleBiFunction;

/**
 * Two-sample test by relabelling [1]: the share of random splits of the pooled values into n and m whose statistic is at least the one
 * seen, (1 + r)/(1 + R) over R splits. Level α is held for any statistic and any distribution, whatever the sizes. The same seed
 * gives the same splits, and so the same p-value; the level holds over seeds, so that few splits under one seed may be off it.
 *
 * <p>[1] Phipson and Smyth, Permutation p-values should never be zero, Statistical Applications in Genetics 9, 2010.
 */
public final class PermutationTest {

    private PermutationTest() {}

    /** Compares two ascending samples by a statistic of two ascending samples that grows with their difference. */
    public static TestResult of(
            double[] sortedA,
            double[] sortedB,
            ToDoubleBiFunction<double[], double[]> statistic,
            int rounds,
            long seed) {
        int n = sortedA.length;
        int m = sortedB.length;
        if (n == 0 || m == 0) {
            return TestResult.none(n, m);
        }
        double[] pooled = Arrays.copyOf(sortedA, n + m);
        System.arraycopy(sortedB, 0, pooled, n, m);
        Arrays.sort(pooled);
        double seen = statistic.applyAsDouble(sortedA, sortedB);
        SplittableRandom random = new SplittableRandom(seed);
        double[] a = new double[n];
        double[] b = new double[m];
        int atLeast = 0;
        for (int round = 0; round < rounds; round++) {
            split(pooled, a, b, random);
            atLeast += statistic.applyAsDouble(a, b) >= seen * (1 - 1e-12) ? 1 : 0;
        }
        return new TestResult(seen, (1.0 + atLeast) / (1.0 + rounds), n, m);
    }

    /** Deals ascending values to two hands, which are ascending then. */
    private static void split(double[] pooled, double[] a, double[] b, SplittableRandom random) {
        int i = 0;
        int j = 0;
        for (double value : pooled) {
            if (random.nextInt(a.length - i + b.length - j) < a.length - i) {
                a[i++] = value;
            } else {
                b[j++] = value;
            }
        }
    }
}
