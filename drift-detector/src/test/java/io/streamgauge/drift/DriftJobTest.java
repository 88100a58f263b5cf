package io.streamgauge.drift;

import static io.streamgauge.drift.TestingRows.DAY_MS;
import static io.streamgauge.drift.TestingRows.FEATURES;
import static io.streamgauge.drift.TestingRows.START_MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.schemas.AlertStatus;
import io.streamgauge.schemas.DriftAlert;
import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.OffsetRange;
import io.streamgauge.schemas.ReferenceProfile;
import io.streamgauge.schemas.RetrainingEvent;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.schemas.wire.AvroCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
@Tag("slow")
class DriftJobTest {

    private static final int ROWS_PER_DAY = 600;
    private static final int SHIFT_DAY = 40;
    private static final int DAYS = 44;
    private static final List<String> OUTPUTS = List.of("metrics", "alerts", "retraining", "profiles");

    private static DriftJobConfig config(int parallelism) {
        return config(parallelism, "reference: {first: 14d}", FEATURES.subList(0, FEATURES.size() - 1));
    }

    private static DriftJobConfig config(int parallelism, String drift, List<String> inputs) {
        Problems problems = new Problems();
        DriftDefinition definition = DriftSection.read(YamlDocument.parse("test", drift), problems);
        problems.throwIfAny();
        return TestingJobs.of(definition, inputs, parallelism);
    }

    private static TestingStream run(String name, List<TestingRows.Row> rows, int parallelism) throws Exception {
        TestingStream stream = new TestingStream(name, rows);
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
        stream.wire(env, config(parallelism), 0);
        env.execute();
        return stream;
    }

    private static List<TestingRows.Row> shifted() {
        return new TestingRows(1, ROWS_PER_DAY, SHIFT_DAY).days(DAYS);
    }

    private static <T extends SpecificRecord> List<T> read(TestingStream stream, String output, Class<T> type) {
        AvroCodec<T> codec = new AvroCodec<>(type, TestingStream.REGISTRY);
        return stream.output(output).stream()
                .map(record -> codec.decode(record.value))
                .toList();
    }

    /** All records as text, sorted, since the four outputs have no order between them. */
    private static List<String> bytes(TestingStream stream) {
        List<String> bytes = new ArrayList<>();
        for (String output : OUTPUTS) {
            for (OutgoingRecord record : stream.output(output)) {
                bytes.add(output + " " + record.key + " " + HexFormat.of().formatHex(record.value));
            }
        }
        return bytes.stream().sorted().toList();
    }

