package io.streamgauge.drift.multivariate;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.stat.correlation.Covariance;

/**
 * How far rows are from what the main directions of a reference say of them [1]: features are scaled to mean 0 and deviation 1 there, rows
 * projected on the fewest principal components that hold the share of variance asked for, and back; the error of a row is the length
 * of what is lost. Rows whose features no longer go together have a greater one, though each feature by itself is as ever. Compare the
 * errors of a window with those of the reference by any two-sample test.
 *
 * <p>[1] Pearson, On lines and planes of closest fit to systems of points in space, Philosophical Magazine 2, 1901.
 */
public final class ReconstructionError {

    private final double[] means;
    private final double[] deviations;
    /** A component in each row, of length 1. */
    private final double[][] components;

    private ReconstructionError(double[] means, double[] deviations, double[][] components) {
        this.means = means;
        this.deviations = deviations;
        this.components = components;
    }

    /**
     * Learns the main directions of a reference.
     *
     * @param rows two or more, all of one length, without missing values
     * @param share of the variance that the components hold, more than 0 and at most 1
     */
    public static ReconstructionError learn(double[][] rows, double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("the share of variance is more than 0 and at most 1, not " + share);
        }
        if (rows.length < 2 || rows[0].length < 2) {
            throw new IllegalArgumentException("takes two rows or more of two features or more");
        }
        RealMatrix covariance = new Covariance(rows).getCovarianceMatrix();
        int width = rows[0].length;
        double[] means = new double[width];
        double[] deviations = new double[width];
        for (int j = 0; j < width; j++) {
            int feature = j;
            means[j] = Arrays.stream(rows)
                    .mapToDouble(row -> row[feature])
                    .average()
                    .orElseThrow();
            double variance = covariance.getEntry(j, j);
            deviations[j] = variance > 0 ? Math.sqrt(variance) : 1;
        }
        RealMatrix correlation = new Array2DRowRealMatrix(width, width);
        for (int i = 0; i < width; i++) {
            for (int j = 0; j < width; j++) {
                correlation.setEntry(i, j, covariance.getEntry(i, j) / (deviations[i] * deviations[j]));
            }
        }
        return new ReconstructionError(means, deviations, components(correlation, share));
    }

    private static double[][] components(RealMatrix correlation, double share) {
        EigenDecomposition eigen = new EigenDecomposition(correlation);
        double[] values = eigen.getRealEigenvalues();
        double all = Arrays.stream(values).map(v -> Math.max(0, v)).sum();
        double held = 0;
        int count = 0;
        while (count < values.length && (count == 0 || held < share * all * (1 - 1e-12))) {
            held += Math.max(0, values[count]);
            count++;
        }
        double[][] components = new double[count][];
        Arrays.setAll(components, i -> eigen.getEigenvector(i).toArray());
        return components;
    }

    /** Components held. */
    public int components() {
        return components.length;
    }

    /** Error of a row, in deviations; 0 or more. */
    public double of(double[] row) {
        double[] left = new double[row.length];
        Arrays.setAll(left, j -> (row[j] - means[j]) / deviations[j]);
        for (double[] component : components) {
            double along = 0;
            for (int j = 0; j < left.length; j++) {
                along += left[j] * component[j];
            }
            for (int j = 0; j < left.length; j++) {
                left[j] -= along * component[j];
            }
        }
        return Math.sqrt(Arrays.stream(left).map(x -> x * x).sum());
    }
}
