package io.streamgauge.drift.statistic;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.profile.Column;
import io.streamgauge.drift.profile.FeatureReference;
import io.streamgauge.drift.profile.FeatureTotals;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * When nothing changes, five verdicts in a hundred at level 0.05 must be wrong: not more, and not fewer. With
 * {@value #ROUNDS} rounds the rate's standard error is sqrt(.05·.95/10,000) = 0.22 points, so the band of 4 to 6 % is
 * four and a half standard errors wide on either side.
 */
@Tag("slow")
class FalseAlarmRateTest {

    private static final int ROUNDS = 10_000;
    private static final double LEVEL = 0.05;

    @ParameterizedTest(name = "reference {0}, window {1}")
    @CsvSource({"10000, 200", "10000, 1000", "1000, 1000", "8192, 2048", "8192, 100"})
    void isTheNominalOne(int n, int m) {
        long seed = 20260101;
        Random random = new Random(seed);
        int psi = 0;
        int ks = 0;
        for (int round = 0; round < ROUNDS; round++) {
            FeatureReference reference =
                    new FeatureReference(new Column(sortedUniform(n, random), 0), new FeatureTotals(), 0, 0);
            Column window = new Column(sortedUniform(m, random), 0);
            psi += reference.psi(window).pValue() <= LEVEL ? 1 : 0;
            ks += reference.ks(window).pValue() <= LEVEL ? 1 : 0;
        }
        System.out.printf(
                "false alarms at %.2f, reference %5d, window %4d: psi %.2f %%, ks %.2f %% (seed %d)%n",
                LEVEL, n, m, 100.0 * psi / ROUNDS, 100.0 * ks / ROUNDS, seed);
        assertThat((double) psi / ROUNDS).as("psi").isBetween(0.04, 0.06);
        assertThat((double) ks / ROUNDS).as("ks").isBetween(0.04, 0.06);
    }

    /** Sums of exponential gaps, scaled: a sorted uniform sample without sorting. Both statistics ignore the distribution. */
    private static double[] sortedUniform(int n, Random random) {
        double[] values = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum -= Math.log(1 - random.nextDouble());
            values[i] = sum;
        }
        sum -= Math.log(1 - random.nextDouble());
        for (int i = 0; i < n; i++) {
            values[i] /= sum;
        }
        return values;
    }
}
