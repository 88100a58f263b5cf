package io.streamgauge.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.drift.definition.PerformanceDefinition;
import io.streamgauge.drift.labels.PerformanceState;
import io.streamgauge.drift.labels.PerformanceWatch;
import io.streamgauge.drift.state.PerformanceCodec;
import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.schemas.registry.TestingSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.accumulators.Accumulator;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator's clocks, in windows of a second that wait a second: a prediction and its label every 10 ms. */
class PerformanceOperatorTest {

    private static final TestingSchemaRegistry REGISTRY = new TestingSchemaRegistry();

    private DriftDefinition drift;
    private KeyedTwoInputStreamOperatorTestHarness<String, VariantRow, LabelRow, OutgoingRecord> harness;

    @BeforeEach
    void open() throws Exception {
        Problems problems = new Problems();
        DriftDefinition drift = DriftSection.read(
                YamlDocument.parse(
                        "test",
                        "{window: 1s, reference: {first: 1s}, lateness: 0s, min_samples: 50, performance: {wait: 1s}}"),
                problems);
        problems.throwIfAny();
        this.drift = drift;
        harness = harness(Duration.ZERO);
        harness.open();
    }

    private KeyedTwoInputStreamOperatorTestHarness<String, VariantRow, LabelRow, OutgoingRecord> harness(
            Duration labelLateness) throws Exception {
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                new PerformanceOperator(
                        "fraud", drift, Objects.requireNonNull(drift.performance()), labelLateness, () -> REGISTRY),
                row -> PerformanceOperator.KEY,
                label -> PerformanceOperator.KEY,
                Types.STRING);
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

    /** Labels that fell idle are as late as their topic allows: windows wait for that by the clock of the predictions. */
    @Test
    void idleLabelsAreWaitedForByTheirLateness() throws Exception {
        harness.close();
        harness = harness(Duration.ofMillis(500));
        harness.open();
        predict(0, 3000);
        label(0, 2000);
        harness.processWatermarkStatus2(WatermarkStatus.IDLE);
        predict(3000, 3400);
        assertThat(areas()).as("label times to 3000 may still come").isEmpty();
        label(2000, 3000);
        predict(3400, 3500);
        assertThat(areas()).containsExactly("1000: 100");
    }

    /** Told of are those that came when their windows were forgotten, and not those that waited or told somebody. */
    @Test
    void labelsThatCameTooLateAreCounted() throws Exception {
        predict(0, 9000);
        label(0, 9000);
        assertThat(count(LabelCounts.LATE)).isZero();
        label(1000, 1100);
        assertThat(count(LabelCounts.LATE)).isZero();
        assertThat(count(LabelCounts.UNMATCHED))
                .as("they count from now, and their window is over")
                .isEqualTo(10);
        harness.processWatermarkStatus2(WatermarkStatus.IDLE);
        predict(9000, 20_000);
        label(9000, 9100);
        assertThat(count(LabelCounts.LATE)).isEqualTo(10);
    }

    private long count(String name) {
        Accumulator<?, ?> counter =
                harness.getEnvironment().getAccumulatorRegistry().getUserMap().get(name);
        Object value = counter == null ? null : counter.getLocalValue();
        return value instanceof Long counted ? counted : -1;
    }

    /** Stopped and gone on: in keyed state, and from the one array that checkpoints had before. */
    @Test
    void goesOnFromPartsAndFromTheArrayOfBefore() throws Exception {
        predict(0, 2500);
        label(0, 2500);
        OperatorSubtaskState parts = harness.snapshot(1, 1);
        PerformanceWatch watch = new PerformanceWatch(
                "fraud", drift, Objects.requireNonNull(drift.performance()), Duration.ZERO, restored(parts));
        byte[] array = new PerformanceCodec(1000, PerformanceDefinition.Kind.BINARY).encode(watch.state());
        assertGoesOn(parts);
        assertGoesOn(former(array));
    }

    private void assertGoesOn(OperatorSubtaskState state) throws Exception {
        harness.close();
        harness = harness(Duration.ZERO);
        harness.initializeState(state);
        harness.open();
        predict(2500, 4000);
        label(2500, 4000);
        assertThat(areas()).containsExactly("1000: 100", "2000: 100");
        OperatorSubtaskState again = harness.snapshot(2, 2);
        assertThat(restored(again).subjects()).hasSize(1);
    }

    private PerformanceState restored(OperatorSubtaskState state) throws Exception {
        PerformanceOperator operator = new PerformanceOperator(
                "fraud", drift, Objects.requireNonNull(drift.performance()), Duration.ZERO, () -> REGISTRY);
        try (KeyedTwoInputStreamOperatorTestHarness<String, VariantRow, LabelRow, OutgoingRecord> other =
                new KeyedTwoInputStreamOperatorTestHarness<>(
                        operator, row -> PerformanceOperator.KEY, label -> PerformanceOperator.KEY, Types.STRING)) {
            other.initializeState(state);
            other.open();
            return operator.state();
        }
    }

    /** A checkpoint of the operator as it was when all state was one array. */
    private static OperatorSubtaskState former(byte[] array) throws Exception {
        try (TwoInputStreamOperatorTestHarness<VariantRow, LabelRow, OutgoingRecord> old =
                new TwoInputStreamOperatorTestHarness<>(new Former(array))) {
            old.open();
            return old.snapshot(1, 1);
        }
    }

    private static final class Former extends AbstractStreamOperator<OutgoingRecord>
            implements TwoInputStreamOperator<VariantRow, LabelRow, OutgoingRecord> {

        private static final long serialVersionUID = 1L;
        private final byte[] array;

        private Former(byte[] array) {
            this.array = array;
        }

        @Override
        public void processElement1(StreamRecord<VariantRow> element) {}

        @Override
        public void processElement2(StreamRecord<LabelRow> element) {}

        @Override
        public void initializeState(StateInitializationContext context) throws Exception {
            super.initializeState(context);
            context.getOperatorStateStore()
                    .getListState(new ListStateDescriptor<>(
                            "performance", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO))
                    .update(List.of(array));
        }
    }
}
