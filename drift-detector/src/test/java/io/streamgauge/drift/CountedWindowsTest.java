package io.streamgauge.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.drift.policy.DriftDetector;
import io.streamgauge.drift.policy.RetrainingRequest;
import io.streamgauge.drift.policy.WindowVerdict;
import io.streamgauge.drift.profile.OffsetRanges;
import io.streamgauge.drift.profile.RowSample;
import io.streamgauge.drift.profile.WindowSummary;
import io.streamgauge.drift.state.SummaryCodec;
import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.schemas.registry.TestingSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows that end when they hold enough predictions. */
class CountedWindowsTest {

    private static final TestingSchemaRegistry REGISTRY = new TestingSchemaRegistry();
    private static final AvroCodec<DriftMetric> METRICS = new AvroCodec<>(DriftMetric.class, REGISTRY);
    private static final String MODEL = ModelKeys.join("fraud", "1", "ab");
    private static final int PARTITIONS = 4;
    private static final int SLICE_MS = 100;
    private static final int ROWS = 150;
    private static final int LATENESS_MS = 40;

    private static DriftDefinition definition() {
        Problems problems = new Problems();
        DriftDefinition definition = DriftSection.read(
                YamlDocument.parse(
                        "test",
                        "{window: " + SLICE_MS + "ms, rows: " + ROWS + ", lateness: " + LATENESS_MS
                                + "ms, reference: {events: 1200}, min_samples: 40, watch: [score], confirm: 2 of 3,"
                                + " cooldown: 1s, budget: 1 false retraining per 10s}"),
                problems);
        problems.throwIfAny();
        return definition;
    }

