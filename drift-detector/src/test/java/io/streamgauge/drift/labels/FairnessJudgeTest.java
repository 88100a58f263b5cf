package io.streamgauge.drift.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.drift.definition.PerformanceDefinition;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FairnessJudgeTest {

    private static final PerformanceDefinition DEFINITION =
            Objects.requireNonNull(TestingOutcomes.definition("{wait: 0s}").performance());
    private static final Outcome TRUE = new Outcome(10, 0, 0, 1);
    private static final Outcome FALSE = new Outcome(10, 0, 0, 0);

    private static List<PerformanceMetric> judge(OutcomeWindow window) {
        return new FairnessJudge(DEFINITION, 0.05).judge(TestingOutcomes.CHAMPION, 1000, window, 2000);
    }

    private static PerformanceMetric find(List<PerformanceMetric> metrics, String group, String statistic) {
        return metrics.stream()
                .filter(metric ->
                        group.equals(metric.group()) && metric.statistic().equals(statistic))
                .findFirst()
                .orElseThrow();
    }

    private static void rows(
            OutcomeWindow window, int from, int count, double score, double decided, String group, Outcome came) {
        for (int i = from; i < from + count; i++) {
            window.put(new JudgedRow(i, score, decided, List.of(group), List.of(came)));
        }
    }

    /** Of 100 in France 40 are decided positive, of 100 in Spain 20; of those that came true 30 of 40 and 15 of 40. */
    @Test
    void gapsByHand() {
        OutcomeWindow window = new OutcomeWindow(0);
        rows(window, 0, 30, 0.75, 1, "FR", TRUE);
        rows(window, 100, 10, 0.75, 1, "FR", FALSE);
        rows(window, 200, 10, 0.25, 0, "FR", TRUE);
        rows(window, 300, 50, 0.25, 0, "FR", FALSE);
        rows(window, 400, 15, 0.75, 1, "ES", TRUE);
        rows(window, 500, 5, 0.75, 1, "ES", FALSE);
        rows(window, 600, 25, 0.25, 0, "ES", TRUE);
        rows(window, 700, 55, 0.25, 0, "ES", FALSE);
        rows(window, 800, 29, 0.75, 1, "IT", TRUE);

        List<PerformanceMetric> metrics = judge(window);
        PerformanceMetric parity = find(metrics, "country", "demographic_parity");
        assertThat(parity.value()).isCloseTo(0.2, within(1e-12));
        assertThat(parity.pValue()).as("chi-squared 9.5238, 1 degree").isCloseTo(0.0020279, within(1e-6));
        assertThat(parity.labelled()).isEqualTo(200);
        assertThat(parity.unlabelled()).isEqualTo(29);
        assertThat(parity.drifted()).isTrue();
        PerformanceMetric opportunity = find(metrics, "country", "equal_opportunity");
        assertThat(opportunity.value()).isCloseTo(30 / 40.0 - 15 / 40.0, within(1e-12));
        assertThat(opportunity.drifted()).isTrue();
        assertThat(find(metrics, "country=ES", "recall").value()).isEqualTo(15 / 40.0);
        assertThat(find(metrics, "country=FR", "positive_rate").standardError())
                .isCloseTo(Math.sqrt(0.4 * 0.6 / 99), within(1e-12));
        // Mean score 0.45 against 0.40 that came true, and 0.35 against 0.40.
        assertThat(find(metrics, "country", "calibration_gap").value()).isCloseTo(0.1, within(1e-12));
        assertThat(metrics).noneMatch(metric -> "country=IT".equals(metric.group()));
    }

    /** Groups that are treated alike have a significant gap of any kind in 2 to 7 % of windows, at a level of 5 %. */
    @Test
    void theFalseAlarmRateIsTheLevel() {
        Random random = new Random(3);
        int alarms = 0;
        int rounds = 1000;
        List<String> countries = List.of("FR", "ES", "IT");
        for (int round = 0; round < rounds; round++) {
            OutcomeWindow window = new OutcomeWindow(0);
            for (int i = 0; i < 600; i++) {
                double score = random.nextDouble();
                window.put(new JudgedRow(
                        i,
                        score,
                        score >= 0.5 ? 1 : 0,
                        List.of(countries.get(random.nextInt(3))),
                        List.of(random.nextDouble() < score ? TRUE : FALSE)));
            }
            alarms += judge(window).stream().anyMatch(metric -> metric.adjustedPValue() <= 0.05) ? 1 : 0;
        }
        System.out.printf("fairness: false alarms at 0.05: %.1f %%%n", 100.0 * alarms / rounds);
        assertThat((double) alarms / rounds).isBetween(0.02, 0.07);
    }
}