    @Test
    void aShiftLeadsToAnAlertAndARetrainingEvent() throws Exception {
        TestingStream stream = run("shift", shifted(), 3);

        List<ReferenceProfile> profiles = read(stream, "profiles", ReferenceProfile.class);
        assertThat(profiles).extracting(ReferenceProfile::getFeature).containsExactlyElementsOf(FEATURES);
        ReferenceProfile amount = profiles.get(0);
        assertThat(amount.getRangeStart().toEpochMilli()).isEqualTo(START_MS);
        assertThat(amount.getRangeEnd().toEpochMilli()).isEqualTo(START_MS + 14 * DAY_MS);
        assertThat(amount.getCount()).isEqualTo(14L * ROWS_PER_DAY);
        assertThat(amount.getBinEdges()).hasSize(9);
        assertThat(amount.getBinCounts().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(amount.getSketch().remaining() / 8);
        assertThat(stream.output("profiles").get(0).key).isEqualTo("fraud/1/amount");

        List<DriftMetric> metrics = read(stream, "metrics", DriftMetric.class);
        assertThat(metrics).hasSize((DAYS - 14) * FEATURES.size() * 2);
        assertThat(metrics).extracting(DriftMetric::getStatistic).containsOnly("psi", "ks");
        assertThat(metrics.stream().filter(DriftMetric::getDrifted))
                .isNotEmpty()
                .allMatch(metric -> metric.getWindowStart().toEpochMilli() >= START_MS + SHIFT_DAY * DAY_MS);

        List<DriftAlert> alerts = read(stream, "alerts", DriftAlert.class);
        assertThat(alerts).extracting(DriftAlert::getStatus).containsExactly(AlertStatus.OPENED, AlertStatus.ESCALATED);
        assertThat(alerts.get(0).getWindowStart().toEpochMilli()).isEqualTo(START_MS + SHIFT_DAY * DAY_MS);
        assertThat(alerts.get(0).getEvidence().get(0).getFeature()).isEqualTo("amount");

        List<RetrainingEvent> events = read(stream, "retraining", RetrainingEvent.class);
        assertThat(events).hasSize(1);
        RetrainingEvent event = events.get(0);
        assertThat(event.getAlertIds()).containsExactly(alerts.get(0).getAlertId());
        assertThat(event.getModelDigest()).isEqualTo("ab");
        assertThat(event.getTrainFrom().toEpochMilli()).isEqualTo(START_MS + SHIFT_DAY * DAY_MS);
        assertThat(event.getTrainTo().toEpochMilli()).isEqualTo(START_MS + (SHIFT_DAY + 2) * DAY_MS);
        assertThat(event.getRanges())
                .containsExactly(
                        new OffsetRange("transactions", 0, 8000L, 8399L),
                        new OffsetRange("transactions", 1, 8000L, 8399L),
                        new OffsetRange("transactions", 2, 8000L, 8399L));
    }

    /** Another parallelism, other speeds of the partitions, another order within the lateness: the same bytes. */
    @Test
    void aReplayGivesTheSameBytes() throws Exception {
        List<TestingRows.Row> rows = shifted();
        List<String> once = bytes(run("once", rows, 3));
        List<String> again = bytes(run("again", rows, 1));
        assertThat(once).isNotEmpty().isEqualTo(again);
    }

    @Test
    void lateRowsEnterNoWindowAndAreCounted() throws Exception {
        List<TestingRows.Row> rows = shifted();
        List<TestingRows.Row> withLate = new ArrayList<>(rows);
        long offset = rows.size() / TestingRows.PARTITIONS;
        for (int partition = 0; partition < TestingRows.PARTITIONS; partition++) {
            withLate.add(new TestingRows.Row(
                    START_MS + 30 * DAY_MS, partition, offset, Collections.nCopies(FEATURES.size(), 1e6)));
        }
        TestingStream late = new TestingStream("late", withLate);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(3);
        late.wire(env, config(3), 0);
        JobExecutionResult result = env.execute();
        assertThat(result.<Long>getAccumulatorResult(JobCount.LATE_PREDICTIONS)).isEqualTo(TestingRows.PARTITIONS);
        assertThat(bytes(late)).isEqualTo(bytes(run("not-late", rows, 3)));
    }

    @Test
    void aRestoreMidStreamGivesTheSameBytesAsAnUninterruptedRun(@TempDir Path dir) throws Exception {
        List<TestingRows.Row> rows = shifted();
        List<String> expected = bytes(run("uninterrupted", rows, 3));
        TestingStream stream = new TestingStream("interrupted", rows);
        int stops = 0;
        while (stops < 3) {
            try (EmbeddedDriftJob job =
                    EmbeddedDriftJob.start("fraud", env -> stream.wire(env, config(3), 1000), 3, dir)) {
                Optional<Path> before = Checkpoints.newest(EmbeddedDriftJob.checkpointDir(dir));
                await(
                        job,
                        () -> !Checkpoints.newest(EmbeddedDriftJob.checkpointDir(dir))
                                .equals(before));
                assertThat(job.status().state()).isEqualTo(DriftJobStatus.State.RUNNING);
            }
            stops++;
        }
        try (EmbeddedDriftJob job = EmbeddedDriftJob.start("fraud", env -> stream.wire(env, config(3), 0), 3, dir)) {
            await(job, () -> job.status().state() == DriftJobStatus.State.STOPPED);
        }
        // What the collecting sinks saw after the last checkpoint before a stop, they see again: the same bytes.
        assertThat(bytes(stream).stream().distinct()).containsExactlyElementsOf(expected);
    }

    /** A window each six hours: those that begin at midnight say what windows of whole days say, and the others come between. */
    @Test
    void overlappingWindowsSayWhatOthersSayAndSooner() throws Exception {
        String drift = "{every: 6h, reference: {first: 14d}, statistics: {numeric: [ks]}}";
        List<String> inputs = FEATURES.subList(0, FEATURES.size() - 1);
        List<TestingRows.Row> rows = shifted();
        TestingStream sliding = new TestingStream("sliding", rows);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(3);
        sliding.wire(env, config(3, drift, inputs), 0);
        env.execute();
        List<DriftMetric> metrics = read(sliding, "metrics", DriftMetric.class).stream()
                .filter(metric -> metric.getFeature().equals("amount"))
                .toList();
        // After 14 days of reference 30 days: a whole first window, 29 · 4 more, and three that end after the last row.
        assertThat(metrics).hasSize(1 + 29 * 4 + 3);
        assertThat(metrics).isSortedAccordingTo(Comparator.comparing(DriftMetric::getWindowStart));
        Map<Instant, Double> daily = read(run("sliding-daily", rows, 3), "metrics", DriftMetric.class).stream()
                .filter(metric -> metric.getFeature().equals("amount")
                        && metric.getStatistic().equals("ks"))
                .collect(Collectors.toMap(DriftMetric::getWindowStart, DriftMetric::getValue));
        assertThat(daily).hasSize(DAYS - 14);
        assertThat(metrics.stream()
                        .filter(metric -> daily.containsKey(metric.getWindowStart()))
                        .collect(Collectors.toMap(DriftMetric::getWindowStart, DriftMetric::getValue)))
                .isEqualTo(daily);
        TestingStream again = new TestingStream("sliding-again", rows);
        StreamExecutionEnvironment one = StreamExecutionEnvironment.createLocalEnvironment(1);
        again.wire(one, config(1, drift, inputs), 0);
        one.execute();
        assertThat(bytes(again)).isEqualTo(bytes(sliding));
    }

    /** Detectors see each partition in its own order, are kept in checkpoints, and tell the same whatever the parallelism. */
    @Test
    void changeDetectorsTellTheSameAcrossStopsAndParallelism(@TempDir Path dir) throws Exception {
        String drift = "{reference: {first: 14d}, exclude: [score], statistics: {numeric: [ks]},"
                + " detectors: [{on: amount, detector: adwin}, {on: score, detector: page_hinkley, lambda: 5}],"
                + " segments: [weekend]}";
        List<String> inputs = FEATURES.subList(0, FEATURES.size() - 1);
        List<TestingRows.Row> rows = shifted();
        TestingStream once = new TestingStream("detectors-once", rows);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
        once.wire(env, config(1, drift, inputs), 0);
        env.execute();
        List<DriftMetric> told = read(once, "metrics", DriftMetric.class).stream()
                .filter(metric -> metric.getStatistic().equals("adwin"))
                .toList();
        assertThat(told).hasSize(DAYS - 14);
        // Amounts are skewed, so that single partitions tell a change now and then; all three of them tell this one.
        assertThat(told.stream().filter(metric -> metric.getValue() == TestingRows.PARTITIONS))
                .hasSize(1)
                .allMatch(metric -> metric.getWindowStart().toEpochMilli() == START_MS + SHIFT_DAY * DAY_MS);
        assertThat(read(once, "metrics", DriftMetric.class))
                .extracting(DriftMetric::getFeature)
                .contains("amount[weekend=0]", "amount[weekend=1]");

        TestingStream stopped = new TestingStream("detectors-stopped", rows);
        untilTheNextCheckpoint(stopped, config(3, drift, inputs), dir);
        untilTheNextCheckpoint(stopped, config(2, drift, inputs), dir);
        try (EmbeddedDriftJob job =
                EmbeddedDriftJob.start("fraud", e -> stopped.wire(e, config(3, drift, inputs), 0), 3, dir)) {
            await(job, () -> job.status().state() == DriftJobStatus.State.STOPPED);
        }
        assertThat(bytes(stopped).stream().distinct()).containsExactlyElementsOf(bytes(once));
    }

    /** Windows open at the stop, and the timers that would close them, are of the length and width of before. */
    @Test
    void aRestartWithOtherWindowsAndThenOtherInputsGoesOn(@TempDir Path dir) throws Exception {
        String sixHours = "{window: 6h, reference: {first: 3d}, min_samples: 100}";
        List<String> inputs = FEATURES.subList(0, FEATURES.size() - 1);
        TestingStream first = new TestingStream("first-version", shifted());
        untilTheNextCheckpoint(first, config(3), dir);
        untilTheNextCheckpoint(first, config(3, sixHours, inputs), dir);
        List<TestingRows.Row> narrower = shifted().stream()
                .map(row -> new TestingRows.Row(
                        row.eventTimeMs(),
                        row.partition(),
                        row.offset(),
                        row.values().subList(1, row.values().size())))
                .toList();
        TestingStream second = new TestingStream("second-version", "2", narrower);
        DriftJobConfig changed = config(3, sixHours, inputs.subList(1, inputs.size()));

        try (EmbeddedDriftJob job = EmbeddedDriftJob.start("fraud", env -> second.wire(env, changed, 0), 3, dir)) {
            await(job, () -> job.status().state() == DriftJobStatus.State.STOPPED);
        }

        assertThat(read(second, "profiles", ReferenceProfile.class))
                .extracting(ReferenceProfile::getFeature)
                .containsExactlyElementsOf(FEATURES.subList(1, FEATURES.size()));
        assertThat(read(second, "metrics", DriftMetric.class))
                .isNotEmpty()
                .allMatch(metric -> Duration.between(metric.getWindowStart(), metric.getWindowEnd())
                        .equals(Duration.ofHours(6)));
    }

    private static void untilTheNextCheckpoint(TestingStream stream, DriftJobConfig config, Path dir) throws Exception {
        try (EmbeddedDriftJob job = EmbeddedDriftJob.start("fraud", env -> stream.wire(env, config, 2000), 3, dir)) {
            Optional<Path> before = Checkpoints.newest(EmbeddedDriftJob.checkpointDir(dir));
            await(
                    job,
                    () -> !Checkpoints.newest(EmbeddedDriftJob.checkpointDir(dir))
                            .equals(before));
        }
    }

    private static void await(EmbeddedDriftJob job, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.call()) {
            assertThat(job.status().failure()).isNull();
            assertThat(System.nanoTime()).as("waited for 60 s").isLessThan(deadline);
            Thread.sleep(20);
        }
    }
}
