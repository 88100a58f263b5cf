package io.streamgauge.app.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.schemas.PredictionWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WriterStateTest {

    private static final String TOPIC = "fraud.predictions";

    private static PredictionWriter record(String former, String writer) {
        return new PredictionWriter(TOPIC, writer, former, Instant.parse("2026-01-01T00:00:00Z"), "", 0L, List.of());
    }

    @Test
    void aPipelineThatNoSwitchHasTouchedWritesItsOwnTopic() {
        WriterState state = new WriterState("fraud", Map.of()).requireMayRun();

        assertThat(state.topic()).isEqualTo(TOPIC);
        assertThat(state.served()).isEmpty();
    }

    @Test
    void theNextWriterWritesTheOtherTopic() {
        WriterState state = new WriterState("fraud-2", Map.of(TOPIC, record("fraud", "fraud-2"))).requireMayRun();

        assertThat(state.topic()).isEqualTo(TOPIC);
        assertThat(state.ownTopic()).isEqualTo("fraud-2.predictions");
    }

    @Test
    void thePipelineTheTopicIsNamedAfterCannotRun() {
        assertThatThrownBy(() -> new WriterState("fraud", Map.of(TOPIC, record("fraud", "fraud-2"))).requireMayRun())
                .hasMessageStartingWith(
                        "pipeline fraud cannot run: fraud.predictions has been written by pipeline fraud-2"
                                + " since 2026-01-01T00:00:00Z. To go back, run this definition under another name");
    }

    @Test
    void aPipelineSwitchedAwayFromWritesItsOwnTopicAgain() {
        WriterState state = new WriterState("fraud-2", Map.of(TOPIC, record("fraud-2", "fraud-3"))).requireMayRun();

        assertThat(state.topic()).isEqualTo("fraud-2.predictions");
    }

    @Test
    void nobodyRunsInTheMiddleOfASwitch() {
        PredictionWriter begun = record("fraud", "fraud-2");
        WriterState state = new WriterState("fraud-2", Map.of(WriterState.keyOfBegun(TOPIC), begun));

        assertThat(state.begun()).containsExactly(begun);
        assertThat(state.served()).isEmpty();
        assertThatThrownBy(state::requireMayRun)
                .hasMessage("pipeline fraud-2 cannot run: a switch of fraud.predictions from fraud to fraud-2 has begun"
                        + " and not ended; run 'streamgauge switch fraud fraud-2' again, which ends it");
    }
}
