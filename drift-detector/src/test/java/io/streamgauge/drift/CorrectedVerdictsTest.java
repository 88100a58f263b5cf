package io.streamgauge.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.drift.profile.OffsetRanges;
import io.streamgauge.drift.profile.RowSample;
import io.streamgauge.drift.profile.WindowSummary;
import io.streamgauge.drift.state.SummaryCodec;
import io.streamgauge.schemas.DriftAlert;
import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.schemas.registry.TestingSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two subtasks read a partition each. Every window of a second holds 100 predictions, spread evenly over 0 to 0.9, unless some are late.
 */
class CorrectedVerdictsTest {

    private static final TestingSchemaRegistry REGISTRY = new TestingSchemaRegistry();
    private static final String OF_THREE_SECONDS =
            "{window: 1s, reference: {first: 5s}, min_samples: 40, lateness: 0s, watch: [score], statistics: {numeric: [ks]},"
                    + " confirm: 1 of 1, corrections: 3s}";

    private List<OneInputStreamOperatorTestHarness<ScoredRow, WindowPart>> subtasks = List.of();

    @SuppressWarnings("NullAway.Init")
    private KeyedOneInputStreamOperatorTestHarness<String, WindowPart, OutgoingRecord> detect;

    private final List<DriftMetric> told = new ArrayList<>();
    private final List<String> alerts = new ArrayList<>();
    private long offset;
    private List<String> inputs = List.of();
    private String model = ModelKeys.join("fraud", "1", "ab");

    private static DriftDefinition definition(String drift) {
        Problems problems = new Problems();
        DriftDefinition definition = DriftSection.read(YamlDocument.parse("test", drift), problems);
        problems.throwIfAny();
        return definition;
    }

    private static OneInputStreamOperatorTestHarness<ScoredRow, WindowPart> subtask(
            String drift, @Nullable OperatorSubtaskState state) throws Exception {
        var harness = new OneInputStreamOperatorTestHarness<ScoredRow, WindowPart>(
                new SampleOperator(definition(drift), List.of("score")));
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
        return harness;
    }

    private void open(
            String drift,
            @Nullable OperatorSubtaskState first,
            @Nullable OperatorSubtaskState second,
            @Nullable OperatorSubtaskState detecting)
            throws Exception {
        subtasks = List.of(subtask(drift, first), subtask(drift, second));
        DriftJobConfig config = TestingJobs.of(definition(drift), inputs, 1);
        detect = new KeyedOneInputStreamOperatorTestHarness<>(
                new DetectOperator(new DetectFunction(config, () -> REGISTRY)), part -> part.model, Types.STRING);
        if (detecting != null) {
            detect.initializeState(detecting);
        }
        detect.open();
    }

    private void open(String drift) throws Exception {
        open(drift, null, null, null);
    }

    private void restart(String drift) throws Exception {
        OperatorSubtaskState first = subtasks.get(0).snapshot(1, 1);
        OperatorSubtaskState second = subtasks.get(1).snapshot(1, 1);
        OperatorSubtaskState detecting = detect.snapshot(1, 1);
        taken();
        for (var subtask : subtasks) {
            subtask.close();
        }
        detect.close();
        open(drift, first, second, detecting);
    }

    private void row(int partition, long timeMs, double value) throws Exception {
        ScoredRow row = new ScoredRow();
        row.model = model;
        row.feedPartition = partition;
        row.sourceTopic = "payments";
        row.sourcePartition = partition;
        row.sourceOffset = offset++;
        row.rank = RowSample.rank(row.sourcePartition, row.sourceOffset);
        row.eventTimeMs = timeMs;
        row.values = new double[] {value};
        subtasks.get(partition).processElement(row, timeMs);
    }

