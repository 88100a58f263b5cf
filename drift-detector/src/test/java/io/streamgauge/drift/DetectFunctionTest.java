package io.streamgauge.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.drift.policy.DriftDetector;
import io.streamgauge.drift.profile.OffsetRanges;
import io.streamgauge.drift.profile.WindowSummary;
import io.streamgauge.drift.state.SummaryCodec;
import io.streamgauge.schemas.DriftAlert;
import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.schemas.registry.TestingSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;

class DetectFunctionTest {

    private static final TestingSchemaRegistry REGISTRY = new TestingSchemaRegistry();
    private static final String MODEL = ModelKeys.join("fraud", "1", "ab");

    private static DriftJobConfig config() {
        Problems problems = new Problems();
        DriftDefinition definition = DriftSection.read(
                YamlDocument.parse(
                        "test",
                        "{window: 4s, every: 1s, reference: {first: 4s}, min_samples: 40, confirm: 2 of 3, watch: [score],"
                                + " detectors: [{on: score, detector: adwin}]}"),
                problems);
        problems.throwIfAny();
        return TestingJobs.of(definition, List.of(), 1);
    }

    private static WindowPart step(long startMs, boolean detected) {
        WindowSummary summary = new WindowSummary(1, DriftDetector.WINDOW_ROWS);
        for (int i = 0; i < 100; i++) {
            summary.add(startMs / 4000 * 4000, new OffsetRanges.Partition("events", 0), startMs + i, new double[] {
                i % 10 / 10.0
            });
        }
        if (detected) {
            summary.addDetection("score adwin");
        }
        return WindowPart.of(MODEL, startMs, SummaryCodec.encode(summary));
    }

    /** One change told by a detector is one drifted window, however many windows hold it: it cannot confirm itself. */
    @Test
    void aChangeToldByADetectorIsToldByOneWindow() throws Exception {
        try (KeyedOneInputStreamOperatorTestHarness<String, WindowPart, OutgoingRecord> harness = harness(config())) {
            harness.open();
            for (long startMs = 0; startMs < 20_000; startMs += 1000) {
                harness.processElement(step(startMs, startMs == 10_000), startMs + 999);
                harness.processWatermark(startMs + 999);
            }
            AvroCodec<DriftMetric> codec = new AvroCodec<>(DriftMetric.class, REGISTRY);
            List<DriftMetric> told = harness.extractOutputValues().stream()
                    .map(record -> codec.decode(record.value))
                    .filter(metric -> metric.getStatistic().equals("adwin"))
                    .toList();
            assertThat(told).hasSizeGreaterThan(10);
            assertThat(told.stream().filter(DriftMetric::getDrifted))
                    .extracting(metric -> metric.getWindowEnd().toEpochMilli())
                    .containsExactly(11_000L);
            assertThat(harness.getSideOutput(DetectFunction.ALERTS)).isNotEmpty();
            assertThat(harness.getSideOutput(DetectFunction.RETRAINING)).isNullOrEmpty();
        }
    }

