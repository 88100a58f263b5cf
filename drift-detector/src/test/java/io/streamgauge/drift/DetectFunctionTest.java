package io.streamgauge.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.drift.policy.DriftDetector;
import io.streamgauge.drift.profile.OffsetRanges;
import io.streamgauge.drift.profile.WindowSummary;
import io.streamgauge.drift.state.SummaryCodec;
import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.schemas.registry.TestingSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
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
        return new DriftJobConfig(
                "fraud",
                "unused:0",
                Map.of(),
                "http://unused",
                Map.of(),
                definition,
                List.of(),
                1,
                Duration.ofMinutes(1));
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
        try (KeyedOneInputStreamOperatorTestHarness<String, WindowPart, OutgoingRecord> harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new DetectFunction(config(), () -> REGISTRY)),
                        part -> part.model,
                        Types.STRING)) {
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
}
