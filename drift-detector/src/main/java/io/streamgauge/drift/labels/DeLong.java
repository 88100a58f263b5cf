package io.streamgauge.drift.labels;

import java.util.Arrays;

/**
 * Standard error of the area under the ROC: the root of s²(V₁)/m + s²(V₀)/n, where V₁ is for each of m positive events the share of
 * negative ones below it, V₀ for each of n negative events the share of positive ones above it, ties counted half; no
 * distribution is assumed.
 *
 * <p>DeLong, DeLong and Clarke-Pearson, Biometrics 44, 1988.
 */
final class DeLong {

    private DeLong() {}

    /** NaN with fewer than two of either outcome. */
    static double standardError(double[] scores, double[] positives) {
        double[] up = select(scores, positives, true);
        double[] down = select(scores, positives, false);
        if (up.length < 2 || down.length < 2) {
            return Double.NaN;
        }
        return Math.sqrt(variance(up, down) / up.length + variance(down, up) / down.length);
    }

    /** Variance over the first of the share of the second below each; above gives the same. */
    private static double variance(double[] of, double[] among) {
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < of.length; i++) {
            double share = (rank(among, of[i], false) + rank(among, of[i], true)) / (2.0 * among.length);
            double before = mean;
            mean += (share - mean) / (i + 1);
            squares += (share - before) * (share - mean);
        }
        return squares / (of.length - 1);
    }

    /** How many of the sorted values are less than one, or no greater. */
    private static int rank(double[] sorted, double value, boolean orEqual) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            boolean below = orEqual ? sorted[middle] <= value : sorted[middle] < value;
            low = below ? middle + 1 : low;
            high = below ? high : middle;
        }
        return low;
    }

    private static double[] select(double[] scores, double[] positives, boolean positive) {
        double[] chosen = new double[scores.length];
        int n = 0;
        for (int i = 0; i < scores.length; i++) {
            if (positives[i] > 0.5 == positive) {
                chosen[n++] = scores[i];
            }
        }
        double[] sorted = Arrays.copyOf(chosen, n);
        Arrays.sort(sorted);
        return sorted;
    }
}