    private static DriftJobConfig config(String drift, String... inputs) {
        Problems problems = new Problems();
        DriftDefinition definition = DriftSection.read(YamlDocument.parse("test", drift), problems);
        problems.throwIfAny();
        return TestingJobs.of(definition, List.of(inputs), 1);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, WindowPart, OutgoingRecord> harness(
            DriftJobConfig config) throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new DetectOperator(new DetectFunction(config, () -> REGISTRY)), part -> part.model, Types.STRING);
    }

    /** Takes away the timer to forget a model, as checkpoints had it before there was one. */
    private static final class Untimed extends KeyedProcessFunction<String, WindowPart, OutgoingRecord> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(WindowPart part, Context context, Collector<OutgoingRecord> out) {
            context.timerService().deleteEventTimeTimer(part.windowStartMs);
        }
    }

    /** A model that was idle already when there was no timer to forget it is forgotten all the same. */
    @Test
    void aModelThatHadNoTimerIsForgotten() throws Exception {
        DriftJobConfig config = config("{" + SECONDS + ", watch: [score], forget: 30s}");
        OperatorSubtaskState state;
        try (var harness = harness(config)) {
            harness.open();
            drifted(harness, 1);
            state = harness.snapshot(1, 1);
        }
        try (var harness = new KeyedOneInputStreamOperatorTestHarness<String, WindowPart, OutgoingRecord>(
                new KeyedProcessOperator<>(new Untimed()), part -> part.model, Types.STRING)) {
            harness.initializeState(state);
            harness.open();
            assertThat(harness.numEventTimeTimers()).isPositive();
            for (long endMs = 12_000; endMs > 0; endMs -= 1000) {
                harness.processElement(WindowPart.of(MODEL, endMs + 30_000 - 1, new byte[0]), 0);
            }
            assertThat(harness.numEventTimeTimers()).isZero();
            state = harness.snapshot(2, 2);
        }
        try (var harness = harness(config)) {
            harness.initializeState(state);
            harness.open();
            assertThat(harness.numEventTimeTimers()).isEqualTo(1);
            harness.processWatermark(12_000 + 30_000 - 2);
            assertThat(alerts(harness)).isEmpty();
            harness.processWatermark(12_000 + 30_000 - 1);
            assertThat(alerts(harness)).containsExactly("RESOLVED " + DetectFunction.FORGOTTEN);
        }
    }

    /** Who leaves out {@code silence} has no alert left that nobody would ever resolve. */
    @Test
    void silenceThatIsNotWatchedAnyMoreIsResolved() throws Exception {
        OperatorSubtaskState state;
        try (var harness = harness(config("{" + SECONDS + ", silence: 1m}"))) {
            harness.setProcessingTime(1_000_000);
            harness.open();
            harness.processElement(SilenceWatch.sign(MODEL, 5000), 5000);
            harness.setProcessingTime(1_300_000);
            assertThat(alerts(harness)).hasSize(1);
            state = harness.snapshot(1, 1);
        }
        try (var harness = harness(config("{" + SECONDS + "}"))) {
            harness.setProcessingTime(2_000_000);
            harness.initializeState(state);
            harness.open();
            harness.setProcessingTime(2_000_001);
            assertThat(alerts(harness)).containsExactly("RESOLVED " + SilenceWatch.UNWATCHED);
            state = harness.snapshot(2, 2);
        }
        try (var harness = harness(config("{" + SECONDS + "}"))) {
            harness.setProcessingTime(3_000_000);
            harness.initializeState(state);
            harness.open();
            harness.setProcessingTime(3_000_001);
            assertThat(alerts(harness)).isEmpty();
        }
    }

    /** A window of a second, of scores that are far higher from some moment on. */
    private static WindowPart second(long startMs, int width, long shiftMs) {
        WindowSummary summary = new WindowSummary(width, DriftDetector.WINDOW_ROWS);
        for (int i = 0; i < 100; i++) {
            double[] values = new double[width];
            values[0] = i % 10 / 10.0 + (startMs >= shiftMs ? 5 : 0);
            summary.add(startMs, new OffsetRanges.Partition("events", 0), startMs + i, values);
        }
        return WindowPart.of(MODEL, startMs, SummaryCodec.encode(summary));
    }

    private static List<String> alerts(
            KeyedOneInputStreamOperatorTestHarness<String, WindowPart, OutgoingRecord> harness) {
        AvroCodec<DriftAlert> codec = new AvroCodec<>(DriftAlert.class, REGISTRY);
        Collection<StreamRecord<OutgoingRecord>> found = harness.getSideOutput(DetectFunction.ALERTS);
        return found == null
                ? List.of()
                : found.stream()
                        .map(record -> codec.decode(record.getValue().value))
                        .map(alert -> alert.getStatus() + " " + alert.getMessage())
                        .toList();
    }

    /** Ten drifted seconds after ten of reference, and then no more. */
    private static void drifted(
            KeyedOneInputStreamOperatorTestHarness<String, WindowPart, OutgoingRecord> harness, int width)
            throws Exception {
        for (long startMs = 0; startMs < 12_000; startMs += 1000) {
            harness.processElement(second(startMs, width, 10_000), startMs + 999);
            harness.processWatermark(startMs + 999);
        }
        assertThat(alerts(harness)).hasSize(2).last().asString().startsWith("ESCALATED");
    }

    private static final String SECONDS = "window: 1s, reference: {first: 5s}, min_samples: 40, lateness: 0s";

    @Test
    void aModelThatIsGoneIsForgottenAndItsAlertResolved() throws Exception {
        try (var harness = harness(config("{" + SECONDS + ", watch: [score], forget: 30s}"))) {
            harness.open();
            drifted(harness, 1);
            harness.processWatermark(12_000 + 30_000 - 2);
            assertThat(alerts(harness)).hasSize(2);
            int before = harness.numKeyedStateEntries();
            harness.processWatermark(12_000 + 30_000 - 1);
            assertThat(alerts(harness)).hasSize(3).last().isEqualTo("RESOLVED " + DetectFunction.FORGOTTEN);
            assertThat(harness.numKeyedStateEntries()).isLessThan(before).isZero();
        }
    }

    /** An upgrade that watches more begins anew, and leaves no alert open that nobody would ever resolve. */
    @Test
    void otherInputsResolveTheAlertOfBefore() throws Exception {
        OperatorSubtaskState state;
        try (var harness = harness(config("{" + SECONDS + "}"))) {
            harness.open();
            drifted(harness, 1);
            state = harness.snapshot(1, 1);
        }
        try (var harness = harness(config("{" + SECONDS + "}", "amount"))) {
            harness.initializeState(state);
            harness.open();
            harness.processElement(second(12_000, 2, 0), 12_999);
            harness.processWatermark(12_999);
            assertThat(alerts(harness))
                    .containsExactly("RESOLVED What is watched of the model has changed: its reference begins anew.");
            harness.processElement(second(13_000, 2, 0), 13_999);
            harness.processWatermark(13_999);
            assertThat(alerts(harness)).hasSize(1);
        }
    }

    /** Nothing comes: told by the clock, once, and told again when something comes; not because the job itself was down. */
    @Test
    void silenceIsToldByTheClock() throws Exception {
        DriftJobConfig config = config("{" + SECONDS + ", watch: [score, volume], silence: 1m}");
        OperatorSubtaskState state;
        try (var harness = harness(config)) {
            harness.setProcessingTime(1_000_000);
            harness.open();
            harness.processElement(SilenceWatch.sign(MODEL, 5000), 5000);
            harness.setProcessingTime(1_050_000);
            harness.processElement(SilenceWatch.sign(MODEL, 6000), 6000);
            harness.setProcessingTime(1_109_999);
            assertThat(alerts(harness)).isEmpty();
            harness.setProcessingTime(1_300_000);
            assertThat(alerts(harness))
                    .containsExactly(
                            "OPENED No prediction has come for 1m, by the clock; the last was of 1970-01-01T00:00:06Z.");
            harness.processElement(SilenceWatch.sign(MODEL, 7000), 7000);
            assertThat(alerts(harness)).hasSize(2).last().isEqualTo("RESOLVED Predictions come again.");
            assertThat(harness.extractOutputValues()).isEmpty();
            state = harness.snapshot(1, 1);
        }
        try (var harness = harness(config)) {
            harness.setProcessingTime(9_000_000);
            harness.initializeState(state);
            harness.open();
            harness.setProcessingTime(9_030_000);
            assertThat(alerts(harness)).isEmpty();
            harness.setProcessingTime(9_200_000);
            assertThat(alerts(harness)).hasSize(1);
        }
    }

    /** Silence is heard as soon as without the jump, not when the clock has come again to where it was. */
    @Test
    void silenceIsToldInTimeAfterTheClockWasSetBack() throws Exception {
        try (var harness = harness(config("{" + SECONDS + ", watch: [score, volume], silence: 1m}"))) {
            harness.setProcessingTime(9_000_000);
            harness.open();
            harness.processElement(SilenceWatch.sign(MODEL, 5000), 5000);
            harness.setProcessingTime(5_000_000);
            harness.processElement(SilenceWatch.sign(MODEL, 6000), 6000);
            harness.setProcessingTime(5_074_999);
            assertThat(alerts(harness)).isEmpty();
            harness.setProcessingTime(5_075_000);
            assertThat(alerts(harness))
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("OPENED No prediction has come for 1m");
        }
    }
}
