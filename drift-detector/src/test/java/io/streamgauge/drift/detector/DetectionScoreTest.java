package io.streamgauge.drift.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The cases that River, CapyMOA and Lukats et al. publish of their own evaluations. */
class DetectionScoreTest {

    @Test
    void river() {
        DetectionScore match = DetectionScore.of(List.of(110, 900), List.of(100), 50);
        assertThat(match.delays()).containsExactly(10);
        assertThat(match.falseAlarms()).containsExactly(900);

        DetectionScore recall = DetectionScore.of(List.of(110, 130), List.of(100, 500), 50);
        assertThat(recall.recall()).isCloseTo(0.667, within(5e-4));
        assertThat(1 - recall.missedRate()).as("of episodes").isEqualTo(0.5);
        assertThat(recall.meanDelay())
                .as("of first alarms; River's 20 is of all")
                .isEqualTo(10);
        assertThat(recall.repeated()).isEqualTo(1);

        assertThat(DetectionScore.of(List.of(200, 300, 500), List.of(), 50).meanTimeBetweenFalseAlarms())
                .isEqualTo(150);
        assertThat(DetectionScore.of(List.of(110, 400, 700), List.of(100, 900), 50)
                        .meanTimeRatio())
                .isEqualTo(15);
    }

    @Test
    void capyMoa() {
        DetectionScore score = DetectionScore.of(List.of(500, 1200, 1250, 2100), List.of(1000, 2000), 200);
        double precision = score.precision();
        double recall = 1 - score.missedRate();
        assertThat(2 * precision * recall / (precision + recall)).isCloseTo(0.6667, within(5e-5));
        assertThat(score.meanDelay()).isEqualTo(150);
        assertThat(score.meanDelay() / 200).isEqualTo(0.75);
    }

    @Test
    void lukats() {
        DetectionScore score = DetectionScore.of(List.of(1, 2, 4, 7), List.of(0), 1);
        assertThat(score.meanTimeRatio()).isEqualTo(2.5);
        assertThat(score.meanTimeBetweenFalseAlarms()).isEqualTo(2.5);
        assertThat(score.meanDelay()).isEqualTo(1);
        assertThat(score.missedRate()).isZero();
    }

    @Test
    void withoutAlarmsNothingIsFound() {
        DetectionScore none = DetectionScore.of(List.of(), List.of(10, 20), 5);
        assertThat(none.missed()).isEqualTo(2);
        assertThat(none.missedRate()).isEqualTo(1);
        assertThat(none.precision()).isNaN();
        assertThat(none.meanDelay()).isNaN();
    }
}
