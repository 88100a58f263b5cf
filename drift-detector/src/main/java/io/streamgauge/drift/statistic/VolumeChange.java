package io.streamgauge.drift.statistic;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Number of rows of a window against those of the k windows of the reference, as a share: |x/x̄ − 1|. p-value: the window's root against
 * the mean of theirs, (√x − r̄) / (s·√(1 + 1/k)), is Student's t with k − 1 degrees of freedom; s, the deviation of their roots, is at
 * least ½, what rows that come independently of each other have.
 */
public final class VolumeChange {

    /** Fewest windows of a reference that tell anything. */
    public static final int LEAST_WINDOWS = 5;

    private VolumeChange() {}

    public static Comparison of(List<Long> reference, long rows) {
        int k = reference.size();
        double mean = reference.stream().mapToLong(Long::longValue).average().orElse(0);
        if (k < LEAST_WINDOWS || mean <= 0) {
            return Comparison.NONE;
        }
        double[] roots = reference.stream()
                .mapToDouble(count -> Math.sqrt(count.doubleValue()))
                .toArray();
        double root = Arrays.stream(roots).average().orElse(0);
        double squares = Arrays.stream(roots).map(r -> (r - root) * (r - root)).sum();
        double s = Math.max(0.5, Math.sqrt(squares / (k - 1))) * Math.sqrt(1 + 1.0 / k);
        TDistribution t = new TDistribution(null, k - 1);
        double p = 2 * t.cumulativeProbability(-Math.abs(Math.sqrt((double) rows) - root) / s);
        return new Comparison(Math.abs(rows / mean - 1), Math.min(1, p), level -> {
            double far = root + s * t.inverseCumulativeProbability(1 - level / 2);
            return Math.max(0, far * far / mean - 1);
        });
    }
}
