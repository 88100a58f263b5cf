package io.streamgauge.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.labels.EarlyLabels;
import io.streamgauge.drift.labels.LabelFate;
import io.streamgauge.drift.labels.PerformanceWatch;
import io.streamgauge.drift.labels.TestingOutcomes;
import io.streamgauge.drift.policy.AlertChange;
import io.streamgauge.drift.policy.RetrainingRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A replay without Flink says, byte by byte, what the job says of the same predictions and labels. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PerformanceReplayTest {

    private static final Duration LABEL_LATENESS = Duration.ofMillis(TestingOutcomes.LABEL_LATENESS_MS);
    private static final int PREDICTION_PARTITIONS = 3;
    private static final int LABEL_PARTITIONS = 2;
    /** Past the corrections of the last window, and before the model is forgotten. */
    private static final long END_MS = 24_000;

    private static TestingPerformance stream(String name) {
        return new TestingPerformance(name, TestingOutcomes.random(1, 16, 120, 12));
    }

    private static PerformanceReplay replay(
            DriftDefinition definition, long fromMs, long toMs, List<PerformanceWatch.Published> out) {
        return new PerformanceReplay(
                "fraud",
                definition,
                LABEL_LATENESS,
                numbers(PREDICTION_PARTITIONS),
                numbers(LABEL_PARTITIONS),
                fromMs,
                toMs,
                out::add);
    }

    private static Set<Integer> numbers(int partitions) {
        return IntStream.range(0, partitions).boxed().collect(Collectors.toSet());
    }

    /** One feed after the other, or one by one by the number drawn from those that are left. */
    private static void read(TestingPerformance stream, PerformanceReplay replay, Random random) {
        int feeds = PREDICTION_PARTITIONS + LABEL_PARTITIONS;
        int[] read = new int[feeds];
        List<Integer> left = new ArrayList<>(IntStream.range(0, feeds).boxed().toList());
        while (!left.isEmpty()) {
            int feed = left.get(random.nextInt(left.size()));
            boolean ofPredictions = feed < PREDICTION_PARTITIONS;
            List<?> rows = ofPredictions
                    ? stream.predictions().get(feed)
                    : stream.labels().get(feed - PREDICTION_PARTITIONS);
            if (read[feed] == rows.size()) {
                left.remove(Integer.valueOf(feed));
            } else if (ofPredictions) {
                replay.add(stream.predictions().get(feed).get(read[feed]++));
            } else {
                replay.add(stream.labels().get(feed - PREDICTION_PARTITIONS).get(read[feed]++));
            }
        }
    }

    /** One more of each partition that passes all windows: a stream that ends in a test has no window left open. */
    private static void passTheEnd(TestingPerformance stream, PerformanceReplay replay) {
        for (int partition = 0; partition < PREDICTION_PARTITIONS; partition++) {
            VariantRow last = new VariantRow();
            last.model = stream.predictions().get(0).get(0).model;
            last.variant = "champion";
            last.eventId = "last";
            last.eventTimeMs = END_MS;
            last.sourceTopic = "events";
            last.sourcePartition = partition;
            last.feedPartition = partition;
            last.groups = new String[] {"FR"};
            replay.add(last);
        }
        for (int partition = 0; partition < LABEL_PARTITIONS; partition++) {
            LabelRow last = new LabelRow();
            last.partition = partition;
            last.offset = 1_000_000;
            last.timeMs = END_MS;
            last.eventId = "nobody";
            replay.add(last);
        }
        replay.end();
    }

    private static List<String> lines(List<PerformanceWatch.Published> published) {
        DriftRecords records = new DriftRecords("fraud", TestingPerformance.registry());
        List<String> lines = new ArrayList<>();
        for (PerformanceWatch.Published window : published) {
            long stampMs = window.endMs() - 1;
            window.metrics()
                    .forEach(metric ->
                            lines.add(TestingPerformance.line("metrics", records.performance(metric), stampMs)));
            for (AlertChange change : window.changes()) {
                lines.add(TestingPerformance.line(
                        "alerts", records.alert(window.subject().model(), change), stampMs));
            }
            RetrainingRequest retraining = window.retraining();
            if (retraining != null) {
                lines.add(TestingPerformance.line(
                        "retraining", records.retraining(window.subject().model(), retraining), stampMs));
            }
        }
        return lines.stream().sorted().toList();
    }

    /** Late predictions and labels, labels taken back, events without and labels of nobody; detectors over errors, groups. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{wait: 2s, corrections: 3s}",
                "{wait: 0s}",
                "{wait: 1s, corrections: 5s, watch: [roc_auc, log_loss], detectors: [{detector: ddm}]}"
            })
    void saysWhatTheJobSays(String performance) throws Exception {
        DriftDefinition definition = TestingOutcomes.definition(performance);
        LabelsConfig labels = new LabelsConfig(
                "labels", LabelsConfig.Format.JSON, "id", "time", "outcome", LABEL_LATENESS, Duration.ofDays(1));
        TestingPerformance stream = stream("replayed " + performance);
        stream.execute(TestingJobs.of(definition, List.of("amount"), 2, labels), labels);

        for (long seed = 0; seed < 3; seed++) {
            List<PerformanceWatch.Published> published = new ArrayList<>();
            PerformanceReplay replay = replay(definition, Long.MIN_VALUE, Long.MAX_VALUE, published);
            read(stream, replay, new Random(seed));
            passTheEnd(stream, replay);
            assertThat(lines(published)).as("seed %d", seed).isNotEmpty().isEqualTo(stream.published());
        }
    }

    /** Nothing passes the end: what is due by the greatest clocks is told, and the rest is not. */
    @Test
    void toldIsWhatIsDueAtTheEnd() {
        DriftDefinition definition = TestingOutcomes.definition("{wait: 1s}");
        TestingPerformance stream = stream("due at the end");
        List<PerformanceWatch.Published> all = new ArrayList<>();
        PerformanceReplay ended = replay(definition, Long.MIN_VALUE, Long.MAX_VALUE, all);
        read(stream, ended, new Random(1));
        ended.end();
        long lastMs = stream.predictions().stream()
                .flatMap(List::stream)
                .mapToLong(row -> row.eventTimeMs)
                .max()
                .orElseThrow();
        assertThat(realised(all)).as("predictions to %s", lastMs).last().isEqualTo(14_000L);

        List<PerformanceWatch.Published> unlabelled = new ArrayList<>();
        PerformanceReplay without = replay(definition, Long.MIN_VALUE, Long.MAX_VALUE, unlabelled);
        stream.predictions().forEach(feed -> feed.forEach(without::add));
        without.end();
        assertThat(unlabelled).as("no outcome, so no reference").isEmpty();
    }

    /** Ends of the champion's windows of which an area was realised. */
    private static List<Long> realised(List<PerformanceWatch.Published> published) {
        return published.stream()
                .filter(window -> window.subject().variant().equals("champion"))
                .filter(window -> window.metrics().stream()
                        .anyMatch(metric -> metric.statistic().equals("roc_auc") && metric.revision() == 0))
                .map(PerformanceWatch.Published::endMs)
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    @Test
    void takesWholeWindowsBetweenTwoMoments() {
        DriftDefinition definition = TestingOutcomes.definition("{wait: 1s}");
        TestingPerformance stream = stream("between two moments");
        List<PerformanceWatch.Published> published = new ArrayList<>();
        PerformanceReplay replay = replay(definition, 2_500, 12_500, published);
        read(stream, replay, new Random(1));
        passTheEnd(stream, replay);
        assertThat(realised(published))
                .as("a second left out and four of reference from 3 s on, to 12 s")
                .containsExactly(9_000L, 10_000L, 11_000L, 12_000L);
        long fates = 0;
        for (LabelFate fate : LabelFate.values()) {
            fates += replay.labels(fate);
        }
        assertThat(fates).isEqualTo(replay.labels()).isPositive();
    }

    private static VariantRow row(VariantRow like, String eventId, long offset, long timeMs) {
        VariantRow row = new VariantRow();
        row.model = like.model;
        row.variant = "champion";
        row.eventId = eventId;
        row.eventTimeMs = timeMs;
        row.sourceTopic = "events";
        row.sourceOffset = offset;
        row.feedPartition = 1;
        row.score = 0.5;
        row.groups = new String[] {"FR"};
        return row;
    }

    private static LabelRow label(String eventId, long offset, long timeMs) {
        LabelRow label = new LabelRow();
        label.partition = 1;
        label.offset = offset;
        label.timeMs = timeMs;
        label.eventId = eventId;
        return label;
    }

    /** Partition 0 of both topics holds nothing: more labels than may wait do not have to. */
    @Test
    void aPartitionWithoutAnyRecordHoldsNobodyBack() {
        DriftDefinition definition = TestingOutcomes.definition("{wait: 1s}");
        VariantRow like = stream("one partition").predictions().get(0).get(0);
        List<PerformanceWatch.Published> published = new ArrayList<>();
        PerformanceReplay replay = new PerformanceReplay(
                "fraud",
                definition,
                LABEL_LATENESS,
                Set.of(1),
                Set.of(1),
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                published::add);
        int events = EarlyLabels.PER_WINDOW + 1000;
        for (int i = 0; i < events; i++) {
            replay.add(row(like, "e" + i, i, 500));
        }
        replay.add(row(like, "after", events, 3000));
        // Looks are taken with what labels bring.
        replay.add(label("nobody", 0, 600));
        for (int i = 0; i < events; i++) {
            replay.add(label("e" + i, i + 1L, 600));
        }
        assertThat(replay.labels(LabelFate.DROPPED)).isZero();
        assertThat(replay.labels(LabelFate.KEPT))
                .as("of the events that a window holds")
                .isPositive();
    }

    /** Windows of a topic without labels are let go as predictions come, and not all at the end. */
    @Test
    void withoutAnyLabelTheTimeOfPredictionsDecides() {
        DriftDefinition definition = TestingOutcomes.definition("{wait: 1s}");
        TestingPerformance stream = stream("no label");
        List<PerformanceWatch.Published> told = new ArrayList<>();
        PerformanceReplay replay = new PerformanceReplay(
                "fraud",
                definition,
                LABEL_LATENESS,
                numbers(PREDICTION_PARTITIONS),
                Set.of(),
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                told::add);
        stream.predictions().forEach(feed -> feed.forEach(replay::add));
        assertThat(replay.held()).as("of 2 × 16 windows").isPositive().isLessThan(12);
        replay.end();
        assertThat(told).as("no outcome, so no reference").isEmpty();
    }
}
