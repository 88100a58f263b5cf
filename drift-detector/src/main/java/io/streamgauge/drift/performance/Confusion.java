package io.streamgauge.drift.performance;

/**
 * Decisions against outcomes, counted; the counts may be expected ones. A rate of nothing is NaN.
 *
 * @param truePositives decided positive and so
 * @param falsePositives decided positive, but not so
 * @param trueNegatives decided negative and so
 * @param falseNegatives decided negative, but not so
 */
public record Confusion(double truePositives, double falsePositives, double trueNegatives, double falseNegatives) {

    /**
     * Counts events decided positive at a score of the threshold or more.
     *
     * @param positives 1 or 0 for each score, or the chance of 1: then the counts to be expected
     */
    public static Confusion of(double[] scores, double[] positives, double threshold) {
        double tp = 0;
        double fp = 0;
        double tn = 0;
        double fn = 0;
        for (int i = 0; i < scores.length; i++) {
            boolean decided = scores[i] >= threshold;
            tp += decided ? positives[i] : 0;
            fp += decided ? 1 - positives[i] : 0;
            fn += decided ? 0 : positives[i];
            tn += decided ? 0 : 1 - positives[i];
        }
        return new Confusion(tp, fp, tn, fn);
    }

    /** Share of positive decisions that were right. */
    public double precision() {
        return truePositives / (truePositives + falsePositives);
    }

    /** Share of positive events that were found. */
    public double recall() {
        return truePositives / (truePositives + falseNegatives);
    }

    /** Share of negative events that were left alone. */
    public double specificity() {
        return trueNegatives / (trueNegatives + falsePositives);
    }

    /** Share of decisions that were right. */
    public double accuracy() {
        return (truePositives + trueNegatives) / (truePositives + falsePositives + trueNegatives + falseNegatives);
    }

    /** Harmonic mean of precision and recall. */
    public double f1() {
        return 2 * truePositives / (2 * truePositives + falsePositives + falseNegatives);
    }
}
