package io.streamgauge.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.drift.profile.RowSample;
import io.streamgauge.drift.state.SummaryCodec;
import io.streamgauge.schemas.DriftAlert;
import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.schemas.registry.TestingSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two subtasks read a partition each, one falls silent: what the job says of the windows that it is missing of. */
class MissingPartitionsTest {

    private static final TestingSchemaRegistry REGISTRY = new TestingSchemaRegistry();
    private static final int SHIFT = 8;

    @SuppressWarnings("NullAway.Init")
    private OneInputStreamOperatorTestHarness<ScoredRow, WindowPart> first;

    @SuppressWarnings("NullAway.Init")
    private OneInputStreamOperatorTestHarness<ScoredRow, WindowPart> second;

    @SuppressWarnings("NullAway.Init")
    private KeyedOneInputStreamOperatorTestHarness<String, WindowPart, OutgoingRecord> detect;

    private long offset;

    private String window = "window: 1s, reference: {first: 5s}";

    private DriftDefinition definition() {
        Problems problems = new Problems();
        DriftDefinition definition = DriftSection.read(
                YamlDocument.parse(
                        "test", "{" + window + ", min_samples: 40, lateness: 0s, watch: [score], confirm: 2 of 3}"),
                problems);
        problems.throwIfAny();
        return definition;
    }

    private OneInputStreamOperatorTestHarness<ScoredRow, WindowPart> sample() throws Exception {
        return sample(null);
    }

    private OneInputStreamOperatorTestHarness<ScoredRow, WindowPart> sample(@Nullable OperatorSubtaskState state)
            throws Exception {
        var harness = new OneInputStreamOperatorTestHarness<ScoredRow, WindowPart>(
                new SampleOperator(definition(), List.of("score")));
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
        return harness;
    }

    private void open(@Nullable OperatorSubtaskState state) throws Exception {
        DriftJobConfig config = TestingJobs.of(definition(), List.of(), 1);
        detect = new KeyedOneInputStreamOperatorTestHarness<>(
                new DetectOperator(new DetectFunction(config, () -> REGISTRY)), part -> part.model, Types.STRING);
        if (state != null) {
            detect.initializeState(state);
        }
        detect.open();
    }

    /** Rows every 10 ms; of 100 the last is the first of the next second. */
    private void rows(
            OneInputStreamOperatorTestHarness<ScoredRow, WindowPart> subtask, int partition, int second, int rows)
            throws Exception {
        for (int i = 0; i < rows; i++) {
            ScoredRow row = new ScoredRow();
            row.model = ModelKeys.join("fraud", "1", "ab");
            row.feedPartition = partition;
            row.sourceTopic = "payments";
            row.sourcePartition = partition;
            row.sourceOffset = offset++;
            row.rank = RowSample.rank(row.sourcePartition, row.sourceOffset);
            row.eventTimeMs = second * 1000L + 10L * (i + 1);
            row.values = new double[] {i % 10 / 10.0 + (row.eventTimeMs >= SHIFT * 1000L ? 5 : 0)};
            subtask.processElement(row, row.eventTimeMs);
        }
    }

    /** What the subtasks have sent is taken in, and then a watermark. */
    private void judge(int toSecond) throws Exception {
        for (var subtask : List.of(first, second)) {
            for (WindowPart part : subtask.extractOutputValues()) {
                detect.processElement(part, 0);
            }
            subtask.getOutput().clear();
        }
        detect.processWatermark(toSecond * 1000L - 1);
    }

    private List<String> alerts() {
        AvroCodec<DriftAlert> codec = new AvroCodec<>(DriftAlert.class, REGISTRY);
        var found = detect.getSideOutput(DetectFunction.ALERTS);
        return found == null
                ? List.of()
                : found.stream()
                        .map(record -> codec.decode(record.getValue().value))
                        .map(alert ->
                                alert.getStatus() + " " + alert.getWindowStart().getEpochSecond())
                        .toList();
    }

    private List<String> verdicts() {
        AvroCodec<DriftMetric> codec = new AvroCodec<>(DriftMetric.class, REGISTRY);
        return detect.extractOutputValues().stream()
                .map(record -> codec.decode(record.value))
                .filter(metric -> metric.getStatistic().equals("ks"))
                .map(metric -> metric.getWindowStart().getEpochSecond() + " " + metric.getWindowCount() + " "
                        + metric.getMissingPartitions() + " " + metric.getCounts())
                .toList();
    }

    private void bothTo(int second) throws Exception {
        for (int at = 0; at < second; at++) {
            rows(first, 0, at, 100);
            rows(this.second, 1, at, 100);
            first.processWatermark((at + 1) * 1000L - 1);
            this.second.processWatermark((at + 1) * 1000L - 1);
            judge(at + 1);
        }
    }

    @Test
    void aWindowThatLacksAPartitionOpensNoAlert() throws Exception {
        first = sample();
        second = sample();
        open(null);
        bothTo(7);
        assertThat(verdicts()).containsExactly("5 200 [] true", "6 200 [] true");

        // The second partition brings 40 rows, and falls silent.
        rows(second, 1, 7, 40);
        second.processWatermarkStatus(WatermarkStatus.IDLE);
        for (int at = 7; at < 13; at++) {
            rows(first, 0, at, 100);
            first.processWatermark((at + 1) * 1000L - 1);
            judge(at + 1);
        }
        assertThat(verdicts().subList(2, 8))
                .as("what came before is in its window; after five windows its share is below 0.05")
                .containsExactly(
                        "7 141 [1] false",
                        "8 100 [1] false",
                        "9 100 [1] false",
                        "10 100 [1] false",
                        "11 100 [1] false",
                        "12 100 [1] true");
        assertThat(alerts()).containsExactly("OPENED 12");
    }

