package io.streamgauge.app.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class LearningTimesTest {

    private final LearningTimes times = new LearningTimes(Duration.ofMillis(100), 9);

    @Test
    void theFirstTimeIsWithLabelsEnoughAndThenWithTwiceAsMany() {
        OptionalLong never = OptionalLong.empty();
        assertThat(times.due(8, 50, never)).isFalse();
        assertThat(times.due(9, 50, never)).isTrue();
        assertThat(times.due(17, 95, never)).as("nothing came of it").isFalse();
        assertThat(times.due(18, 95, never)).isTrue();
        assertThat(times.due(35, 95, never)).isFalse();
        assertThat(times.due(36, 95, never)).isTrue();
    }

    @Test
    void aTopicFullOfLabelsThatJudgeNothingYetDoesNotEndIt() {
        OptionalLong never = OptionalLong.empty();
        assertThat(times.due(5_000, 50, never)).isTrue();
        assertThat(times.due(5_000, 99, never)).isFalse();
        assertThat(times.due(5_000, 100, never))
                .as("no more are kept, so they never double")
                .isTrue();
        assertThat(times.due(5_000, 199, never)).isFalse();
        assertThat(times.due(5_000, 200, never)).isTrue();
    }

    @Test
    void whatFailedIsTriedAgainInItsPeriod() {
        assertThat(times.due(500, 300, OptionalLong.of(250))).isTrue();
        assertThat(times.due(500, 301, OptionalLong.of(250))).isFalse();
        times.again();
        assertThat(times.due(500, 302, OptionalLong.of(250))).isTrue();
        assertThat(times.due(500, 303, OptionalLong.of(250))).isFalse();
    }

    @Test
    void afterwardsOnceInEachPeriodOfEventTime() {
        OptionalLong learnt = OptionalLong.of(250);
        assertThat(times.due(500, 299, learnt)).isFalse();
        assertThat(times.due(500, 300, learnt)).isTrue();
        assertThat(times.due(501, 399, learnt)).as("tried, whatever came of it").isFalse();
        assertThat(times.due(502, 500, learnt)).isTrue();
        assertThat(times.due(503, 599, OptionalLong.of(500))).isFalse();
        assertThat(times.since(599)).hasValue(500);
    }
}
