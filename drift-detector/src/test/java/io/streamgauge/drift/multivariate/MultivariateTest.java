package io.streamgauge.drift.multivariate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.drift.statistic.MannWhitney;
import io.streamgauge.drift.statistic.TestResult;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Two features that go together, and then no longer do while each stays as it was. */
class MultivariateTest {

    @Test
    void reconstructionErrorSeesFeaturesPart() {
        double[][] reference = rows(500, 0.95, 1);
        ReconstructionError error = ReconstructionError.learn(reference, 0.65);
        assertThat(error.components()).isEqualTo(1);
        assertThat(compare(error, reference, rows(300, 0.95, 2))).isGreaterThan(0.01);
        assertThat(compare(error, reference, rows(300, 0, 3))).isLessThan(1e-10);
        assertThat(ReconstructionError.learn(reference, 1).of(new double[] {3, -4}))
                .isCloseTo(0, within(1e-9));
    }

    /** With one component of two, the error is the distance from the line y = x, |x − y|/√2, of the scaled features. */
    @Test
    void reconstructionErrorIsTheDistanceFromTheLine() {
        double[][] line = {{-1, -10}, {1, 10}, {-2, -20}, {2, 20}};
        ReconstructionError error = ReconstructionError.learn(line, 0.5);
        double deviation = Math.sqrt(10.0 / 3);
        assertThat(error.of(new double[] {1, 0})).isCloseTo(1 / deviation / Math.sqrt(2), within(1e-9));
        assertThat(error.of(new double[] {3, 30})).isCloseTo(0, within(1e-9));
    }

    private static double compare(ReconstructionError error, double[][] reference, double[][] window) {
        return MannWhitney.of(errors(error, reference), errors(error, window)).pValue();
    }

    private static double[] errors(ReconstructionError error, double[][] rows) {
        return Arrays.stream(rows).mapToDouble(error::of).sorted().toArray();
    }

    @Test
    void discrepancySeesFeaturesPart() {
        double[][] reference = rows(80, 0.95, 4);
        assertThat(MaximumMeanDiscrepancy.of(reference, rows(60, 0, 5), 99, 1).pValue())
                .isLessThanOrEqualTo(0.02);
        TestResult same = MaximumMeanDiscrepancy.of(reference, rows(60, 0.95, 6), 99, 1);
        assertThat(same.pValue()).isGreaterThan(0.02);
        assertThat(MaximumMeanDiscrepancy.of(reference, rows(60, 0.95, 6), 99, 1))
                .isEqualTo(same);
    }

    /** Three points by hand: squared distances 1, 4, 9 have median 4. */
    @Test
    void discrepancyIsItsDefinition() {
        double[][] a = {{0}, {1}};
        double[][] b = {{3}, {3}};
        double scale = (4 + 4) / 2.0;
        double expected = Math.exp(-1 / scale) + 1 - (Math.exp(-9 / scale) + Math.exp(-4 / scale));
        assertThat(MaximumMeanDiscrepancy.of(a, b, 1, 1).value()).isCloseTo(expected, within(1e-12));
    }

    /** Five in a hundred, within three standard errors of 400 rounds. */
    @Test
    void discrepancyHoldsItsLevel() {
        Random seeds = new Random(9);
        int alarms = 0;
        for (int round = 0; round < 400; round++) {
            double[][] a = rows(20, 0.5, seeds.nextLong());
            double[][] b = rows(12, 0.5, seeds.nextLong());
            alarms += MaximumMeanDiscrepancy.of(a, b, 99, seeds.nextLong()).pValue() <= 0.05 ? 1 : 0;
        }
        assertThat(alarms / 400.0).isBetween(0.017, 0.083);
    }

    @Test
    void classifierTellsMovedRowsApart() {
        double[][] reference = rows(300, 0.5, 10);
        assertThat(DomainClassifier.rocAuc(reference, rows(300, 0.5, 11), 1)).isBetween(0.42, 0.58);
        double[][] moved = rows(300, 0.5, 12);
        Arrays.stream(moved).forEach(row -> row[0] += 1.5);
        // Normal, 1.5 deviations apart in one of two features of correlation 0.5: apart by 1.5/√0.75 along the best
        // line, so Φ(1.22).
        assertThat(DomainClassifier.rocAuc(reference, moved, 1)).isCloseTo(0.89, within(0.04));
        double[][] wider = rows(300, 0.5, 13);
        Arrays.stream(wider).forEach(row -> row[1] *= 4);
        assertThat(DomainClassifier.rocAuc(reference, wider, 1)).isGreaterThan(0.75);
        assertThat(DomainClassifier.rocAuc(reference, wider, 1))
                .isEqualTo(DomainClassifier.rocAuc(reference, wider, 1));
    }

    private static double[][] rows(int n, double correlation, long seed) {
        Random random = new Random(seed);
        double[][] rows = new double[n][2];
        for (double[] row : rows) {
            row[0] = random.nextGaussian();
            row[1] = correlation * row[0] + Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
        }
        return rows;
    }
}
