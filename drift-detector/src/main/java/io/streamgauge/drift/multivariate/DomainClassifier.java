package io.streamgauge.drift.multivariate;

import io.streamgauge.drift.performance.RocAuc;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * How well a classifier tells the rows of two samples apart [1]: the area under the ROC of a logistic regression with weight decay, each row
 * scored by one learnt from the other folds. About 0.5 when nothing differs, 1 when every row is told apart.
 *
 * <p>Features, and their squares so that a change of spread shows too, are scaled to mean 0 and deviation 1. Learnt by Newton's method; the
 * same seed gives the same folds.
 *
 * <p>[1] Lopez-Paz and Oquab, Revisiting classifier two-sample tests, ICLR 2017.
 */
public final class DomainClassifier {

    /** Folds, each scored by what the others teach. */
    public static final int FOLDS = 5;

    private static final double DECAY = 1e-3;
    private static final int STEPS = 8;

    private DomainClassifier() {}

    /** Area under the ROC; rows of one length without missing values, {@value #FOLDS} or more of each. */
    public static double rocAuc(double[][] a, double[][] b, long seed) {
        if (a.length < FOLDS || b.length < FOLDS) {
            throw new IllegalArgumentException(
                    "takes " + FOLDS + " rows or more of each, not " + a.length + " and " + b.length);
        }
        double[][] rows = scaled(a, b);
        double[] labels = new double[rows.length];
        Arrays.fill(labels, a.length, rows.length, 1);
        int[] folds = folds(a.length, b.length, new SplittableRandom(seed));
        double[] scores = new double[rows.length];
        for (int fold = 0; fold < FOLDS; fold++) {
            RealVector weights = learn(rows, labels, folds, fold);
            for (int i = 0; i < rows.length; i++) {
                if (folds[i] == fold) {
                    scores[i] = weights.dotProduct(new ArrayRealVector(rows[i], false));
                }
            }
        }
        return RocAuc.of(scores, labels);
    }

    /** 1, each feature and its square, scaled over both samples. */
    private static double[][] scaled(double[][] a, double[][] b) {
        double[][] rows = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, rows, a.length, b.length);
        int width = a[0].length;
        double[][] wide = new double[rows.length][2 * width + 1];
        for (int i = 0; i < rows.length; i++) {
            wide[i][0] = 1;
        }
        for (int j = 0; j < width; j++) {
            int feature = j;
            double[] column =
                    Arrays.stream(rows).mapToDouble(row -> row[feature]).toArray();
            scale(column);
            double[] squares = Arrays.stream(column).map(x -> x * x).toArray();
            scale(squares);
            for (int i = 0; i < rows.length; i++) {
                wide[i][2 * j + 1] = column[i];
                wide[i][2 * j + 2] = squares[i];
            }
        }
        return wide;
    }

    private static void scale(double[] column) {
        double mean = Arrays.stream(column).average().orElseThrow();
        double variance = Arrays.stream(column)
                .map(x -> (x - mean) * (x - mean))
                .average()
                .orElseThrow();
        double deviation = variance > 0 ? Math.sqrt(variance) : 1;
        Arrays.setAll(column, i -> (column[i] - mean) / deviation);
    }

    /** A fold for each row, at random, the rows of each sample spread evenly. */
    private static int[] folds(int n, int m, SplittableRandom random) {
        int[] folds = new int[n + m];
        deal(folds, 0, n, random);
        deal(folds, n, n + m, random);
        return folds;
    }

    private static void deal(int[] folds, int from, int to, SplittableRandom random) {
        for (int i = from; i < to; i++) {
            int j = from + random.nextInt(i - from + 1);
            folds[i] = folds[j];
            folds[j] = (i - from) % FOLDS;
        }
    }

    private static RealVector learn(double[][] rows, double[] labels, int[] folds, int leftOut) {
        int width = rows[0].length;
        RealVector weights = new ArrayRealVector(width);
        for (int step = 0; step < STEPS; step++) {
            RealVector gradient = weights.mapMultiply(-DECAY * rows.length);
            RealMatrix curvature = new Array2DRowRealMatrix(width, width);
            for (int i = 0; i < rows.length; i++) {
                if (folds[i] != leftOut) {
                    add(rows[i], labels[i], weights, gradient, curvature);
                }
            }
            for (int j = 0; j < width; j++) {
                curvature.addToEntry(j, j, DECAY * rows.length);
            }
            weights =
                    weights.add(new CholeskyDecomposition(curvature).getSolver().solve(gradient));
        }
        return weights;
    }

    private static void add(double[] row, double label, RealVector weights, RealVector gradient, RealMatrix curvature) {
        double chance = 1 / (1 + Math.exp(-weights.dotProduct(new ArrayRealVector(row, false))));
        double slope = chance * (1 - chance);
        for (int j = 0; j < row.length; j++) {
            gradient.addToEntry(j, (label - chance) * row[j]);
            for (int k = 0; k < row.length; k++) {
                curvature.addToEntry(j, k, slope * (row[j] * row[k]));
            }
        }
    }
}
