package io.streamgauge.scoring.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class CalibrationTest {

    private static final Offset<Double> TINY = Offset.offset(1e-9);

    /** Scores of few values, so that many are equal. */
    private static Outcomes random(Random random, int size) {
        double[] scores =
                random.doubles(size).map(score -> Math.rint(20 * score) / 20).toArray();
        boolean[] positive = new boolean[size];
        for (int i = 0; i < size; i++) {
            positive[i] = random.nextDouble() < scores[i] * scores[i];
        }
        positive[0] = true;
        positive[1] = false;
        return new Outcomes(scores, positive);
    }

    /** min over later ends of max over earlier starts of the mean outcome between, which is what isotonic regression is. */
    private static double minMax(Outcomes outcomes, double at) {
        double[] distinct = Arrays.stream(outcomes.scores).distinct().sorted().toArray();
        double least = Double.POSITIVE_INFINITY;
        for (double to : distinct) {
            double greatest = Double.NEGATIVE_INFINITY;
            for (double from : distinct) {
                if (from <= at && to >= at) {
                    greatest = Math.max(greatest, mean(outcomes, from, to));
                }
            }
            least = to >= at ? Math.min(least, greatest) : least;
        }
        return least;
    }

    private static double mean(Outcomes outcomes, double from, double to) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.scores[i] >= from && outcomes.scores[i] <= to) {
                sum += outcomes.positive[i] ? 1 : 0;
                count++;
            }
        }
        return sum / count;
    }

    @Property(tries = 100)
    void isotonicIsTheMinMaxOfMeans(@ForAll long seed) {
        Outcomes outcomes = random(new Random(seed), 40);
        Calibration fitted = IsotonicCalibration.fit(outcomes);
        for (double score : outcomes.scores) {
            assertThat(fitted.apply(score)).isCloseTo(minMax(outcomes, score), TINY);
        }
    }

    @Test
    void isotonicIsStraightBetweenPoolsAndConstantBeyond() {
        Calibration fitted = new IsotonicCalibration(List.of(0.2, 0.4, 0.6), List.of(0.0, 0.0, 1.0));
        assertThat(fitted.apply(-1)).isZero();
        assertThat(fitted.apply(0.5)).isCloseTo(0.5, TINY);
        assertThat(fitted.apply(7)).isOne();
    }

    @Property(tries = 30)
    void plattLeavesNoGradient(@ForAll long seed) {
        Outcomes outcomes = random(new Random(seed), 200);
        PlattCalibration fitted = PlattCalibration.fit(outcomes);
        int negatives = outcomes.size() - outcomes.positives;
        double byA = 0;
        double byB = 0;
        for (int i = 0; i < outcomes.size(); i++) {
            double target = outcomes.positive[i]
                    ? (outcomes.positives + 1.0) / (outcomes.positives + 2.0)
                    : 1 / (negatives + 2.0);
            byA += outcomes.scores[i] * (target - fitted.apply(outcomes.scores[i]));
            byB += target - fitted.apply(outcomes.scores[i]);
        }
        // The loss is convex: where both derivatives vanish is its only least value.
        assertThat(byA).isCloseTo(0, Offset.offset(1e-6));
        assertThat(byB).isCloseTo(0, Offset.offset(1e-6));
    }

    @Test
    void outcomesOfOneKindTeachNothing() {
        assertThatThrownBy(() -> new Outcomes(new double[] {1, 2}, new boolean[2]))
                .hasMessage("all 2 outcomes are 0; a calibration needs both 0 and 1");
        assertThatThrownBy(() -> new Outcomes(new double[] {1, Double.NaN}, new boolean[] {true, false}))
                .hasMessageContaining("score 2 is NaN");
        assertThatThrownBy(() -> new IsotonicCalibration(List.of(1.0, 1.0), List.of(0.0, 0.5)))
                .hasMessageContaining("out of place");
        assertThatThrownBy(() -> new IsotonicCalibration(List.of(1.0), List.of()))
                .hasMessageContaining("as many");
        assertThatThrownBy(() -> new PlattCalibration(Double.NaN, 0)).hasMessageContaining("finite");
    }
}
