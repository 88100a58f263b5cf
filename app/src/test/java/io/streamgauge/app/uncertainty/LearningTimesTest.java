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
        assertThat(times.due(17, 950, never)).as("nothing came of it").isFalse();
        assertThat(times.due(18, 950, never)).isTrue();
        assertThat(times.due(35, 950, never)).isFalse();
        assertThat(times.due(36, 950, never)).isTrue();
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
