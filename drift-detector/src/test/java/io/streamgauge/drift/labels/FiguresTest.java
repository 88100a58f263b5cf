package io.streamgauge.drift.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.drift.definition.PerformanceDefinition.Kind;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FiguresTest {

    private static Figure figure(Kind kind, Outcomes rows, Statistic statistic) {
        return Figures.of(kind, rows).stream()
                .filter(figure -> figure.statistic() == statistic)
                .findFirst()
                .orElseThrow();
    }

    private static Outcomes binary(Random random, int n) {
        double[] scores = new double[n];
        double[] decided = new double[n];
        double[] came = new double[n];
        for (int i = 0; i < n; i++) {
            scores[i] = random.nextDouble();
            came[i] = random.nextDouble() < scores[i] ? 1 : 0;
            decided[i] = scores[i] >= 0.5 ? 1 : 0;
        }
        return new Outcomes(scores, decided, came);
    }

    /** Ties counted half, by hand: V₁ = (1, 5/6, 1/2), V₀ = (1, 5/6, 1/2), each with variance 7/108. */
    @Test
    void theAreasErrorIsDeLongs() {
        double[] scores = {0.9, 0.6, 0.4, 0.1, 0.4, 0.6};
        double[] came = {1, 1, 1, 0, 0, 0};
        assertThat(DeLong.standardError(scores, came)).isCloseTo(Math.sqrt(2 * 7.0 / 108 / 3), within(1e-12));
        assertThat(DeLong.standardError(scores, new double[] {1, 0, 0, 0, 0, 0}))
                .isNaN();
    }

    /** Standard errors are the spread seen over many samples, to a fifth. */
    @Test
    void standardErrorsAreTheSpreadOfSamples() {
        Random random = new Random(5);
        List<Statistic> all = List.of(
                Statistic.ROC_AUC,
                Statistic.LOG_LOSS,
                Statistic.BRIER,
                Statistic.PRECISION,
                Statistic.RECALL,
                Statistic.SPECIFICITY,
                Statistic.ACCURACY,
                Statistic.F1);
        int samples = 400;
        double[][] values = new double[all.size()][samples];
        double[] errors = new double[all.size()];
        for (int sample = 0; sample < samples; sample++) {
            Outcomes rows = binary(random, 300);
            for (int i = 0; i < all.size(); i++) {
                Figure figure = figure(Kind.BINARY, rows, all.get(i));
                values[i][sample] = figure.value();
                errors[i] += figure.standardError() / samples;
            }
        }
        for (int i = 0; i < all.size(); i++) {
            double spread =
                    new org.apache.commons.math3.stat.descriptive.moment.StandardDeviation().evaluate(values[i]);
            assertThat(errors[i] / spread).as(all.get(i).text()).isBetween(0.8, 1.25);
        }
    }

    /** At a level of 5 %, a window like the reference is significantly worse 3.5 to 6.5 % of the time. */
    @Test
    void theFalseAlarmRateIsTheLevel() {
        Random random = new Random(7);
        List<Statistic> all = List.of(Statistic.ROC_AUC, Statistic.LOG_LOSS, Statistic.PRECISION, Statistic.ACCURACY);
        int rounds = 2000;
        int[] alarms = new int[all.size()];
        for (int round = 0; round < rounds; round++) {
            List<Figure> reference = Figures.of(Kind.BINARY, binary(random, 600));
            List<Figure> window = Figures.of(Kind.BINARY, binary(random, 200));
            for (int i = 0; i < all.size(); i++) {
                Statistic statistic = all.get(i);
                Figure before = reference.stream()
                        .filter(figure -> figure.statistic() == statistic)
                        .findFirst()
                        .orElseThrow();
                Figure now = window.stream()
                        .filter(figure -> figure.statistic() == statistic)
                        .findFirst()
                        .orElseThrow();
                alarms[i] += now.pValueAgainst(before) <= 0.05 ? 1 : 0;
            }
        }
        for (int i = 0; i < all.size(); i++) {
            double rate = (double) alarms[i] / rounds;
            System.out.printf(
                    "%-10s false alarms at 0.05: %.2f %%%n", all.get(i).text(), 100 * rate);
            assertThat(rate).as(all.get(i).text()).isBetween(0.035, 0.065);
        }
    }

    @Test
    void figuresOfNumbersAndClasses() {
        double[] said = {1, 2, 3, 4};
        double[] came = {1, 2, 5, 2};
        Outcomes numbers = new Outcomes(said, new double[4], came);
        assertThat(figure(Kind.REGRESSION, numbers, Statistic.MAE).value()).isEqualTo(1);
        assertThat(figure(Kind.REGRESSION, numbers, Statistic.RMSE).value()).isCloseTo(Math.sqrt(2), within(1e-12));
        assertThat(figure(Kind.REGRESSION, numbers, Statistic.RMSE).standardError())
                .isCloseTo(Math.sqrt(16.0 / 3 / 4) / (2 * Math.sqrt(2)), within(1e-12));
        Outcomes classes = new Outcomes(said, said, came);
        assertThat(figure(Kind.MULTICLASS, classes, Statistic.CLASS_ACCURACY).value())
                .isEqualTo(0.5);
    }

    @Test
    void whatIsNotDefinedIsLeftOut() {
        Outcomes oneSided = new Outcomes(new double[] {0.2, 3}, new double[] {0, 0}, new double[] {0, 0});
        assertThat(Figures.of(Kind.BINARY, oneSided))
                .extracting(Figure::statistic)
                .containsExactly(Statistic.SPECIFICITY, Statistic.ACCURACY);
    }
}
