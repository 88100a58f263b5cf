package io.streamgauge.benchmarks.drift;

import java.util.Arrays;

/** Naive Bayes of two classes with a normal distribution for each input, learnt row by row. */
final class NaiveBayes {

    private static final int CLASSES = 2;

    private final long[] counts = new long[CLASSES];
    private final double[][] means;
    private final double[][] squares;

    NaiveBayes(int inputs) {
        means = new double[CLASSES][inputs];
        squares = new double[CLASSES][inputs];
    }

    /** The chance that a row is of class 1; that of the more frequent class where neither can be. */
    double chance(double[] row) {
        double[] votes = new double[CLASSES];
        for (int c = 0; c < CLASSES; c++) {
            votes[c] = counts[c];
            for (int i = 0; i < row.length && votes[c] > 0; i++) {
                votes[c] *= density(c, i, row[i]);
            }
        }
        double sum = Arrays.stream(votes).sum();
        return sum > 0 ? votes[1] / sum : counts[1] > counts[0] ? 1 : 0;
    }

    private double density(int c, int i, double value) {
        double variance = counts[c] > 1 ? squares[c][i] / (counts[c] - 1) : 0;
        if (variance <= 0) {
            return value == means[c][i] ? 1 : 0;
        }
        double gap = value - means[c][i];
        return Math.exp(-gap * gap / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
    }

    void learn(double[] row, int outcome) {
        counts[outcome]++;
        for (int i = 0; i < row.length; i++) {
            double gap = row[i] - means[outcome][i];
            means[outcome][i] += gap / counts[outcome];
            squares[outcome][i] += gap * (row[i] - means[outcome][i]);
        }
    }
}