    /** Rows of a second, half of them in each partition, and a watermark at its end. */
    private void second(int second, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            row(i % 2, second * 1000L + 10L * i, i % 10 / 10.0);
        }
    }

    private void seconds(int from, int to) throws Exception {
        for (int second = from; second < to; second++) {
            second(second, 0, 100);
            passed(second * 1000L + 989);
        }
    }

    private void passed(long watermarkMs) throws Exception {
        for (var subtask : subtasks) {
            subtask.processWatermark(watermarkMs);
            for (WindowPart part : subtask.extractOutputValues()) {
                detect.processElement(part, 0);
            }
            subtask.getOutput().clear();
        }
        detect.processWatermark(watermarkMs);
    }

    private void taken() {
        AvroCodec<DriftMetric> metrics = new AvroCodec<>(DriftMetric.class, REGISTRY);
        detect.extractOutputValues().forEach(record -> told.add(metrics.decode(record.value)));
        detect.getOutput().clear();
        AvroCodec<DriftAlert> codec = new AvroCodec<>(DriftAlert.class, REGISTRY);
        var found = detect.getSideOutput(DetectFunction.ALERTS);
        if (found != null) {
            found.forEach(record -> alerts.add(
                    String.valueOf(codec.decode(record.getValue().value).getStatus())));
            found.clear();
        }
        assertThat(detect.getSideOutput(DetectFunction.RETRAINING)).isNull();
    }

    private List<String> ofWindow(int second) {
        taken();
        return told.stream()
                .filter(metric -> metric.getWindowStart().toEpochMilli() == second * 1000L)
                .map(metric -> "revision %d, late %d of %d, %.4f %s"
                        .formatted(
                                metric.getRevision(),
                                metric.getLateRows(),
                                metric.getWindowCount(),
                                metric.getValue(),
                                metric.getDrifted() ? "drifted" : "steady"))
                .toList();
    }

    private static long count(String name, AbstractStreamOperatorTestHarness<?> of) {
        AbstractStreamOperator<?> operator = (AbstractStreamOperator<?>) of.getOperator();
        return operator.getRuntimeContext().getLongCounter(name).getLocalValuePrimitive();
    }

    /**
     * 100 rows as in the reference, and 50 late ones above all of them: a third of the window lies where nothing of the reference does, so the
     * KS distance is 1/3 once they count.
     */
    @Test
    void aWindowIsJudgedOnceMoreWithWhatCameLate() throws Exception {
        open(OF_THREE_SECONDS);
        seconds(0, 8);
        for (int i = 0; i < 50; i++) {
            row(i % 2, 6000 + i, 5);
        }
        seconds(8, 9);
        assertThat(ofWindow(6)).containsExactly("revision 0, late 0 of 100, 0.0000 steady");
        passed(9998);
        assertThat(ofWindow(6)).as("the last moment before 7 s + 3 s").hasSize(1);
        passed(9999);
        assertThat(ofWindow(6))
                .containsExactly(
                        "revision 0, late 0 of 100, 0.0000 steady", "revision 1, late 50 of 150, 0.3333 drifted");
        seconds(10, 20);
        assertThat(told).filteredOn(metric -> metric.getRevision() == 1).hasSize(1);
        DriftMetric first = told.stream()
                .filter(metric -> metric.getWindowStart().toEpochMilli() == 6000)
                .findFirst()
                .orElseThrow();
        DriftMetric corrected = told.stream()
                .filter(metric -> metric.getRevision() == 1)
                .findFirst()
                .orElseThrow();
        assertThat(corrected.getReferenceId()).isEqualTo(first.getReferenceId());
        assertThat(corrected.getReferenceCount()).isEqualTo(500);
        assertThat(corrected.getValue()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(alerts).as("a correction opens none").isEmpty();
    }

    /** A row is too late by 1 ms, another is not; windows of the reference stay as they are. */
    @Test
    void whatIsTooLateOrOfTheReferenceCorrectsNothing() throws Exception {
        open(OF_THREE_SECONDS);
        seconds(0, 10);
        row(0, 9980 - 3000, 5);
        row(0, 9980 - 3001, 5);
        seconds(10, 20);
        assertThat(ofWindow(6)).hasSize(2).last().isEqualTo("revision 1, late 1 of 101, 0.0099 steady");
        assertThat(count(JobCount.LATE_PREDICTIONS, subtasks.get(0))).isEqualTo(1);
        assertThat(count(CorrectionCount.CORRECTED, detect)).isEqualTo(1);
        assertThat(count(CorrectionCount.UNCORRECTED, detect)).isZero();

        open(OF_THREE_SECONDS);
        told.clear();
        seconds(0, 6);
        row(0, 4000, 5);
        seconds(6, 20);
        assertThat(ofWindow(4)).isEmpty();
        assertThat(count(CorrectionCount.UNCORRECTED, detect)).isEqualTo(1);
    }

    /** Late and on-time rows, summaries and timers all outlive a restart at any moment. */
    @Test
    void aRestartChangesNothing() throws Exception {
        for (int stop = 6; stop < 12; stop++) {
            told.clear();
            offset = 0;
            open(OF_THREE_SECONDS);
            for (int second = 0; second < 14; second++) {
                second(second, 0, 100);
                if (second == 8) {
                    for (int i = 0; i < 50; i++) {
                        row(i % 2, 6000 + i, 5);
                    }
                }
                if (second == stop) {
                    restart(OF_THREE_SECONDS);
                }
                passed(second * 1000L + 989);
            }
            assertThat(ofWindow(6))
                    .as("stopped in second %d", stop)
                    .containsExactly(
                            "revision 0, late 0 of 100, 0.0000 steady", "revision 1, late 50 of 150, 0.3333 drifted");
        }
    }

    /** Windows of two steps, of which the first is corrected before the stop and the second after it. */
    @Test
    void aRestartBetweenTwoWindowsOfAStepChangesNothing() throws Exception {
        String overlapping = OF_THREE_SECONDS
                .replace("window: 1s", "window: 2s, every: 1s")
                .replace("5s", "6s")
                .replace("corrections: 3s", "corrections: 4s");
        List<List<DriftMetric>> runs = new ArrayList<>();
        for (int stop : List.of(-1, 11, 12)) {
            told.clear();
            offset = 0;
            open(overlapping);
            for (int second = 0; second < 18; second++) {
                second(second, 0, 100);
                if (second == 9) {
                    for (int i = 0; i < 50; i++) {
                        row(i % 2, 7000 + i, 5);
                    }
                }
                passed(second * 1000L + 999);
                if (second == stop) {
                    restart(overlapping);
                }
            }
            taken();
            runs.add(List.copyOf(told));
        }
        assertThat(runs.get(0)).filteredOn(metric -> metric.getRevision() == 1).hasSize(2);
        assertThat(runs.get(1)).isEqualTo(runs.get(0));
        assertThat(runs.get(2)).isEqualTo(runs.get(0));
    }

    private void late(int second, int rows) throws Exception {
        for (int i = 0; i < rows; i++) {
            row(i % 2, second * 1000L + i, 5);
        }
    }

    /** A window was judged before its corrections were kept: late rows alone are no correction of it. Those of later windows are. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "window: 1s | corrections: 0s | window: 1s | corrections: 5s",
                "window: 1s | corrections: 1s | window: 1s | corrections: 5s",
                "window: 2s, every: 1s | corrections: 0s | window: 2s, every: 1s | corrections: 6s",
                "window: 1s | corrections: 3s | window: 2s, every: 1s | corrections: 6s",
            })
    void whatWasJudgedBeforeCorrectionsBeganIsNotCorrected(
            String window, String corrections, String otherWindow, String otherCorrections) throws Exception {
        String before = OF_THREE_SECONDS
                .replace("window: 1s", window)
                .replace("first: 5s", "first: 6s")
                .replace("corrections: 3s", corrections);
        String after = OF_THREE_SECONDS
                .replace("window: 1s", otherWindow)
                .replace("first: 5s", "first: 6s")
                .replace("corrections: 3s", otherCorrections);
        open(before);
        seconds(0, 10);
        restart(after);
        told.clear();
        late(6, 50);
        seconds(10, 14);
        late(12, 50);
        seconds(14, 26);
        taken();
        assertThat(told)
                .filteredOn(metric ->
                        metric.getRevision() == 1 && metric.getWindowStart().toEpochMilli() < 10_000)
                .as("windows of which nothing, or not all, was kept")
                .isEmpty();
        assertThat(count(CorrectionCount.UNCORRECTED, detect)).isPositive();
        long inTime = definition(after).window().toMillis() / 10;
        assertThat(told)
                .filteredOn(metric ->
                        metric.getRevision() == 1 && metric.getWindowStart().toEpochMilli() == 12_000)
                .singleElement()
                .satisfies(metric -> {
                    assertThat(metric.getLateRows()).isEqualTo(50);
                    assertThat(metric.getWindowCount()).isEqualTo(inTime + 50);
                });
    }

    /** What began after a restart goes on after another one, and with a model that was never seen before. */
    @Test
    void fromWhenOnWindowsAreCorrectedOutlivesRestarts() throws Exception {
        open(OF_THREE_SECONDS.replace("corrections: 3s", "corrections: 0s"));
        seconds(0, 10);
        restart(OF_THREE_SECONDS);
        restart(OF_THREE_SECONDS);
        told.clear();
        late(8, 50);
        seconds(10, 12);
        restart(OF_THREE_SECONDS);
        seconds(12, 20);
        assertThat(ofWindow(8)).isEmpty();
    }

    /** A longer time is that of what is kept, too: a window whose first time is not over when the document changes. */
    @Test
    void aLongerTimeIsThatOfWhatIsKept() throws Exception {
        open(OF_THREE_SECONDS);
        seconds(0, 8);
        late(6, 50);
        seconds(8, 9);
        restart(OF_THREE_SECONDS.replace("corrections: 3s", "corrections: 5s"));
        seconds(9, 11);
        assertThat(ofWindow(6)).hasSize(1);
        seconds(11, 20);
        assertThat(ofWindow(6))
                .containsExactly(
                        "revision 0, late 0 of 100, 0.0000 steady", "revision 1, late 50 of 150, 0.3333 drifted");
    }

    /** With a shorter time the correction is due before the restart: the rows kept for it are counted. */
    @Test
    void whatAShorterTimeLeavesIsCounted() throws Exception {
        open(OF_THREE_SECONDS);
        seconds(0, 8);
        late(6, 50);
        seconds(8, 9);
        restart(OF_THREE_SECONDS.replace("corrections: 3s", "corrections: 1s"));
        assertThat(count(JobCount.LATE_PREDICTIONS, detect)).isEqualTo(50);
        int entries = detect.numKeyedStateEntries();
        seconds(9, 20);
        assertThat(ofWindow(6)).hasSize(1);
        assertThat(detect.numKeyedStateEntries()).isLessThanOrEqualTo(entries);
    }

    /** Windows are kept under no name: those of another input of the same model would merge with them. */
    @Test
    void whatIsKeptOfOtherInputsGoes() throws Exception {
        open(OF_THREE_SECONDS);
        seconds(0, 8);
        late(6, 50);
        seconds(8, 9);
        inputs = List.of("amount");
        restart(OF_THREE_SECONDS.replace("watch: [score]", "watch: [inputs]"));
        assertThat(count(JobCount.LATE_PREDICTIONS, detect)).isEqualTo(50);
        seconds(9, 20);
        taken();
        assertThat(told).allMatch(metric -> metric.getRevision() == 0);
    }

    /** The window of seconds 6 and 7 is not judged, since another model serves in 7; nor is it by a correction. */
    @Test
    void aWindowSkippedSinceTheModelWasReplacedIsNotCorrected() throws Exception {
        open(OF_THREE_SECONDS
                .replace("window: 1s", "window: 2s, every: 1s")
                .replace("5s", "4s")
                .replace("corrections: 3s", "corrections: 4s"));
        seconds(0, 7);
        model = ModelKeys.join("fraud", "2", "cd");
        seconds(7, 8);
        model = ModelKeys.join("fraud", "1", "ab");
        late(6, 50);
        model = ModelKeys.join("fraud", "2", "cd");
        seconds(8, 20);
        assertThat(ofWindow(5)).hasSize(2);
        assertThat(ofWindow(6)).isEmpty();
        assertThat(count(CorrectionCount.UNCORRECTED, detect)).isEqualTo(1);
    }

    /** Nothing comes in time for longer than corrections take: the window is corrected before the gap is judged, which leaves it out. */
    @Test
    void aWindowOfAGapIsNotJudgedAfterItsCorrection() throws Exception {
        open(OF_THREE_SECONDS.replace("watch: [score]", "watch: [score, volume]"));
        seconds(0, 7);
        passed(8_500);
        late(7, 50);
        for (int second = 9; second < 13; second++) {
            passed(second * 1000L + 989);
        }
        assertThat(ofWindow(7)).isNotEmpty().allMatch(told -> told.startsWith("revision 1, late 50 of 50"));
        restart(OF_THREE_SECONDS.replace("watch: [score]", "watch: [score, volume]"));
        int corrected = ofWindow(7).size();
        seconds(13, 20);
        assertThat(ofWindow(7)).hasSize(corrected);
        assertThat(ofWindow(8)).as("the gap is told").singleElement().asString().startsWith("revision 0, late 0 of 0");
    }

    /** All of a window came late, and one partition has not come to its end yet. */
    @Test
    void aCorrectionWithoutAFirstVerdictTellsWhatItLacks() throws Exception {
        open(OF_THREE_SECONDS);
        seconds(0, 6);
        subtasks.get(1).processWatermarkStatus(WatermarkStatus.IDLE);
        passed(0, 6_000);
        for (int i = 0; i < 100; i += 2) {
            row(0, 7000L + 10L * i, i % 10 / 10.0);
        }
        passed(0, 7_989);
        for (int i = 0; i < 100; i += 2) {
            row(0, 6000L + 10L * i, i % 10 / 10.0);
        }
        for (int second = 8; second < 12; second++) {
            for (int i = 0; i < 100; i += 2) {
                row(0, second * 1000L + 10L * i, i % 10 / 10.0);
            }
            passed(0, second * 1000L + 989);
        }
        assertThat(ofWindow(6)).containsExactly("revision 1, late 50 of 50, 0.1000 steady");
        DriftMetric corrected = told.stream()
                .filter(metric -> metric.getWindowStart().toEpochMilli() == 6000)
                .findFirst()
                .orElseThrow();
        assertThat(corrected.getMissingPartitions()).containsExactly(1);
        assertThat(corrected.getMissingShare()).isPositive();
        assertThat(corrected.getCounts()).as("no alert followed").isFalse();
    }

    /** Fewer than min_samples: nothing is said of it, so it is no corrected window. */
    @Test
    void aWindowTooSmallToBeJudgedIsNoCorrectedOne() throws Exception {
        open(OF_THREE_SECONDS);
        seconds(0, 6);
        second(6, 0, 10);
        passed(6_989);
        seconds(7, 8);
        late(6, 10);
        seconds(8, 20);
        assertThat(ofWindow(6)).isEmpty();
        assertThat(count(CorrectionCount.CORRECTED, detect)).isZero();
        assertThat(count(CorrectionCount.UNCORRECTED, detect)).isZero();
    }

    /** A checkpoint that a version wrote which knew no late parts; Base64 of the serializer's snapshot and of one part. */
    @Test
    void aPartOfAnEarlierVersionIsNotLate() throws Exception {
        byte[] golden;
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("window-part-1.base64"))) {
            golden = Base64.getMimeDecoder().decode(in.readAllBytes());
        }
        DataInputDeserializer in = new DataInputDeserializer(golden);
        TypeSerializerSnapshot<WindowPart> before =
                TypeSerializerSnapshot.readVersionedSnapshot(in, getClass().getClassLoader());
        WindowPart part = before.restoreSerializer().deserialize(in);
        assertThat(part.model).isEqualTo("fraud\n1\nab");
        assertThat(part.windowStartMs).isEqualTo(6000);
        assertThat(part.summary).containsExactly(1, 2, 3);
        assertThat(part.late).isFalse();
        TypeSerializer<WindowPart> now =
                TypeInformation.of(WindowPart.class).createSerializer(new SerializerConfigImpl());
        assertThat(now.snapshotConfiguration()
                        .resolveSchemaCompatibility(before)
                        .isIncompatible())
                .isFalse();
    }

    /** Nothing of it came in time, since one partition had gone ahead while the other was idle. */
    @Test
    void aWindowOfWhichAllCameLateIsJudgedThen() throws Exception {
        open(OF_THREE_SECONDS);
        seconds(0, 6);
        seconds(7, 8);
        second(6, 0, 100);
        seconds(8, 12);
        assertThat(ofWindow(6)).containsExactly("revision 1, late 100 of 100, 0.0000 steady");
    }

    /** A subtask that was idle sends its rows when the window is judged. They are in the correction, which tells that nothing lacks. */
    @Test
    void whatAnIdlePartitionBringsCorrects() throws Exception {
        open(OF_THREE_SECONDS);
        seconds(0, 6);
        for (int second = 6; second < 8; second++) {
            for (int i = 0; i < 100; i += 2) {
                row(0, second * 1000L + 10L * i, i % 10 / 10.0);
            }
        }
        subtasks.get(1).processWatermarkStatus(WatermarkStatus.IDLE);
        passed(0, 7989);
        taken();
        subtasks.get(1).processWatermarkStatus(WatermarkStatus.ACTIVE);
        for (int second = 6; second < 8; second++) {
            for (int i = 1; i < 100; i += 2) {
                row(1, second * 1000L + 10L * i, i % 10 / 10.0);
            }
        }
        seconds(8, 14);
        assertThat(ofWindow(6)).hasSize(2).last().isEqualTo("revision 1, late 50 of 100, 0.0000 steady");
        List<DriftMetric> both = told.stream()
                .filter(metric -> metric.getWindowStart().toEpochMilli() == 6000)
                .toList();
        assertThat(both.get(0).getMissingPartitions()).containsExactly(1);
        assertThat(both.get(0).getCounts()).isFalse();
        assertThat(both.get(1).getMissingPartitions()).isEmpty();
        assertThat(both.get(1).getMissingShare()).isZero();
        assertThat(both.get(1).getCounts()).as("no alert followed").isFalse();
    }

    private void passed(int subtask, long watermarkMs) throws Exception {
        subtasks.get(subtask).processWatermark(watermarkMs);
        for (var one : subtasks) {
            for (WindowPart part : one.extractOutputValues()) {
                detect.processElement(part, 0);
            }
            one.getOutput().clear();
        }
        detect.processWatermark(watermarkMs);
    }

    /** The document asks for no corrections any more, or for other windows: what was kept goes, and nothing is told twice. */
    @Test
    void anotherDocumentForgetsWhatWasKept() throws Exception {
        for (String other : List.of(
                OF_THREE_SECONDS.replace("corrections: 3s", "corrections: 0s"),
                OF_THREE_SECONDS.replace("window: 1s", "window: 1s, every: 500ms"))) {
            told.clear();
            open(OF_THREE_SECONDS);
            seconds(0, 8);
            for (int i = 0; i < 50; i++) {
                row(i % 2, 6000 + i, 5);
            }
            seconds(8, 9);
            restart(other);
            seconds(9, 20);
            taken();
            assertThat(told).allMatch(metric -> metric.getRevision() == 0);
        }
    }

    /** The state of corrections is as large as it is at first, and goes with the model. */
    @Test
    void whatIsKeptIsBounded() throws Exception {
        open(OF_THREE_SECONDS.replace("corrections", "forget: 5s, corrections"));
        seconds(0, 12);
        int entries = detect.numKeyedStateEntries();
        seconds(12, 40);
        assertThat(detect.numKeyedStateEntries()).isEqualTo(entries);
        passed(100_000);
        assertThat(detect.numKeyedStateEntries()).isZero();
        assertThat(detect.numEventTimeTimers()).isZero();
    }

    /** Too late after a restart too, when no watermark has come yet. */
    @Test
    void whatIsCorrectedIsNotCorrectedAgainAfterARestart() throws Exception {
        open(OF_THREE_SECONDS);
        seconds(0, 8);
        row(0, 6000, 5);
        seconds(8, 14);
        restart(OF_THREE_SECONDS);
        WindowPart part = WindowPart.ofLate(ModelKeys.join("fraud", "1", "ab"), 6000, SummaryCodec.encode(oneRow()));
        detect.processElement(part, 0);
        seconds(14, 20);
        assertThat(ofWindow(6)).hasSize(2);
        assertThat(count(JobCount.LATE_PREDICTIONS, detect)).isEqualTo(1);
    }

    private static WindowSummary oneRow() {
        WindowSummary summary = new WindowSummary(1, 2048);
        summary.add(6000, new OffsetRanges.Partition("payments", 0), 77_777, new double[] {5});
        return summary;
    }
}