    /** Of two partitions that one subtask reads, the second brings 40 rows, and falls silent in the third second. */
    @Test
    void suchWindowsAreCountedWhereTheyAreSampled() throws Exception {
        first = sample();
        for (int at = 0; at < 4; at++) {
            rows(first, 0, at, 100);
            rows(first, 1, at, at < 2 ? 100 : at == 2 ? 40 : 0);
            first.processWatermark((at + 1) * 1000L - 1);
        }

        assertThat(((SampleOperator) first.getOperator())
                        .getRuntimeContext()
                        .getLongCounter(JobCount.INCOMPLETE_WINDOWS)
                        .getLocalValuePrimitive())
                .isEqualTo(2);
        first.close();
    }

    @Test
    void oneThatComesBackHoldsUntilTheWindowsThatItIsInTimeFor() throws Exception {
        first = sample();
        second = sample();
        open(null);
        bothTo(8);
        second.processWatermarkStatus(WatermarkStatus.IDLE);
        rows(first, 0, 8, 100);
        first.processWatermark(8999);
        judge(9);
        assertThat(alerts()).isEmpty();

        OperatorSubtaskState state = detect.snapshot(1, 1);
        List<String> before = verdicts();
        detect.close();
        open(state);
        second.processWatermarkStatus(WatermarkStatus.ACTIVE);
        rows(second, 1, 8, 50);
        rows(second, 1, 9, 100);
        rows(first, 0, 9, 100);
        first.processWatermark(9999);
        second.processWatermark(9999);
        judge(10);
        rows(first, 0, 10, 100);
        rows(second, 1, 10, 100);
        first.processWatermark(10_999);
        second.processWatermark(10_999);
        judge(11);
        assertThat(before).last().isEqualTo("8 101 [1] false");
        assertThat(verdicts()).containsExactly("9 199 [] true", "10 200 [] true");
        assertThat(alerts()).containsExactly("OPENED 9", "ESCALATED 10");
    }

    private OneInputStreamOperatorTestHarness<ScoredRow, WindowPart> restarted(
            OneInputStreamOperatorTestHarness<ScoredRow, WindowPart> subtask) throws Exception {
        OperatorSubtaskState state = subtask.snapshot(1, 1);
        subtask.close();
        return sample(state);
    }

    /** The second partition is silent for two steps; then all goes on, after a restart or not. */
    private List<String> overlapping(boolean restart) throws Exception {
        window = "window: 3s, every: 1s, reference: {first: 6s}";
        first = sample();
        second = sample();
        open(null);
        bothTo(8);
        second.processWatermarkStatus(WatermarkStatus.IDLE);
        for (int at = 8; at < 10; at++) {
            rows(first, 0, at, 100);
            first.processWatermark(at * 1000L + 999);
            judge(at + 1);
        }
        List<String> verdicts = new ArrayList<>(verdicts());
        int before = verdicts.size();
        if (restart) {
            OperatorSubtaskState state = detect.snapshot(1, 1);
            detect.close();
            open(state);
            first = restarted(first);
            second = restarted(second);
        }
        second.processWatermarkStatus(WatermarkStatus.ACTIVE);
        for (int at = 10; at < 14; at++) {
            rows(first, 0, at, 100);
            rows(second, 1, at, 100);
            first.processWatermark(at * 1000L + 999);
            second.processWatermark(at * 1000L + 999);
            judge(at + 1);
        }
        verdicts.addAll(
                restart ? verdicts() : verdicts().subList(before, verdicts().size()));
        return verdicts;
    }

    /** What was missing is missing of each window that holds it. */
    @Test
    void aRestartBetweenOverlappingWindowsChangesNothing() throws Exception {
        List<String> verdicts = overlapping(false);
        assertThat(verdicts)
                .as("two of them end after the restart")
                .filteredOn(verdict -> verdict.endsWith("[1] false"))
                .hasSize(4);
        assertThat(verdicts).last().asString().endsWith("[] true");
        assertThat(overlapping(true)).isEqualTo(verdicts);
    }

    /** The last 5 of 100 rows of a window come to no partition but the first: a share of 0.025, which is no reason to wait. */
    @Test
    void oneThatIsIdleTwiceInAWindowIsMissingFromTheSecondTimeOn() throws Exception {
        first = sample();
        second = sample();
        open(null);
        bothTo(7);
        rows(second, 1, 7, 10);
        second.processWatermarkStatus(WatermarkStatus.IDLE);
        rows(first, 0, 7, 50);
        judge(7);
        second.processWatermarkStatus(WatermarkStatus.ACTIVE);
        rows(second, 1, 7, 95);
        second.processWatermarkStatus(WatermarkStatus.IDLE);
        judge(7);
        rows(first, 0, 7, 100);
        first.processWatermark(7999);
        judge(8);
        assertThat(verdicts()).last().asString().startsWith("7 ").endsWith(" [1] true");
    }

    /** Rows read before are sent when there is nothing more to read, once. */
    @Test
    void whatIsOpenIsSentBeforeIdleness() throws Exception {
        first = sample();
        rows(first, 0, 0, 30);
        first.processWatermarkStatus(WatermarkStatus.IDLE);
        rows(first, 0, 1, 12);
        first.processWatermark(1999);
        assertThat(first.extractOutputValues().stream()
                        .filter(part -> !part.model.equals(PartitionReport.KEY))
                        .map(part -> SummaryCodec.decode(part.summary).rows()))
                .containsExactly(30L, 12L);
    }
}
