package io.streamgauge.drift.performance;

/**
 * Area under the receiver operating characteristic: the chance that a positive event has a higher score than a negative one, ties counted
 * half. NaN when only one outcome is there.
 *
 * <p>Hanley and McNeil, The meaning and use of the area under a receiver operating characteristic curve, Radiology 143, 1982.
 */
public final class RocAuc {

    private RocAuc() {}

    /**
     * Area under the curve of scores, in any order.
     *
     * @param positives 1 or 0 for each score, or the chance of 1: then the area to be expected
     */
    public static double of(double[] scores, double[] positives) {
        double[] sums = new double[3];
        new ScoredLabels(scores, positives).descend((positive, negative) -> {
            sums[2] += negative * (sums[0] + positive / 2);
            sums[0] += positive;
            sums[1] += negative;
        });
        return sums[2] / (sums[0] * sums[1]);
    }
}
