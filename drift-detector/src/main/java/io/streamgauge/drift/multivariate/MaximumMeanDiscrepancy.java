package io.streamgauge.drift.multivariate;

import io.streamgauge.drift.statistic.TestResult;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Maximum mean discrepancy of two samples of rows [1], unbiased: mean of k(x, x') over different rows of the first, plus that of the
 * second, less twice the mean of k(x, y); k(x, y) = exp(−|x − y|²/(2σ²)) with σ² half the median of |x − y|² over all pairs. Near 0, and as
 * often below it as above, when nothing differs.
 *
 * <p>p-value: share of random relabellings with a value at least as great, (1 + r)/(1 + R). The same seed gives the same one. Takes memory
 * for (N + M)² numbers: for samples of up to a few thousand rows, such as embeddings.
 *
 * <p>[1] Gretton, Borgwardt, Rasch, Schölkopf and Smola, A kernel two-sample test, JMLR 13, 2012.
 */
public final class MaximumMeanDiscrepancy {

    private MaximumMeanDiscrepancy() {}

    /** Compares two samples of rows, two or more each, all of one length. */
    public static TestResult of(double[][] a, double[][] b, int rounds, long seed) {
        if (a.length < 2 || b.length < 2) {
            throw new IllegalArgumentException("takes two rows or more of each, not " + a.length + " and " + b.length);
        }
        double[][] rows = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, rows, a.length, b.length);
        double[][] kernel = kernel(rows);
        int[] order = IntStream.range(0, rows.length).toArray();
        double seen = discrepancy(kernel, order, a.length);
        SplittableRandom random = new SplittableRandom(seed);
        int atLeast = 0;
        for (int round = 0; round < rounds; round++) {
            shuffle(order, random);
            atLeast += discrepancy(kernel, order, a.length) >= seen ? 1 : 0;
        }
        return new TestResult(seen, (1.0 + atLeast) / (1.0 + rounds), a.length, b.length);
    }

    private static double[][] kernel(double[][] rows) {
        int n = rows.length;
        double[][] squares = new double[n][n];
        double[] pairs = new double[n * (n - 1) / 2];
        int next = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                squares[i][j] = distance(rows[i], rows[j]);
                squares[j][i] = squares[i][j];
                pairs[next++] = squares[i][j];
            }
        }
        Arrays.sort(pairs);
        double median = (pairs[(pairs.length - 1) / 2] + pairs[pairs.length / 2]) / 2;
        double scale = median > 0 ? median : 1;
        for (double[] row : squares) {
            Arrays.setAll(row, j -> Math.exp(-row[j] / scale));
        }
        return squares;
    }

    private static double distance(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (x[i] - y[i]) * (x[i] - y[i]);
        }
        return sum;
    }

    private static double discrepancy(double[][] kernel, int[] order, int n) {
        int m = order.length - n;
        double own = 0;
        double others = 0;
        double across = 0;
        for (int i = 0; i < order.length; i++) {
            double[] row = kernel[order[i]];
            for (int j = 0; j < i; j++) {
                if (i < n) {
                    own += row[order[j]];
                } else if (j >= n) {
                    others += row[order[j]];
                } else {
                    across += row[order[j]];
                }
            }
        }
        return 2 * own / ((double) n * (n - 1)) + 2 * others / ((double) m * (m - 1)) - 2 * across / ((double) n * m);
    }

    private static void shuffle(int[] order, SplittableRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
    }
}
