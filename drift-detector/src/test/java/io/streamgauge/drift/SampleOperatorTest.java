package io.streamgauge.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.drift.profile.RowSample;
import io.streamgauge.drift.profile.WindowSummary;
import io.streamgauge.drift.state.SummaryCodec;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SampleOperatorTest {

    private static final List<String> VALUES = List.of("amount", "score");

    private static OneInputStreamOperatorTestHarness<ScoredRow, WindowPart> opened(
            List<String> values, @Nullable OperatorSubtaskState state) throws Exception {
        Problems problems = new Problems();
        DriftDefinition definition = DriftSection.read(
                YamlDocument.parse("test", "{window: 4s, reference: {first: 4s}, lateness: 0s}"), problems);
        problems.throwIfAny();
        var harness =
                new OneInputStreamOperatorTestHarness<ScoredRow, WindowPart>(new SampleOperator(definition, values));
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
        return harness;
    }

    private static void row(OneInputStreamOperatorTestHarness<ScoredRow, WindowPart> harness, long timeMs)
            throws Exception {
        ScoredRow row = new ScoredRow();
        row.model = ModelKeys.join("fraud", "1", "ab");
        row.sourceTopic = "payments";
        row.sourceOffset = timeMs;
        row.rank = RowSample.rank(row.sourcePartition, row.sourceOffset);
        row.eventTimeMs = timeMs;
        row.values = new double[] {timeMs, 0.5};
        harness.processElement(row, timeMs);
    }

    /** Two rows, a restart, one more and the end of their window: what there is in it. */
    private static List<WindowSummary> restarted(List<String> values) throws Exception {
        OperatorSubtaskState state;
        try (var harness = opened(VALUES, null)) {
            row(harness, 1000);
            row(harness, 1100);
            state = harness.snapshot(1, 1);
        }
        try (var harness = opened(values, state)) {
            row(harness, 1200);
            harness.processWatermark(4000);
            return harness.extractOutputValues().stream()
                    .filter(part -> !part.model.equals(PartitionReport.KEY))
                    .map(part -> SummaryCodec.decode(part.summary))
                    .toList();
        }
    }

    @Test
    void anOpenWindowOutlivesARestart() throws Exception {
        assertThat(restarted(VALUES)).extracting(WindowSummary::rows).containsExactly(3L);
    }

    /** As many values, of which one is another, or in another order: none is counted as the other. */
    @Test
    void butNotOneOfOtherValues() throws Exception {
        assertThat(restarted(List.of("age", "score")))
                .extracting(WindowSummary::rows)
                .containsExactly(1L);
        assertThat(restarted(List.of("score", "amount")))
                .extracting(WindowSummary::rows)
                .containsExactly(1L);
    }
}
