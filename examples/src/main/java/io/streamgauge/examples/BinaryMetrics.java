package io.streamgauge.examples;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How well scores tell positives from negatives.
 *
 * @param rocAuc chance that a positive scores above a negative, ties counting half; 0.5 is chance
 * @param averagePrecision Σ (Rₙ − Rₙ₋₁)·Pₙ over the distinct scores from high to low, with precision P and recall R at
 *     "score and above"; the share of positives is chance
 * @param precisionAtHalf share of positives among scores of 0.5 and above; NaN when there are none
 * @param recallAtHalf share of the positives that score 0.5 and above
 */
record BinaryMetrics(double rocAuc, double averagePrecision, double precisionAtHalf, double recallAtHalf) {

    /**
     * Judges scores.
     *
     * @param labels 0 or 1, at least one of each
     */
    static BinaryMetrics of(float[] scores, float[] labels) {
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> -scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double positives = 0;
        for (float label : labels) {
            positives += label;
        }
        double negatives = labels.length - positives;
        double hits = 0;
        double alarms = 0;
        double orderedPairs = 0;
        double averagePrecision = 0;
        for (int start = 0, end; start < order.length; start = end) {
            double hitsHere = 0;
            for (end = start; end < order.length && scores[order[end]] == scores[order[start]]; end++) {
                hitsHere += labels[order[end]];
            }
            double alarmsHere = end - start - hitsHere;
            orderedPairs += alarmsHere * (hits + hitsHere / 2);
            hits += hitsHere;
            alarms += alarmsHere;
            averagePrecision += hitsHere / positives * (hits / (hits + alarms));
        }
        return new BinaryMetrics(
                orderedPairs / positives / negatives,
                averagePrecision,
                atHalf(scores, labels, true) / (atHalf(scores, labels, true) + atHalf(scores, labels, false)),
                atHalf(scores, labels, true) / positives);
    }

    private static double atHalf(float[] scores, float[] labels, boolean positive) {
        return IntStream.range(0, scores.length)
                .filter(i -> scores[i] >= 0.5f && (labels[i] == 1) == positive)
                .count();
    }
}
