package io.streamgauge.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.drift.profile.RowSample;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import java.util.List;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** What says that predictions come, however the clock goes: without it they would be called silent. */
class SignsOfLifeTest {

    @Test
    void oneIsSentFourTimesInTheTimeThatIsWaited() throws Exception {
        try (var harness = sample()) {
            harness.setProcessingTime(1_000_000);
            for (int i = 0; i < 60; i++) {
                harness.setProcessingTime(1_000_000 + 1_000 * i);
                row(harness, i);
            }
            assertThat(signs(harness)).isEqualTo(4);
        }
    }

    @Test
    void theyGoOnWhenTheClockIsSetBack() throws Exception {
        try (var harness = sample()) {
            harness.setProcessingTime(9_000_000);
            row(harness, 0);
            harness.setProcessingTime(5_000_000);
            row(harness, 1);
            assertThat(signs(harness)).isEqualTo(2);
            harness.setProcessingTime(5_014_999);
            row(harness, 2);
            assertThat(signs(harness)).isEqualTo(2);
            harness.setProcessingTime(5_015_000);
            row(harness, 3);
            assertThat(signs(harness)).isEqualTo(3);
        }
    }

    private static OneInputStreamOperatorTestHarness<ScoredRow, WindowPart> sample() throws Exception {
        Problems problems = new Problems();
        DriftDefinition definition = DriftSection.read(
                YamlDocument.parse(
                        "test",
                        "{window: 1h, reference: {first: 5h}, lateness: 0s, watch: [score, volume], silence: 1m}"),
                problems);
        problems.throwIfAny();
        var harness = new OneInputStreamOperatorTestHarness<ScoredRow, WindowPart>(
                new SampleOperator(definition, List.of("score")));
        harness.open();
        return harness;
    }

    private static void row(OneInputStreamOperatorTestHarness<ScoredRow, WindowPart> harness, int offset)
            throws Exception {
        ScoredRow row = new ScoredRow();
        row.model = ModelKeys.join("fraud", "1", "ab");
        row.sourceTopic = "payments";
        row.sourceOffset = offset;
        row.rank = RowSample.rank(row.sourcePartition, row.sourceOffset);
        row.eventTimeMs = offset;
        row.values = new double[] {0.5};
        harness.processElement(row, row.eventTimeMs);
    }

    private static long signs(OneInputStreamOperatorTestHarness<ScoredRow, WindowPart> harness) {
        return harness.extractOutputValues().stream()
                .filter(part -> part.model.equals(SilenceWatch.KEY))
                .count();
    }
}
