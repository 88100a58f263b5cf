package io.streamgauge.drift.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.statistic.KolmogorovSmirnov;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What a test on samples of the rows can miss: by the Dvoretzky-Kiefer-Wolfowitz inequality with Massart's constant, each
 * sample's distribution is within ε = sqrt(ln(2/δ)/2k) of all its rows' with probability 1 − δ, so the distance is within
 * ε(8192) + ε(2048) of the distance between all rows.
 */
class SampledDistanceTest {

    private static final int REFERENCE_ROWS = 8192;
    private static final int WINDOW_ROWS = 2048;

    @Test
    void isWithinItsBound() {
        double delta = 1e-4;
        double bound = epsilon(delta, REFERENCE_ROWS) + epsilon(delta, WINDOW_ROWS);
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            double shift = random.nextDouble();
            double[] reference = gaussian(60_000, 0, random);
            double[] window = gaussian(20_000, shift, random);
            double exact = KolmogorovSmirnov.distance(sorted(reference), sorted(window));
            double sampled =
                    KolmogorovSmirnov.distance(sampled(reference, REFERENCE_ROWS, 0), sampled(window, WINDOW_ROWS, 1));
            assertThat(Math.abs(sampled - exact))
                    .as("seed %d, bound %f", seed, bound)
                    .isLessThan(bound);
        }
    }

    /** 1000 rounds: standard error .69 points, so 3 to 7 % is three of them wide. */
    @Test
    void falseAlarmRateOnSamplesIsTheNominalOne() {
        Random random = new Random(11);
        int alarms = 0;
        for (int round = 0; round < 1000; round++) {
            double[] reference = sampled(gaussian(12_000, 0, random), 4000, 0);
            double[] window = sampled(gaussian(3000, 0, random), 1000, 1);
            alarms += KolmogorovSmirnov.of(reference, window).pValue() <= 0.05 ? 1 : 0;
        }
        assertThat(alarms / 1000.0).isBetween(0.03, 0.07);
    }

    private static double epsilon(double delta, int k) {
        return Math.sqrt(Math.log(2 / delta) / (2 * k));
    }

    private static double[] gaussian(int n, double mean, Random random) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = mean + random.nextGaussian();
        }
        return values;
    }

    private static double[] sorted(double[] values) {
        double[] copy = values.clone();
        Arrays.sort(copy);
        return copy;
    }

    private static double[] sampled(double[] values, int capacity, int partition) {
        WindowSummary summary = new WindowSummary(1, capacity);
        OffsetRanges.Partition source = new OffsetRanges.Partition("events", partition);
        for (int i = 0; i < values.length; i++) {
            summary.add(0, source, i, new double[] {values[i]});
        }
        return summary.columns().get(0).sorted();
    }
}
