package io.streamgauge.drift;

import static io.streamgauge.drift.TestingRows.DAY_MS;
import static io.streamgauge.drift.TestingRows.FEATURES;
import static io.streamgauge.drift.TestingRows.PARTITIONS;
import static io.streamgauge.drift.TestingRows.START_MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.drift.policy.AlertChange;
import io.streamgauge.drift.policy.FeatureVerdict;
import io.streamgauge.drift.policy.ModelKey;
import io.streamgauge.drift.policy.RetrainingRequest;
import io.streamgauge.drift.policy.WindowVerdict;
import io.streamgauge.drift.profile.Profile;
import io.streamgauge.drift.profile.Reference;
import io.streamgauge.drift.profile.RowSample;
import io.streamgauge.drift.state.ProfileFile;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A replay without Flink says, byte by byte, what the job says of the same rows. */
class DriftReplayTest {

    private static final int SHIFT_DAY = 13;
    private static final int DAYS = 16;
    private static final List<String> INPUTS = FEATURES.subList(0, FEATURES.size() - 1);

    /** Days of rows, and late ones. */
    private static List<TestingRows.Row> rowsOfTheJob() {
        List<TestingRows.Row> rows = new ArrayList<>(new TestingRows(3, 300, SHIFT_DAY).days(DAYS));
        for (int partition = 0; partition < PARTITIONS; partition++) {
            rows.add(row(10, partition, 100_000));
        }
        return rows;
    }

