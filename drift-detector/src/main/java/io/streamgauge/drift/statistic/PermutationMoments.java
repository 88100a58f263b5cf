package io.streamgauge.drift.statistic;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/**
 * p-value of a distance between two samples of any kind from its first three moments over random regroupings of the pooled values: a
 * shifted and scaled χ² of the same mean, deviation and skewness (Pearson type III) [1]. Unlike a count of regroupings it can be as
 * small as families of tests need it.
 *
 * <p>[1] Mielke and Berry, Permutation Methods: A Distance Function Approach, 2nd edition, Springer 2007.
 */
public final class PermutationMoments {

    /** Regroupings drawn. */
    public static final int ROUNDS = 300;

    private static final double GREATEST_FREEDOM = 1e4;

    private PermutationMoments() {}

    /**
     * A comparison of a value with those of regroupings.
     *
     * @param value the distance seen
     * @param regrouped the distance of one random regrouping
     * @param seed start of the generator, so that the same samples give the same p-value
     * @param inflation of a variance by dependent rows; deviations grow by its root
     */
    public static Comparison of(
            double value, ToDoubleFunction<SplittableRandom> regrouped, long seed, double inflation) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] drawn = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            drawn[i] = regrouped.applyAsDouble(random) * Math.sqrt(inflation);
        }
        double mean = Arrays.stream(drawn).average().orElse(0);
        double variance = Arrays.stream(drawn).map(x -> (x - mean) * (x - mean)).sum() / (ROUNDS - 1);
        if (!(variance > 0)) {
            return new Comparison(value, value > mean * (1 + 1e-9) ? 0 : 1, level -> mean);
        }
        double deviation = Math.sqrt(variance);
        double skewness = Arrays.stream(drawn)
                .map(x -> Math.pow((x - mean) / deviation, 3))
                .average()
                .orElse(0);
        return limit(value, mean, deviation, skewness);
    }

    /** The comparison when the moments under no change are known. */
    public static Comparison limit(double value, double mean, double deviation, double skewness) {
        double freedom = skewness > 0 ? Math.min(GREATEST_FREEDOM, 8 / (skewness * skewness)) : GREATEST_FREEDOM;
        ChiSquaredDistribution limit = new ChiSquaredDistribution(null, freedom);
        double scale = deviation / Math.sqrt(2 * freedom);
        double chi2 = (value - mean) / scale + freedom;
        double p = chi2 <= 0 ? 1 : 1 - limit.cumulativeProbability(chi2);
        return new Comparison(
                value,
                Math.min(1, Math.max(0, p)),
                level -> mean + scale * (limit.inverseCumulativeProbability(1 - level) - freedom));
    }

    /** Deals ascending pooled values at random to two samples, which are ascending then. */
    public static void deal(double[] pooled, double[] a, double[] b, SplittableRandom random) {
        int i = 0;
        int j = 0;
        for (double value : pooled) {
            if (random.nextInt(a.length - i + b.length - j) < a.length - i) {
                a[i++] = value;
            } else {
                b[j++] = value;
            }
        }
    }
}
