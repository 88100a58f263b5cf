package io.streamgauge.drift.performance;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Scores of events and how likely each is to be positive: 1 or 0 where the outcome is known; by falling score. */
final class ScoredLabels {

    private final double[] scores;
    private final double[] positives;

    ScoredLabels(double[] scores, double[] positives) {
        if (scores.length != positives.length) {
            throw new IllegalArgumentException(scores.length + " scores but " + positives.length + " labels");
        }
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        this.scores = Arrays.stream(order).mapToDouble(i -> scores[i]).toArray();
        this.positives = Arrays.stream(order).mapToDouble(i -> positives[i]).toArray();
    }

    /** Called at each distinct score, from the greatest down. */
    interface Step {

        /** Positives and negatives at this very score. */
        void at(double positives, double negatives);
    }

    void descend(Step step) {
        int i = 0;
        while (i < scores.length) {
            double score = scores[i];
            int first = i;
            double sum = 0;
            while (i < scores.length && scores[i] >= score) {
                sum += positives[i];
                i++;
            }
            step.at(sum, i - first - sum);
        }
    }
}