    /** The same, with one more that passes the end of all windows: a stream that ends in a test has no window left open. */
    private static List<TestingRows.Row> rows() {
        List<TestingRows.Row> rows = rowsOfTheJob();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            rows.add(row(DAYS + 3, partition, 100_001));
        }
        return rows;
    }

    private static TestingRows.Row row(int day, int partition, long offset) {
        return new TestingRows.Row(
                START_MS + day * DAY_MS, partition, offset, Collections.nCopies(FEATURES.size(), 1e6));
    }

    private static DriftDefinition definition(String drift) {
        Problems problems = new Problems();
        DriftDefinition definition = DriftSection.read(YamlDocument.parse("test", drift), problems);
        problems.throwIfAny();
        return definition;
    }

    private static DriftReplay replay(
            DriftDefinition definition, List<TestingRows.Row> rows, long fromMs, long toMs, List<ReplayedWindow> out) {
        return replay(definition, row -> "1", rows, fromMs, toMs, out);
    }

    private static DriftReplay replay(
            DriftDefinition definition,
            Function<TestingRows.Row, String> version,
            List<TestingRows.Row> rows,
            long fromMs,
            long toMs,
            List<ReplayedWindow> out) {
        DriftReplay replay = new DriftReplay(
                new DriftReplay.Watched("fraud", definition, INPUTS, List.of(), List.of(), DriftReplayTest::profile),
                rows.stream().map(TestingRows.Row::partition).collect(Collectors.toSet()),
                fromMs,
                toMs,
                out::add);
        feed(replay, version, rows);
        replay.end();
        return replay;
    }

    private static void feed(
            DriftReplay replay, Function<TestingRows.Row, String> version, List<TestingRows.Row> rows) {
        for (TestingRows.Row row : rows) {
            ScoredRow scored = new ScoredRow();
            scored.model = ModelKeys.join("fraud", version.apply(row), "ab");
            scored.eventTimeMs = row.eventTimeMs();
            scored.sourceTopic = "transactions";
            scored.sourcePartition = row.partition();
            scored.sourceOffset = row.offset();
            scored.rank = RowSample.rank(scored.sourcePartition, scored.sourceOffset);
            scored.feedPartition = row.partition();
            scored.values = row.array();
            replay.add(scored);
        }
    }

    private static List<ReplayedWindow> replayed(DriftDefinition definition, List<TestingRows.Row> rows) {
        List<ReplayedWindow> windows = new ArrayList<>();
        replay(definition, rows, Long.MIN_VALUE, Long.MAX_VALUE, windows);
        return windows;
    }

    /** Training data of every model: a week of before, which has not drifted. */
    private static byte[] profile(ModelKey model) {
        Profile profile = new Profile(
                FEATURES.stream().map(name -> new Profile.Field(name, false)).toList());
        new TestingRows(7, 300, SHIFT_DAY)
                .days(7)
                .forEach(row -> profile.add(row.eventTimeMs(), row.array(), new String[0]));
        return new ProfileFile(
                        new ProfileFile.Origin("fraud", model.name(), model.version(), "", "training.csv", ""), profile)
                .bytes();
    }

    /** What the job would publish of the windows. */
    private static List<String> published(List<ReplayedWindow> windows, DriftJobConfig config) {
        DriftRecords records = new DriftRecords("fraud", TestingStream.REGISTRY);
        List<String> published = new ArrayList<>();
        for (ReplayedWindow window : windows) {
            Reference frozen = window.frozen();
            for (int i = 0; frozen != null && i < config.features().size(); i++) {
                published.add(text(
                        "profiles",
                        records.profile(window.model(), config.features().get(i), frozen, i)));
            }
            WindowVerdict verdict = window.verdict();
            if (verdict != null) {
                for (FeatureVerdict feature : verdict.features()) {
                    published.add(text("metrics", records.metric(window.model(), verdict, feature)));
                }
            }
            for (AlertChange change : window.changes()) {
                published.add(text("alerts", records.alert(window.model(), change)));
            }
            RetrainingRequest request = window.retraining();
            if (request != null) {
                published.add(text("retraining", records.retraining(window.model(), request)));
            }
        }
        return published.stream().sorted().toList();
    }

    private static String text(String output, OutgoingRecord record) {
        return output + " " + record.key + " " + UUID.nameUUIDFromBytes(record.value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reference: {first: 8d}",
                "{reference: {first: 7d, after: 1d}, lateness: 6h, watch: [inputs, score, volume], every: 12h,"
                        + " statistics: {numeric: [ks, missing]},"
                        + " detectors: [{on: amount, detector: adwin}], segments: [weekend]}",
                "{reference: {file: p.json, after: 1d}, watch: [inputs, score, volume], segments: [weekend]}",
                "reference: {events: 2000}",
                "{reference: {rolling: 4d, lag: 2d}, every: 12h}",
                "{reference: {seasonal: 7d, zone: Europe/Berlin}, window: 6h, min_samples: 20}",
                "{reference: {first: 8d}, window: 2h, rows: 250, lateness: 6h, segments: [weekend],"
                        + " detectors: [{on: amount, detector: adwin}]}",
                "{reference: {events: 2000}, window: 10m, rows: 250}",
                "{reference: {file: p.json, after: 1d}, window: 3h, rows: 300}"
            })
    void saysWhatTheJobSays(String drift) throws Exception {
        List<ReplayedWindow> windows = assertSaysWhatTheJobSays(drift, rowsOfTheJob(), rows());
        assertThat(windows.stream().filter(DriftReplayTest::first))
                .isSortedAccordingTo(Comparator.comparingLong(ReplayedWindow::startMs));
        assertThat(windows.stream().filter(window -> window.retraining() != null))
                .isNotEmpty();
    }

    private static boolean first(ReplayedWindow window) {
        WindowVerdict verdict = window.verdict();
        return verdict == null || verdict.revision() == 0;
    }

    /** A tenth of the predictions after the reference are up to four days late. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{reference: {first: 8d}, corrections: 2d, lateness: 6h, watch: [inputs, score, volume], segments: [weekend],"
                        + " detectors: [{on: amount, detector: adwin}]}",
                "{reference: {file: p.json, after: 1d}, every: 12h, corrections: 3d}",
                "{reference: {seasonal: 7d, zone: Europe/Berlin}, window: 6h, min_samples: 20, corrections: 36h}",
            })
    void saysOfLatePredictionsWhatTheJobSays(String drift) throws Exception {
        List<TestingRows.Row> late = TestingLateRows.delayed(
                new TestingRows(3, 300, SHIFT_DAY).days(DAYS), 4, START_MS + 8 * DAY_MS, 0.1, 4 * DAY_MS);
        List<TestingRows.Row> ended = new ArrayList<>(late);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            ended.add(row(DAYS + 10, partition, 100_001));
        }
        List<ReplayedWindow> windows = assertSaysWhatTheJobSays(drift, late, ended);
        assertThat(windows).anyMatch(window -> !first(window));
        assertThat(windows).anyMatch(window -> window.retraining() != null);
    }

    /** Three days without a prediction: each is judged by its volume, or the model is forgotten meanwhile. */
    @ParameterizedTest
    @ValueSource(strings = {"", ", forget: 2d"})
    void saysOfAnOutageWhatTheJobSays(String forget) throws Exception {
        String drift =
                "{reference: {first: 6d}, watch: [inputs, score, volume], statistics: {numeric: [ks]}" + forget + "}";
        List<ReplayedWindow> windows = assertSaysWhatTheJobSays(drift, gapped(rowsOfTheJob()), gapped(rows()));
        List<String> ofVolume = windows.stream()
                .filter(window -> window.rows() == 0)
                .flatMap(window -> window.changes().stream())
                .map(change -> change.status() + " " + change.message())
                .toList();
        if (forget.isEmpty()) {
            assertThat(windows.stream().filter(window -> window.rows() == 0)).hasSize(3);
            assertThat(ofVolume.get(0)).startsWith("OPENED Drift in volume (volume 1.000");
            assertThat(ofVolume.get(1)).startsWith("ESCALATED");
            assertThat(windows.stream().filter(window -> window.rows() == 0))
                    .as("no training brings predictions back")
                    .allMatch(window -> window.retraining() == null);
        } else {
            assertThat(windows.stream().filter(window -> window.frozen() != null))
                    .hasSize(2);
        }
    }

    /**
     * Of days 7 to 9 comes only what is of the end of day 8, and that when day 10 has begun. Day 8 is corrected before day 10 is judged, so that it
     * is no part of the gap; the others are.
     */
    @Test
    void saysOfALateDayInAnOutageWhatTheJobSays() throws Exception {
        String drift =
                "{reference: {first: 6d}, watch: [inputs, score, volume], statistics: {numeric: [ks]}, lateness: 12h,"
                        + " corrections: 1d, min_samples: 50}";
        long lateFromMs = START_MS + 8 * DAY_MS + 13 * DAY_MS / 24;
        List<TestingRows.Row> rows = new TestingRows(3, 300, SHIFT_DAY)
                .days(DAYS).stream()
                        .filter(row -> row.eventTimeMs() < START_MS + 7 * DAY_MS
                                || row.eventTimeMs() >= START_MS + 10 * DAY_MS
                                || (row.eventTimeMs() >= lateFromMs && row.eventTimeMs() < START_MS + 9 * DAY_MS))
                        .toList();
        List<TestingRows.Row> late = TestingLateRows.arriving(
                rows,
                row -> row.eventTimeMs() >= lateFromMs && row.eventTimeMs() < START_MS + 9 * DAY_MS
                        ? START_MS + 10 * DAY_MS + DAY_MS / 48
                        : row.eventTimeMs());
        List<TestingRows.Row> ended = new ArrayList<>(late);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            ended.add(row(DAYS + 10, partition, 100_001));
        }
        List<ReplayedWindow> windows = assertSaysWhatTheJobSays(drift, late, ended);
        assertThat(windows)
                .filteredOn(window -> window.startMs() == START_MS + 8 * DAY_MS)
                .extracting(ReplayedWindow::verdict)
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.revision()).isEqualTo(1));
        assertThat(windows)
                .filteredOn(window -> window.rows() == 0)
                .extracting(ReplayedWindow::startMs)
                .containsExactly(START_MS + 7 * DAY_MS, START_MS + 9 * DAY_MS);
    }

    private static List<TestingRows.Row> gapped(List<TestingRows.Row> rows) {
        return rows.stream()
                .filter(row -> row.eventTimeMs() < START_MS + 7 * DAY_MS || row.eventTimeMs() >= START_MS + 10 * DAY_MS)
                .toList();
    }

    private static List<ReplayedWindow> assertSaysWhatTheJobSays(
            String drift, List<TestingRows.Row> ofTheJob, List<TestingRows.Row> ofTheReplay) throws Exception {
        DriftDefinition definition = definition(drift);
        DriftJobConfig config = TestingJobs.of(definition, INPUTS, List.of(), 2, null, DriftReplayTest::profile);
        TestingStream stream = new TestingStream("replayed " + drift, ofTheJob);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2);
        stream.wire(env, config, 0);
        env.execute();
        List<String> job = Stream.of("metrics", "alerts", "retraining", "profiles")
                .flatMap(output -> stream.output(output).stream().map(record -> text(output, record)))
                .sorted()
                .toList();

        List<ReplayedWindow> windows = replayed(definition, ofTheReplay);

        assertThat(published(windows, config)).isNotEmpty().isEqualTo(job);
        return windows;
    }

    /** From the fifteenth day on another version, in the last partition six hours later; from the twenty-first the first again. */
    private static String takenOver(TestingRows.Row row) {
        long sinceMs = row.eventTimeMs() - START_MS - (row.partition() == 2 ? DAY_MS / 4 : 0);
        return sinceMs >= 15 * DAY_MS && sinceMs < 21 * DAY_MS ? "2" : "1";
    }

    /** Amounts rise on the thirteenth day: an alert of the first model, resolved when the second, which knows no others, takes over. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{reference: {first: 4d}, exclude: [weekend]}",
                "{reference: {first: 4d}, exclude: [weekend], every: 12h}"
            })
    void saysWhatTheJobSaysWhenAModelTakesOver(String drift) throws Exception {
        DriftDefinition definition = definition(drift);
        DriftJobConfig config = TestingJobs.of(definition, INPUTS, 2);
        List<TestingRows.Row> rows = new ArrayList<>(new TestingRows(3, 300, SHIFT_DAY).days(24));
        TestingStream stream = new TestingStream("taken over " + drift, DriftReplayTest::takenOver, rows);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2);
        stream.wire(env, config, 0);
        env.execute();
        List<String> job = Stream.of("metrics", "alerts", "retraining", "profiles")
                .flatMap(output -> stream.output(output).stream().map(record -> text(output, record)))
                .sorted()
                .toList();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            rows.add(row(24 + 3, partition, 100_001));
        }
        List<ReplayedWindow> windows = new ArrayList<>();
        replay(definition, DriftReplayTest::takenOver, rows, Long.MIN_VALUE, Long.MAX_VALUE, windows);

        assertThat(published(windows, config)).isEqualTo(job);
        List<AlertChange> changes =
                windows.stream().flatMap(window -> window.changes().stream()).toList();
        assertThat(changes.subList(0, 3))
                .extracting(AlertChange::status)
                .containsExactly(AlertChange.Status.OPENED, AlertChange.Status.ESCALATED, AlertChange.Status.RESOLVED);
        assertThat(changes.get(2).alertId()).isEqualTo(changes.get(0).alertId());
        assertThat(changes.get(2).message())
                .isEqualTo(
                        "Model fraud 2 has taken over from fraud 1; its predictions are compared with a reference of its own.");
        assertThat(changes.stream().filter(change -> change.status() == AlertChange.Status.OPENED))
                .as("the first model's when it is back, among them")
                .hasSizeGreaterThan(1)
                .extracting(AlertChange::alertId)
                .doesNotHaveDuplicates();
        assertThat(windows.stream().filter(window -> window.frozen() != null))
                .extracting(window -> window.model().version())
                .containsExactly("1", "2");

        List<TestingRows.Row> parted = new ArrayList<>(rows);
        parted.sort(Comparator.comparing(TestingRows.Row::partition).thenComparing(TestingRows.Row::offset));
        List<ReplayedWindow> again = new ArrayList<>();
        replay(definition, DriftReplayTest::takenOver, parted, Long.MIN_VALUE, Long.MAX_VALUE, again);
        assertThat(published(again, config)).as("however partitions interleave").isEqualTo(job);
    }

    /** Windows that are skipped as the other model serves are not judged by a correction either. */
    @Test
    void saysOfLatePredictionsWhatTheJobSaysWhenAModelTakesOver() throws Exception {
        DriftDefinition definition = definition("{reference: {first: 4d}, exclude: [weekend], every: 12h, lateness: 2h,"
                + " corrections: 2d, min_samples: 20}");
        DriftJobConfig config = TestingJobs.of(definition, INPUTS, 2);
        List<TestingRows.Row> late = TestingLateRows.delayed(
                new TestingRows(3, 300, SHIFT_DAY).days(24), 4, START_MS + 8 * DAY_MS, 0.1, 3 * DAY_MS);
        TestingStream stream = new TestingStream("taken over late", DriftReplayTest::takenOver, late);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2);
        stream.wire(env, config, 0);
        env.execute();
        List<String> job = Stream.of("metrics", "alerts", "retraining", "profiles")
                .flatMap(output -> stream.output(output).stream().map(record -> text(output, record)))
                .sorted()
                .toList();
        List<TestingRows.Row> ended = new ArrayList<>(late);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            ended.add(row(24 + 10, partition, 100_001));
        }
        List<ReplayedWindow> windows = new ArrayList<>();
        replay(definition, DriftReplayTest::takenOver, ended, Long.MIN_VALUE, Long.MAX_VALUE, windows);

        assertThat(published(windows, config)).isEqualTo(job);
        List<String> first = windows.stream()
                .filter(window -> window.verdict() != null && first(window))
                .map(window -> window.model() + " " + window.startMs())
                .toList();
        assertThat(windows)
                .filteredOn(window -> !first(window))
                .isNotEmpty()
                .allMatch(window -> first.contains(window.model() + " " + window.startMs()));
    }

    /** Partitions one after the other, each whole: nothing differs but what is held in memory meanwhile. */
    @Test
    void howPartitionsInterleaveChangesNothing() {
        DriftDefinition definition = definition("{reference: {first: 8d}, lateness: 6h}");
        List<TestingRows.Row> rows = new ArrayList<>(rows());
        List<ReplayedWindow> once = replayed(definition, rows);
        rows.sort(Comparator.comparing(TestingRows.Row::partition).thenComparing(TestingRows.Row::offset));
        List<ReplayedWindow> again = replayed(definition, rows);

        assertThat(again)
                .extracting(ReplayedWindow::rows)
                .isEqualTo(once.stream().map(ReplayedWindow::rows).toList());
        assertThat(again)
                .extracting(window -> window.verdict())
                .isEqualTo(once.stream().map(window -> window.verdict()).toList());
    }

    /** Windows are told as others come, and not all at the end; they are what the job says. */
    @Test
    void aPartitionWithoutAnyPredictionHoldsNobodyBack() throws Exception {
        String drift = "{reference: {first: 8d}, lateness: 6h, corrections: 2d}";
        List<TestingRows.Row> late = TestingLateRows.delayed(
                new TestingRows(3, 300, SHIFT_DAY).days(DAYS), 4, START_MS + 8 * DAY_MS, 0.1, 4 * DAY_MS);
        List<TestingRows.Row> two =
                late.stream().filter(row -> row.partition() != 1).toList();
        List<TestingRows.Row> ended = new ArrayList<>(two);
        ended.add(row(DAYS + 10, 0, 100_001));
        ended.add(row(DAYS + 10, 2, 100_001));
        List<ReplayedWindow> windows = assertSaysWhatTheJobSays(drift, two, ended);

        assertThat(toldBeforeTheEnd(drift, Set.of(0, 2), two))
                .as("all but the last day, and what corrects the last three")
                .hasSizeGreaterThanOrEqualTo(windows.size() - 4);
        assertThat(toldBeforeTheEnd(drift, Set.of(0, 1, 2), two))
                .as("while one is awaited of which nothing comes")
                .isEmpty();
    }

    private static List<ReplayedWindow> toldBeforeTheEnd(
            String drift, Set<Integer> partitions, List<TestingRows.Row> rows) {
        List<ReplayedWindow> told = new ArrayList<>();
        DriftReplay replay = new DriftReplay(
                new DriftReplay.Watched(
                        "fraud", definition(drift), INPUTS, List.of(), List.of(), DriftReplayTest::profile),
                partitions,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                told::add);
        feed(replay, row -> "1", rows);
        return told;
    }

    /** Windows by count of a model that is forgotten before its last one is full: what is closed is what the windows hold, and no row is lost. */
    @Test
    void predictionsOfAWindowThatNeverFillsAreOpen() {
        DriftDefinition definition = definition(
                "{reference: {events: 1000}, window: 1d, rows: 1000, forget: 2d, statistics: {numeric: [ks]}}");
        int handOver = 6;
        List<ReplayedWindow> windows = new ArrayList<>();
        DriftReplay replay = replay(
                definition,
                row -> row.eventTimeMs() < START_MS + handOver * DAY_MS ? "1" : "2",
                new TestingRows(3, 300, SHIFT_DAY).days(DAYS),
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                windows);

        assertThat(replay.added()).isEqualTo(DAYS * 300);
        assertThat(replay.open())
                .as("two days of the first model, which is forgotten, and two of the second")
                .isEqualTo(2 * 300 + 2 * 300);
        assertThat(windows.stream().mapToLong(ReplayedWindow::rows).sum()).isEqualTo(replay.added() - replay.open());
    }

    /** A prediction that another variant made moves nothing, and is counted. */
    @Test
    void onlyTheChampionIsWatched() {
        DriftReplay replay = new DriftReplay(
                new DriftReplay.Watched(
                        "fraud", definition("{reference: {first: 3d}}"), List.of(), List.of(), List.of()),
                Set.of(0),
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                window -> {});
        Prediction other = Prediction.newBuilder()
                .setEventId("e1")
                .setPipeline("fraud")
                .setVariant("challenger")
                .setEventTime(Instant.ofEpochMilli(START_MS))
                .setProcessedAt(Instant.ofEpochMilli(START_MS))
                .setModel("fraud")
                .setModelVersion("7")
                .setModelDigest("ab")
                .setDefinitionHash("cd")
                .setFeatures(List.of())
                .setSourceTopic("transactions")
                .setSourcePartition(0)
                .setSourceOffset(42)
                .build();
        replay.add(other, 0);
        replay.end();
        assertThat(replay.otherVariants()).isEqualTo(1);
        assertThat(replay.added() + replay.late() + replay.outside() + replay.correcting())
                .isZero();
    }

    @Test
    void takesWholeWindowsBetweenTwoMomentsAndCountsTheRest() {
        DriftDefinition definition = definition("{reference: {first: 5d}, lateness: 6h}");
        List<ReplayedWindow> windows = new ArrayList<>();
        DriftReplay replay = replay(definition, rows(), START_MS + 2 * DAY_MS - 1, START_MS + 12 * DAY_MS + 1, windows);

        assertThat(windows).hasSize(10);
        assertThat(windows.get(0).startMs()).isEqualTo(START_MS + 2 * DAY_MS);
        assertThat(windows.get(4).frozen()).isNotNull();
        assertThat(windows.get(9).endMs()).isEqualTo(START_MS + 12 * DAY_MS);
        assertThat(replay.added()).isEqualTo(3000);
        assertThat(replay.outside()).isEqualTo(6 * 300 + PARTITIONS);
        assertThat(replay.late()).isEqualTo(PARTITIONS);
        assertThat(replay.open()).isZero();

        DriftReplay all = replay(definition, rows(), Long.MIN_VALUE, Long.MAX_VALUE, new ArrayList<>());
        assertThat(all.added()).isEqualTo(DAYS * 300 + PARTITIONS);
        assertThat(all.late()).isEqualTo(PARTITIONS);
        assertThat(all.open()).isEqualTo(PARTITIONS);
    }
}
