package io.streamgauge.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.drift.policy.DriftDetector;
import io.streamgauge.drift.profile.OffsetRanges;
import io.streamgauge.drift.profile.RowSample;
import io.streamgauge.drift.profile.WindowSummary;
import io.streamgauge.drift.state.SummaryCodec;
import io.streamgauge.schemas.DriftAlert;
import io.streamgauge.schemas.ReferenceProfile;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.schemas.registry.TestingSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** What a restart, a checkpoint, an upgrade or the pace of reading must not change. */
class RestartsChangeNothingTest {
    private static final TestingSchemaRegistry REGISTRY = new TestingSchemaRegistry();

    private static DriftDefinition def(String yaml) {
        Problems problems = new Problems();
        DriftDefinition d = DriftSection.read(YamlDocument.parse("test", yaml), problems);
        problems.throwIfAny();
        return d;
    }

    private static ChangeDetectors detectors(String delta, List<DetectorPart> parts) {
        ChangeDetectors made = new ChangeDetectors(
                def("{reference: {first: 1d}, detectors: [{on: score, detector: adwin, delta: " + delta + "}]}")
                        .watch()
                        .detectors(),
                List.of("score"),
                5000);
        parts.forEach(made::restore);
        return made;
    }

    private static void show(ChangeDetectors to, int partition, long timeMs, int rows) {
        for (int i = 0; i < rows; i++) {
            ScoredRow row = new ScoredRow();
            row.model = "fraud";
            row.feedPartition = partition;
            row.eventTimeMs = timeMs;
            row.values = new double[] {i % 2};
            to.add(row);
        }
    }

    /** Settings change; two subtasks, 0 reads partition 1, 1 has it in its care. */
    @Test
    void aDetectorOfOtherSettingsOutlivesARestart() {
        ChangeDetectors first = detectors("0.002", List.of());
        show(first, 1, 1000, 1000);
        List<DetectorPart> parts = first.snapshot(p -> true);
        // restart with other settings at parallelism 2
        ChangeDetectors reads = detectors("0.05", parts);
        ChangeDetectors cares = detectors("0.05", parts);
        show(reads, 1, 2000, 500);
        List<DetectorPart> written = new ArrayList<>(reads.snapshot(p -> p % 2 == 0));
        written.addAll(cares.snapshot(p -> p % 2 == 1));
        // plain restart
        ChangeDetectors again = detectors("0.05", written);
        show(again, 1, 2001, 1);
        assertThat(again.snapshot(p -> true).stream()
                        .filter(p -> p.partition == 1)
                        .findFirst()
                        .orElseThrow()
                        .seen)
                .isGreaterThan(500);
    }

    /** Forgotten and begun anew in the subtask that reads; the copy in care of an idle subtask wins at the restore. */
    @Test
    void aDetectorBegunAnewIsNewerThanItsOldCopy() {
        ChangeDetectors first = detectors("0.002", List.of());
        show(first, 1, 1000, 1000);
        List<DetectorPart> parts = first.snapshot(p -> true);
        ChangeDetectors reads = detectors("0.002", parts);
        ChangeDetectors cares = detectors("0.002", parts); // reads no partition, so its clock stands
        show(reads, 1, 1001, 1);
        reads.forget(Map.of(1, 50_000L), 0);
        show(reads, 1, 50_000, 500);
        List<DetectorPart> written = new ArrayList<>(reads.snapshot(p -> p % 2 == 0));
        cares.forget(Map.of(1, 1000L), 0);
        written.addAll(cares.snapshot(p -> p % 2 == 1));
        ChangeDetectors again = detectors("0.002", written);
        assertThat(again.snapshot(p -> true)).extracting(p -> p.lastMs).containsExactly(50_000L);
    }

    private static ScoredRow row(int partition, long ms, long offset, double value) {
        ScoredRow row = new ScoredRow();
        row.model = ModelKeys.join("fraud", "1", "ab");
        row.feedPartition = partition;
        row.sourceTopic = "t";
        row.sourcePartition = partition;
        row.sourceOffset = offset;
        row.rank = RowSample.rank(row.sourcePartition, row.sourceOffset);
        row.eventTimeMs = ms;
        row.values = new double[] {value};
        return row;
    }