    /**
     * Rows of each partition in the order of their offsets, at a rate that comes and goes, some out of order and some late; higher from 12 s on.
     * At the end one of each, long after.
     */
    private static List<List<ScoredRow>> partitions(long seed) {
        Random random = new Random(seed);
        List<List<ScoredRow>> partitions = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            List<ScoredRow> rows = new ArrayList<>();
            double timeMs = random.nextInt(300);
            while (timeMs < 20_000) {
                boolean busy = (long) timeMs / 2500 % 2 == 0;
                timeMs += -Math.log(1 - random.nextDouble()) * (busy ? 8 : 40);
                long behindMs = random.nextInt(4) == 0 ? random.nextInt(LATENESS_MS * 3 / 2) : 0;
                rows.add(row(partition, rows.size(), Math.max(0, (long) timeMs - behindMs), random.nextDouble()));
            }
            rows.add(row(partition, rows.size(), 60_000, 0));
            partitions.add(rows);
        }
        return partitions;
    }

    private static ScoredRow row(int partition, int offset, long timeMs, double value) {
        ScoredRow row = new ScoredRow();
        row.model = MODEL;
        row.feedPartition = partition;
        row.sourceTopic = "payments";
        row.sourcePartition = partition;
        row.sourceOffset = offset;
        row.rank = RowSample.rank(row.sourcePartition, row.sourceOffset);
        row.eventTimeMs = timeMs;
        row.values = new double[] {value + (timeMs >= 12_000 ? 0.6 : 0)};
        return row;
    }

    /** Rows of the slices, in order; a window is full when so many have come. As start, end and rows. */
    private static List<String> oracle(List<List<ScoredRow>> partitions) {
        TreeMap<Long, Integer> bySlice = new TreeMap<>();
        for (List<ScoredRow> rows : partitions) {
            long latestMs = 0;
            for (ScoredRow row : rows.subList(0, rows.size() - 1)) {
                latestMs = Math.max(latestMs, row.eventTimeMs);
                if (row.eventTimeMs >= latestMs - LATENESS_MS) {
                    bySlice.merge(row.eventTimeMs / SLICE_MS * SLICE_MS, 1, Integer::sum);
                }
            }
        }
        List<String> windows = new ArrayList<>();
        long startMs = -1;
        int held = 0;
        for (Map.Entry<Long, Integer> slice : bySlice.entrySet()) {
            startMs = held == 0 ? slice.getKey() : startMs;
            held += slice.getValue();
            if (held >= ROWS) {
                windows.add(startMs + " " + (slice.getKey() + SLICE_MS) + " " + held);
                held = 0;
            }
        }
        return windows;
    }

    /** The partitions' rows in one order, each partition's own kept. */
    private static List<ScoredRow> interleaved(List<List<ScoredRow>> partitions, Random random) {
        int[] next = new int[partitions.size()];
        List<ScoredRow> order = new ArrayList<>();
        int left = partitions.stream().mapToInt(List::size).sum();
        while (order.size() < left) {
            int partition = random.nextInt(partitions.size());
            int most = 1 + random.nextInt(random.nextBoolean() ? 5 : 400);
            while (most-- > 0 && next[partition] < partitions.get(partition).size()) {
                order.add(partitions.get(partition).get(next[partition]++));
            }
        }
        return order;
    }

    private static List<ReplayedWindow> replayed(List<ScoredRow> rows) {
        List<ReplayedWindow> windows = new ArrayList<>();
        DriftReplay replay = new DriftReplay(
                new DriftReplay.Watched("fraud", definition(), List.of(), List.of(), List.of()),
                Set.of(0, 1, 2, 3),
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                windows::add);
        rows.forEach(replay::add);
        replay.end();
        return windows;
    }

    private static List<String> published(List<ReplayedWindow> windows) {
        DriftRecords records = new DriftRecords("fraud", REGISTRY);
        List<String> published = new ArrayList<>();
        for (ReplayedWindow window : windows) {
            WindowVerdict verdict = window.verdict();
            if (verdict != null) {
                verdict.features()
                        .forEach(feature -> published.add(text(records.metric(window.model(), verdict, feature))));
            }
            window.changes().forEach(change -> published.add(text(records.alert(window.model(), change))));
            RetrainingRequest request = window.retraining();
            if (request != null) {
                published.add(text(records.retraining(window.model(), request)));
            }
        }
        return published.stream().sorted().toList();
    }

    private static String text(OutgoingRecord record) {
        return decoded(record).map(CountedWindowsTest::shown).orElse("other ") + UUID.nameUUIDFromBytes(record.value);
    }

    private static Optional<DriftMetric> decoded(OutgoingRecord record) {
        return record.key.equals("score") ? Optional.of(METRICS.decode(record.value)) : Optional.empty();
    }

    private static String shown(DriftMetric metric) {
        return metric.getWindowStart().toEpochMilli() + " to "
                + metric.getWindowEnd().toEpochMilli() + " " + metric.getStatistic() + " of " + metric.getWindowCount()
                + " without " + metric.getMissingPartitions() + " ";
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void howPartitionsInterleaveChangesNothing(long seed) {
        List<List<ScoredRow>> partitions = partitions(seed);
        List<ReplayedWindow> once = replayed(interleaved(partitions, new Random(0)));
        assertThat(once)
                .extracting(window -> window.startMs() + " " + window.endMs() + " " + window.rows())
                .hasSizeGreaterThan(20)
                .isEqualTo(oracle(partitions));
        assertThat(once.stream().filter(window -> window.retraining() != null)).isNotEmpty();
        for (int order = 1; order < 12; order++) {
            List<ReplayedWindow> again = replayed(interleaved(partitions, new Random(order)));
            assertThat(published(again)).as("order %d of seed %d", order, seed).isEqualTo(published(once));
        }
    }

    /** Lengths differ by a factor of five with the rate, and every window but the last has as many rows as asked for, or a slice more. */
    @Test
    void windowsHoldEquallyMuchWhateverTheRate() {
        List<ReplayedWindow> windows = replayed(interleaved(partitions(5), new Random(5)));
        assertThat(windows)
                .extracting(ReplayedWindow::rows)
                .allSatisfy(rows -> assertThat(rows).isBetween((long) ROWS, ROWS + 90L));
        long shortest = windows.stream()
                .mapToLong(window -> window.endMs() - window.startMs())
                .min()
                .orElseThrow();
        long longest = windows.stream()
                .mapToLong(window -> window.endMs() - window.startMs())
                .max()
                .orElseThrow();
        assertThat(longest).isGreaterThan(2 * shortest);
    }

    /** The two operators of the job, without a cluster: subtasks read partitions by turns. */
    private static final class Job {

        private final List<OneInputStreamOperatorTestHarness<ScoredRow, WindowPart>> samples = new ArrayList<>();
        private final List<String> said;
        private final KeyedOneInputStreamOperatorTestHarness<String, WindowPart, OutgoingRecord> detect;
        private final long[] clocksMs = new long[PARTITIONS];

        Job(
                int parallelism,
                @Nullable OperatorSubtaskState sampled,
                @Nullable OperatorSubtaskState detected,
                List<String> said)
                throws Exception {
            Arrays.fill(clocksMs, Long.MIN_VALUE / 2);
            this.said = said;
            for (int subtask = 0; subtask < parallelism; subtask++) {
                var sample = new OneInputStreamOperatorTestHarness<ScoredRow, WindowPart>(
                        new SampleOperator(definition(), List.of("score")), 8, parallelism, subtask);
                if (sampled != null) {
                    sample.initializeState(AbstractStreamOperatorTestHarness.repartitionOperatorState(
                            sampled, 8, parallelism == 1 ? 2 : 1, parallelism, subtask));
                }
                sample.open();
                samples.add(sample);
            }
            DriftJobConfig config = TestingJobs.of(definition(), List.of(), parallelism);
            detect = new KeyedOneInputStreamOperatorTestHarness<>(
                    new KeyedProcessOperator<>(new DetectFunction(config, () -> REGISTRY)),
                    part -> part.model,
                    Types.STRING);
            if (detected != null) {
                detect.initializeState(detected);
            }
            detect.open();
        }

        /** As the job's watermarks, which know nothing of before a restart: the least of the partitions of a subtask, and of all subtasks. */
        void read(ScoredRow row) throws Exception {
            int subtask = row.feedPartition % samples.size();
            samples.get(subtask).processElement(row, row.eventTimeMs);
            clocksMs[row.feedPartition] = Math.max(clocksMs[row.feedPartition], row.eventTimeMs);
            long leastMs = Long.MAX_VALUE;
            for (int partition = subtask; partition < PARTITIONS; partition += samples.size()) {
                leastMs = Math.min(leastMs, clocksMs[partition]);
            }
            samples.get(subtask).processWatermark(leastMs - LATENESS_MS - 1);
            send(subtask);
            detect.processWatermark(Arrays.stream(clocksMs).min().orElseThrow() - LATENESS_MS - 1);
        }

        private void send(int subtask) throws Exception {
            for (WindowPart part : samples.get(subtask).extractOutputValues()) {
                detect.processElement(part, 0);
            }
            samples.get(subtask).getOutput().clear();
        }

        /** All partitions are read to their ends, those that had been before a restart too. */
        void toTheEnd() throws Exception {
            for (int subtask = 0; subtask < samples.size(); subtask++) {
                samples.get(subtask).processWatermark(59_900);
                send(subtask);
            }
            detect.processWatermark(59_900);
        }

        Job restarted(int parallelism) throws Exception {
            List<OperatorSubtaskState> sampled = new ArrayList<>();
            for (var sample : samples) {
                sampled.add(sample.snapshot(1, 1));
            }
            OperatorSubtaskState detected = detect.snapshot(1, 1);
            stop();
            return new Job(
                    parallelism,
                    AbstractStreamOperatorTestHarness.repackageState(sampled.toArray(OperatorSubtaskState[]::new)),
                    detected,
                    said);
        }

        void stop() throws Exception {
            detect.extractOutputValues().forEach(record -> said.add(text(record)));
            for (OutputTag<OutgoingRecord> tag : List.of(DetectFunction.ALERTS, DetectFunction.RETRAINING)) {
                var records = detect.getSideOutput(tag);
                if (records != null) {
                    records.forEach(record -> said.add(text(record.getValue())));
                }
            }
            for (var sample : samples) {
                sample.close();
            }
            detect.close();
        }
    }

    /** Read by one subtask, two, and one again, with restarts while windows and slices are open. */
    @Test
    void restartsAtOtherParallelismsChangeNothing() throws Exception {
        List<ScoredRow> rows = interleaved(partitions(6), new Random(6));
        List<String> said = new ArrayList<>();
        Job job = new Job(1, null, null, said);
        int parallelism = 1;
        for (int i = 0; i < rows.size(); i++) {
            if (i > 0 && i % 900 == 0) {
                parallelism = 3 - parallelism;
                job = job.restarted(parallelism);
            }
            job.read(rows.get(i));
        }
        job.toTheEnd();
        job.stop();
        assertThat(said).containsExactlyInAnyOrderElementsOf(published(replayed(rows)));
    }

    /** However many slices a window has, it takes no more than a sample of a window does. */
    @Test
    void memoryIsBounded() {
        CountedWindow window = CountedWindow.begun(0, slice(0));
        int full = 0;
        for (int i = 1; i < 2000; i++) {
            window = window.with(slice(i * 1000L));
            full = i == 500 ? SummaryCodec.encode(window.summary()).length : full;
        }
        assertThat(window.summary().rows()).isEqualTo(20_000);
        assertThat(window.summary().rowsByWindow()).isEqualTo(Map.of(0L, 20_000L));
        assertThat(window.summary().sample().size()).isEqualTo(DriftDetector.WINDOW_ROWS);
        assertThat(SummaryCodec.encode(window.summary())).hasSizeLessThanOrEqualTo(full);
    }

    private static WindowSummary slice(long startMs) {
        WindowSummary slice = new WindowSummary(1, DriftDetector.WINDOW_ROWS);
        for (int i = 0; i < 10; i++) {
            slice.add(startMs, new OffsetRanges.Partition("payments", 0), startMs + i, new double[] {i});
        }
        return slice;
    }
}
