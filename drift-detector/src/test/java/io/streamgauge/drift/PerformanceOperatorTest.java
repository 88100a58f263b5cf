package io.streamgauge.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.schemas.registry.TestingSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator's clocks, in windows of a second that wait a second: a prediction and its label every 10 ms. */
class PerformanceOperatorTest {

    private static final TestingSchemaRegistry REGISTRY = new TestingSchemaRegistry();

    private TwoInputStreamOperatorTestHarness<VariantRow, LabelRow, OutgoingRecord> harness;

    @BeforeEach
    void open() throws Exception {
        Problems problems = new Problems();
        DriftDefinition drift = DriftSection.read(
                YamlDocument.parse(
                        "test",
                        "{window: 1s, reference: {first: 1s}, lateness: 0s, min_samples: 50, performance: {wait: 1s}}"),
                problems);
        problems.throwIfAny();
        harness = new TwoInputStreamOperatorTestHarness<>(new PerformanceOperator(
                "fraud", drift, Objects.requireNonNull(drift.performance()), Duration.ZERO, () -> REGISTRY));
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private void predict(long fromMs, long toMs) throws Exception {
        for (long timeMs = fromMs; timeMs < toMs; timeMs += 10) {
            VariantRow row = new VariantRow();
            row.model = ModelKeys.join("fraud", "1", "ab");
            row.variant = "champion";
            row.eventId = "event-" + timeMs;
            row.eventTimeMs = timeMs;
            row.sourceTopic = "events";
            row.sourceOffset = timeMs;
            row.score = timeMs / 10 % 10 / 10.0;
            row.groups = new String[0];
            harness.processElement1(new StreamRecord<>(row, timeMs));
        }
        harness.processWatermark1(new Watermark(toMs - 1));
    }

    private void label(long fromMs, long toMs) throws Exception {
        for (long timeMs = fromMs; timeMs < toMs; timeMs += 10) {
            LabelRow row = new LabelRow();
            row.offset = timeMs;
            row.timeMs = timeMs;
            row.eventId = "event-" + timeMs;
            row.outcome = timeMs / 10 % 10 > 6 ? 1 : 0;
            harness.processElement2(new StreamRecord<>(row, timeMs));
        }
        harness.processWatermark2(new Watermark(toMs - 1));
    }

    /** Windows whose area was published, with the outcomes that it is of. */
    private List<String> areas() {
        AvroCodec<DriftMetric> codec = new AvroCodec<>(DriftMetric.class, REGISTRY);
        return harness.extractOutputValues().stream()
                .map(record -> codec.decode(record.value))
                .filter(metric -> metric.getStatistic().equals("roc_auc"))
                .map(metric -> metric.getWindowStart().toEpochMilli() + ": " + metric.getWindowCount())
                .toList();
    }

    @Test
    void aWindowIsJudgedOnceBothClocksHavePassedItsWait() throws Exception {
        predict(0, 4000);
        label(0, 2990);
        assertThat(areas()).isEmpty();
        label(2990, 4000);
        assertThat(areas()).containsExactly("1000: 100", "2000: 100");
        predict(4000, 5000);
        label(4000, 5000);
        assertThat(areas()).containsExactly("1000: 100", "2000: 100", "3000: 100");
    }

    /** Scoring stands still and comes back with what it had left, while labels went on. */
    @Test
    void predictionsAfterAnOutageAreJudgedThoughLabelsWentOn() throws Exception {
        predict(0, 1500);
        label(0, 1500);
        harness.processWatermarkStatus1(WatermarkStatus.IDLE);
        label(1500, 5000);
        harness.processWatermarkStatus1(WatermarkStatus.ACTIVE);
        predict(1500, 5000);
        assertThat(areas()).containsExactly("1000: 100", "2000: 100", "3000: 100");
    }

    /** Labels that have stopped hold nobody back. */
    @Test
    void withoutLabelsWindowsAreStillTold() throws Exception {
        predict(0, 1500);
        label(0, 3000);
        harness.processWatermarkStatus2(WatermarkStatus.IDLE);
        predict(1500, 5000);
        assertThat(areas()).containsExactly("1000: 100", "2000: 100");
    }
}