    private static List<byte[]> sampled(boolean checkpoint) throws Exception {
        DriftDefinition d = def(
                "{window: 1s, reference: {first: 5s}, lateness: 0s, watch: [score], forget: 10s, detectors: [{on: score, detector: adwin}]}");
        try (var h =
                new OneInputStreamOperatorTestHarness<ScoredRow, WindowPart>(new SampleOperator(d, List.of("score")))) {
            h.open();
            Random random = new Random(1);
            for (int i = 0; i < 1000; i++) {
                h.processElement(row(1, 1000 + i, i, random.nextDouble() * 0.1), 0);
            }
            // partition 0 is read further ahead, as in catching up
            h.processElement(row(0, 60_000, 0, 0.5), 0);
            if (checkpoint) {
                h.snapshot(1, 1);
            }
            for (int i = 0; i < 400; i++) {
                h.processElement(row(1, 2000 + i, 1000 + i, 0.9 + random.nextDouble() * 0.1), 0);
            }
            h.processWatermark(2999);
            return h.extractOutputValues().stream().map(p -> p.summary).toList();
        }
    }

    @Test
    void aCheckpointChangesNothing() throws Exception {
        List<byte[]> with = sampled(true);
        List<byte[]> without = sampled(false);
        assertThat(SummaryCodec.decode(with.get(1)).detections())
                .isEqualTo(SummaryCodec.decode(without.get(1)).detections());
    }

