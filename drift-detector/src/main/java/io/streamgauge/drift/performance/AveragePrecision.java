package io.streamgauge.drift.performance;

/**
 * Average precision, Σ (Rₖ − Rₖ₋₁)·Pₖ over falling thresholds, R recall and P precision: the precision to expect at the place of a
 * positive event. NaN without a positive one.
 */
public final class AveragePrecision {

    private AveragePrecision() {}

    /**
     * Average precision of scores, in any order.
     *
     * @param positives 1 or 0 for each score
     */
    public static double of(double[] scores, double[] positives) {
        double[] sums = new double[3];
        new ScoredLabels(scores, positives).descend((positive, negative) -> {
            sums[0] += positive;
            sums[1] += positive + negative;
            sums[2] += positive * sums[0] / sums[1];
        });
        return sums[2] / sums[0];
    }
}
