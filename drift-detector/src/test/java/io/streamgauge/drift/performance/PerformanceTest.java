package io.streamgauge.drift.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PerformanceTest {

    /** scikit-learn's own example: AUC 0.75, average precision 0.8333. */
    @Test
    void ranking() {
        double[] scores = {0.1, 0.4, 0.35, 0.8};
        double[] labels = {0, 0, 1, 1};
        assertThat(RocAuc.of(scores, labels)).isEqualTo(0.75);
        assertThat(AveragePrecision.of(scores, labels)).isCloseTo(0.8333333, within(1e-6));
        assertThat(RocAuc.of(scores, new double[4])).isNaN();
    }

    /** scikit-learn's own examples: log loss 0.21616, Brier score 0.0375; MAE 0.5, RMSE 0.612372, R² 0.948608. */
    @Test
    void losses() {
        assertThat(ProbabilityLoss.log(new double[] {0.9, 0.1, 0.2, 0.65}, new double[] {1, 0, 0, 1}))
                .isCloseTo(0.21616, within(1e-5));
        assertThat(ProbabilityLoss.brier(new double[] {0.1, 0.9, 0.8, 0.3}, new double[] {0, 1, 1, 0}))
                .isCloseTo(0.0375, within(1e-12));
        RegressionError error = RegressionError.of(new double[] {2.5, 0, 2, 8}, new double[] {3, -0.5, 2, 7});
        assertThat(error.meanAbsolute()).isEqualTo(0.5);
        assertThat(error.rootMeanSquare()).isCloseTo(0.612372, within(1e-6));
        assertThat(error.rSquared()).isCloseTo(0.948608, within(1e-6));
    }

    @Test
    void confusionAndCalibration() {
        double[] chances = {0.9, 0.8, 0.6, 0.3, 0.2};
        double[] labels = {1, 1, 0, 1, 0};
        Confusion confusion = Confusion.of(chances, labels, 0.5);
        assertThat(confusion).isEqualTo(new Confusion(2, 1, 1, 1));
        assertThat(confusion.precision()).isEqualTo(2.0 / 3);
        assertThat(confusion.recall()).isEqualTo(2.0 / 3);
        assertThat(confusion.specificity()).isEqualTo(0.5);
        assertThat(confusion.accuracy()).isEqualTo(0.6);
        assertThat(confusion.f1()).isEqualTo(2.0 / 3);
        assertThat(CalibrationError.of(chances, labels)).isCloseTo((0.1 + 0.2 + 0.6 + 0.7 + 0.2) / 5, within(1e-12));
    }

    @Property(tries = 200)
    void aucIsTheShareOfPairsInOrder(@ForAll @Size(min = 2, max = 30) List<@IntRange(min = 0, max = 9) Integer> drawn) {
        double[] scores = drawn.stream().mapToDouble(i -> Math.floor(i / 2.0)).toArray();
        double[] labels = drawn.stream().mapToDouble(i -> i % 2).toArray();
        double pairs = 0;
        double inOrder = 0;
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) {
                if (labels[i] > labels[j]) {
                    pairs++;
                    inOrder += scores[i] > scores[j] ? 1 : scores[i] < scores[j] ? 0 : 0.5;
                }
            }
        }
        if (pairs > 0) {
            assertThat(RocAuc.of(scores, labels)).isCloseTo(inOrder / pairs, within(1e-12));
        }
    }

    /** No rising function is nearer: the fit rises, and each of its levels is the mean of its own outcomes. */
    @Property(tries = 200)
    void calibrationRisesAndKeepsMeans(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 19) Integer> drawn) {
        double[] scores = drawn.stream().mapToDouble(i -> Math.floor(i / 2.0)).toArray();
        double[] labels = drawn.stream().mapToDouble(i -> i % 2).toArray();
        IsotonicCalibration calibration = IsotonicCalibration.learn(scores, labels);
        double[] chances = Arrays.stream(scores).map(calibration::chance).toArray();
        assertThat(Arrays.stream(chances).sum()).isCloseTo(Arrays.stream(labels).sum(), within(1e-9));
        for (double level : chances) {
            double[] own = IntStream.range(0, scores.length)
                    .filter(i -> chances[i] == level)
                    .mapToDouble(i -> labels[i])
                    .toArray();
            assertThat(level).isCloseTo(Arrays.stream(own).average().orElseThrow(), within(1e-12));
        }
        for (double score = -1; score < 11; score += 0.25) {
            assertThat(calibration.chance(score)).isLessThanOrEqualTo(calibration.chance(score + 0.25));
        }
    }

    /** Where scores mean what they meant, what is expected is what comes true, though scores have moved. */
    @Test
    void expectedIsRealisedWhileScoresMeanTheSame() {
        Random random = new Random(8);
        double[] scores = random.doubles(20_000).toArray();
        double[] labels = outcomes(scores, random);
        ExpectedPerformance expected = new ExpectedPerformance(scores, labels);
        double[] moved = random.doubles(20_000).map(Math::sqrt).toArray();
        double[] realised = outcomes(moved, random);
        assertThat(expected.rocAuc(moved)).isCloseTo(RocAuc.of(moved, realised), within(0.015));
        Confusion counts = expected.confusion(moved, 0.6);
        Confusion came = Confusion.of(moved, realised, 0.6);
        assertThat(counts.precision()).isCloseTo(came.precision(), within(0.02));
        assertThat(counts.recall()).isCloseTo(came.recall(), within(0.02));
    }

    /** The model is badly calibrated: a score of s is right in s² of cases. */
    private static double[] outcomes(double[] scores, Random random) {
        return Arrays.stream(scores)
                .map(s -> random.nextDouble() < s * s ? 1 : 0)
                .toArray();
    }
}