    private static DriftJobConfig config(String yaml) {
        return TestingJobs.of(def(yaml), List.of(), 1);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, WindowPart, OutgoingRecord> harness(String yaml)
            throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new DetectFunction(config(yaml), () -> REGISTRY)),
                part -> part.model,
                Types.STRING);
    }

    private static WindowPart second(String version, long startMs) {
        return second(version, startMs, 0);
    }

    private static WindowPart second(String version, long startMs, double more) {
        WindowSummary summary = new WindowSummary(1, DriftDetector.WINDOW_ROWS);
        for (int i = 0; i < 100; i++) {
            summary.add(
                    startMs, new OffsetRanges.Partition("events", 0), startMs + i, new double[] {i % 10 / 10.0 + more});
        }
        return WindowPart.of(ModelKeys.join("fraud", version, "ab"), startMs, SummaryCodec.encode(summary));
    }

    private static List<String> alerts(KeyedOneInputStreamOperatorTestHarness<String, WindowPart, OutgoingRecord> h) {
        AvroCodec<DriftAlert> codec = new AvroCodec<>(DriftAlert.class, REGISTRY);
        var found = h.getSideOutput(DetectFunction.ALERTS);
        return found == null
                ? List.of()
                : found.stream()
                        .map(r -> codec.decode(r.getValue().value))
                        .map(a -> a.getModelVersion() + " " + a.getStatus() + " " + a.getMessage())
                        .toList();
    }

    /** What a checkpoint of 43d3641e has: keyed state, and no succession. */
    private static OperatorSubtaskState ofBefore(OperatorSubtaskState state) {
        return OperatorSubtaskState.builder()
                .setManagedKeyedState(state.getManagedKeyedState())
                .build();
    }

    @Test
    void aRollbackAfterAnUpgradeIsNoOutage() throws Exception {
        String yaml =
                "{window: 1s, reference: {first: 10s}, min_samples: 40, lateness: 0s, watch: [score, volume], confirm: 2 of 3}";
        OperatorSubtaskState state;
        try (var h = harness(yaml)) {
            h.open();
            for (long ms = 0; ms < 15_000; ms += 1000) {
                h.processElement(second("1", ms), ms + 999);
                h.processWatermark(ms + 999);
            }
            for (long ms = 15_000; ms < 20_000; ms += 1000) {
                h.processElement(second("2", ms), ms + 999);
                h.processWatermark(ms + 999);
            }
            assertThat(alerts(h)).isEmpty();
            state = ofBefore(h.snapshot(1, 1));
        }
        try (var h = harness(yaml)) {
            h.initializeState(state);
            h.open();
            for (long ms = 20_000; ms < 24_000; ms += 1000) {
                h.processElement(second("2", ms), ms + 999);
                h.processWatermark(ms + 999);
            }
            for (long ms = 24_000; ms < 26_000; ms += 1000) {
                h.processElement(second("1", ms), ms + 999);
                h.processWatermark(ms + 999);
            }
            assertThat(alerts(h)).isEmpty();
        }
    }

    /** A part of a subtask that was idle comes after a restart. */
    private static List<String> latePart(boolean restart) throws Exception {
        String yaml =
                "{window: 1s, reference: {first: 5s}, min_samples: 40, lateness: 0s, watch: [score], confirm: 2 of 3}";
        List<String> all = new ArrayList<>();
        var h = harness(yaml);
        h.open();
        for (long ms = 0; ms < 10_000; ms += 1000) {
            h.processElement(second("1", ms, ms >= 8000 ? 5 : 0), ms + 999);
            h.processWatermark(ms + 999);
        }
        if (restart) {
            var state = h.snapshot(1, 1);
            all.addAll(alerts(h));
            h.close();
            h = harness(yaml);
            h.initializeState(state);
            h.open();
        }
        h.processElement(second("2", 8000), 8999);
        h.processElement(second("1", 10_000, 5), 10_999);
        h.processWatermark(10_999);
        all.addAll(alerts(h));
        h.close();
        return all;
    }

    @Test
    void aRestartResolvesNothing() throws Exception {
        assertThat(latePart(true)).isEqualTo(latePart(false));
    }

    private static List<String> returned(boolean jump) throws Exception {
        String yaml =
                "{window: 1s, reference: {first: 5s}, min_samples: 40, lateness: 0s, watch: [score], confirm: 2 of 3, forget: 30s}";
        try (var h = harness(yaml)) {
            h.open();
            for (long ms = 0; ms < 10_000; ms += 1000) {
                h.processElement(second("1", ms), ms + 999);
                h.processWatermark(ms + 999);
            }
            if (!jump) {
                h.processWatermark(42_500);
            }
            h.processElement(second("1", 43_000), 43_999);
            h.processElement(second("2", 43_000), 43_999);
            h.processWatermark(43_999);
            for (long ms = 44_000; ms < 52_000; ms += 1000) {
                h.processElement(second("1", ms), ms + 999);
                h.processWatermark(ms + 999);
            }
            AvroCodec<ReferenceProfile> codec = new AvroCodec<>(ReferenceProfile.class, REGISTRY);
            return h.getSideOutput(DetectFunction.PROFILES).stream()
                    .map(r -> codec.decode(r.getValue().value))
                    .map(p -> p.getModelVersion() + " " + p.getReferenceId())
                    .toList();
        }
    }

    @Test
    void howFarAWatermarkJumpsChangesNothing() throws Exception {
        assertThat(returned(true)).isEqualTo(returned(false));
    }

    /** The document asks for longer, and the model never comes again. */
    @Test
    void aModelIsForgottenThoughTheDocumentAsksForLonger() throws Exception {
        String yaml =
                "{window: 1s, reference: {first: 5s}, min_samples: 40, lateness: 0s, watch: [score], confirm: 2 of 3, forget: ";
        OperatorSubtaskState state;
        try (var h = harness(yaml + "30s}")) {
            h.open();
            for (long ms = 0; ms < 10_000; ms += 1000) {
                h.processElement(second("1", ms, ms >= 8000 ? 5 : 0), ms + 999);
                h.processWatermark(ms + 999);
            }
            state = h.snapshot(1, 1);
        }
        try (var h = harness(yaml + "60s}")) {
            h.initializeState(state);
            h.open();
            h.processWatermark(500_000);
            assertThat(h.numKeyedStateEntries()).isZero();
        }
    }

    /** Predictions come, the last 46 minutes ago. */
    @Test
    void silenceIsNotToldBeforeItsTime() throws Exception {
        DriftDefinition d = def("{window: 1s, reference: {first: 5s}, lateness: 0s, watch: [score], silence: 1h}");
        long minute = 60_000;
        try (var h = new OneInputStreamOperatorTestHarness<ScoredRow, WindowPart>(
                        new SampleOperator(d, List.of("score")));
                var detect =
                        harness("{window: 1s, reference: {first: 5s}, lateness: 0s, watch: [score], silence: 1h}")) {
            h.open();
            detect.open();
            h.setProcessingTime(1000 * minute);
            detect.setProcessingTime(1000 * minute);
            h.processElement(row(0, 1000, 0, 0.1), 0);
            for (WindowPart sign : h.extractOutputValues()) {
                detect.processElement(sign, 0);
            }
            h.setProcessingTime(1014 * minute);
            h.processElement(row(0, 1001, 1, 0.1), 0);
            assertThat(h.extractOutputValues()).hasSize(1);
            detect.setProcessingTime(1060 * minute);
            assertThat(alerts(detect)).isEmpty();
        }
    }
}
