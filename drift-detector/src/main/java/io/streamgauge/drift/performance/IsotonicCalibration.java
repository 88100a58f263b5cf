package io.streamgauge.drift.performance;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Turns scores into chances: the rising step function nearest in squares to the outcomes of a reference, found by pooling adjacent
 * violators [1], with straight lines between distinct scores, level beyond the outermost.
 *
 * <p>[1] Ayer, Brunk, Ewing, Reid and Silverman, An empirical distribution function for sampling with incomplete information, Annals of
 * Mathematical Statistics 26, 1955.
 */
public final class IsotonicCalibration {

    private final double[] scores;
    private final double[] chances;

    private IsotonicCalibration(double[] scores, double[] chances) {
        this.scores = scores;
        this.chances = chances;
    }

    /** Learns from scores and their outcomes, 1 or 0; at least one. */
    public static IsotonicCalibration learn(double[] scores, double[] outcomes) {
        if (scores.length == 0 || scores.length != outcomes.length) {
            throw new IllegalArgumentException(scores.length + " scores and " + outcomes.length + " outcomes");
        }
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] distinct = Arrays.stream(scores).sorted().distinct().toArray();
        double[] sums = new double[distinct.length];
        double[] counts = new double[distinct.length];
        int at = 0;
        for (int i : order) {
            at += scores[i] > distinct[at] ? 1 : 0;
            sums[at] += outcomes[i];
            counts[at]++;
        }
        return new IsotonicCalibration(distinct, pool(sums, counts));
    }

    /** Means of blocks, joined from the left while one is less than the one before. */
    private static double[] pool(double[] sums, double[] counts) {
        int[] starts = new int[sums.length];
        double[] sum = new double[sums.length];
        double[] count = new double[sums.length];
        int blocks = 0;
        for (int i = 0; i < sums.length; i++) {
            starts[blocks] = i;
            sum[blocks] = sums[i];
            count[blocks] = counts[i];
            blocks++;
            while (blocks > 1 && sum[blocks - 2] * count[blocks - 1] >= sum[blocks - 1] * count[blocks - 2]) {
                sum[blocks - 2] += sum[blocks - 1];
                count[blocks - 2] += count[blocks - 1];
                blocks--;
            }
        }
        double[] fitted = new double[sums.length];
        for (int block = 0; block < blocks; block++) {
            int end = block + 1 == blocks ? sums.length : starts[block + 1];
            Arrays.fill(fitted, starts[block], end, sum[block] / count[block]);
        }
        return fitted;
    }

    /** The chance that an event of this score is positive. */
    public double chance(double score) {
        int at = Arrays.binarySearch(scores, score);
        if (at >= 0) {
            return chances[at];
        }
        int next = -at - 1;
        if (next == 0 || next == scores.length) {
            return chances[Math.min(next, scores.length - 1)];
        }
        double part = (score - scores[next - 1]) / (scores[next] - scores[next - 1]);
        return chances[next - 1] + part * (chances[next] - chances[next - 1]);
    }
}
