package io.streamgauge.drift.policy;

import static io.streamgauge.drift.TestingRows.DAY_MS;
import static io.streamgauge.drift.TestingRows.FEATURES;
import static io.streamgauge.drift.TestingRows.START_MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.TestingRows;
import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.drift.policy.AlertChange.Status;
import io.streamgauge.drift.policy.DriftDetector.Outcome;
import io.streamgauge.drift.profile.OffsetRanges;
import io.streamgauge.drift.profile.OffsetRanges.Partition;
import io.streamgauge.drift.profile.OffsetRanges.Range;
import io.streamgauge.drift.profile.Reference;
import io.streamgauge.drift.profile.WindowSummary;
import io.streamgauge.drift.state.DetectorCodec;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriftDetectorTest {

    private static final int ROWS_PER_DAY = 600;
    private static final int SHIFT_DAY = 40;

    /** What one run led to, window by window; the state passes through its bytes each time. */
    private static List<Outcome> run(long seed, int shiftDay, int days, String drift) {
        DriftDefinition definition = definition(drift);
        Map<Long, WindowSummary> windows = new TreeMap<>();
        for (TestingRows.Row row : new TestingRows(seed, ROWS_PER_DAY, shiftDay).days(days)) {
            long startMs = definition.windowStartMs(row.eventTimeMs());
            windows.computeIfAbsent(startMs, s -> new WindowSummary(FEATURES.size(), DriftDetector.WINDOW_ROWS))
                    .add(startMs, new Partition("transactions", row.partition()), row.offset(), row.array());
        }
        DriftDetector detector = new DriftDetector("fraud", new ModelKey("fraud", "1", "ab"), FEATURES, definition);
        DetectorCodec codec = new DetectorCodec(FEATURES);
        List<Outcome> outcomes = new ArrayList<>();
        DetectorState state = null;
        for (Map.Entry<Long, WindowSummary> window : windows.entrySet()) {
            Outcome outcome = detector.next(state, window.getKey(), window.getValue());
            byte[] bytes = codec.encode(outcome.state());
            state = codec.decode(bytes);
            assertThat(codec.encode(state)).isEqualTo(bytes);
            outcomes.add(outcome);
        }
        return outcomes;
    }

    private static DriftDefinition definition(String drift) {
        Problems problems = new Problems();
        DriftDefinition definition = DriftSection.read(YamlDocument.parse("test", drift), problems);
        problems.throwIfAny();
        return definition;
    }

    private static List<AlertChange> changes(List<Outcome> outcomes) {
        return outcomes.stream().flatMap(outcome -> outcome.changes().stream()).toList();
    }

    private static List<RetrainingRequest> retrainings(List<Outcome> outcomes) {
        return outcomes.stream().map(Outcome::retraining).filter(r -> r != null).toList();
    }

    @Test
    void aShiftOpensAnAlertInItsFirstWindowAndAsksForRetrainingInTheNext() {
        List<Outcome> outcomes = run(1, SHIFT_DAY, 60, "reference: {first: 14d}");
        AlertChange opened = changes(outcomes).get(0);
        assertThat(opened.status()).isEqualTo(Status.OPENED);
        assertThat(opened.critical()).isFalse();
        assertThat(opened.window().startMs()).isEqualTo(START_MS + SHIFT_DAY * DAY_MS);
        assertThat(opened.openedAtMs()).isEqualTo(START_MS + (SHIFT_DAY + 1) * DAY_MS);
        assertThat(opened.evidence()).extracting(FeatureVerdict::feature).contains("amount", "score");
        assertThat(opened.evidence().get(0).feature()).isEqualTo("amount");
        assertThat(opened.evidence()).isSortedAccordingTo(FeatureVerdict.STRONGEST_FIRST);
        assertThat(changes(outcomes)).extracting(AlertChange::status).containsExactly(Status.OPENED, Status.ESCALATED);
        assertThat(changes(outcomes)).extracting(AlertChange::alertId).containsOnly(opened.alertId());
        assertThat(retrainings(outcomes)).hasSize(1);
        RetrainingRequest request = retrainings(outcomes).get(0);
        assertThat(request.alertId()).isEqualTo(opened.alertId());
        assertThat(request.trainFromMs()).isEqualTo(START_MS + SHIFT_DAY * DAY_MS);
        assertThat(request.trainToMs()).isEqualTo(START_MS + (SHIFT_DAY + 2) * DAY_MS);
        assertThat(request.raisedAtMs()).isEqualTo(request.trainToMs());
    }

    /** Row i stands at offset i / 3 of partition i % 3; days 40 and 41 are rows 24,000 to 25,199. */
    @Test
    void theOffsetsToTrainOnAreThoseOfTheEventTimes() {
        RetrainingRequest request =
                retrainings(run(1, SHIFT_DAY, 45, "reference: {first: 14d}")).get(0);
        OffsetRanges expected = new OffsetRanges();
        for (int partition = 0; partition < 3; partition++) {
            expected.add(new Partition("transactions", partition), new Range(8000, 8399));
        }
        assertThat(request.offsets()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void nothingChangesNothingHappens(long seed) {
        List<Outcome> outcomes = run(seed, Integer.MAX_VALUE, 74, "reference: {first: 14d}");
        assertThat(outcomes.stream().filter(outcome -> outcome.verdict() != null))
                .hasSize(60);
        assertThat(retrainings(outcomes)).as("seed %d", seed).isEmpty();
        long opened = changes(outcomes).stream()
                .filter(change -> change.status() == Status.OPENED)
                .count();
        assertThat(opened).as("seed %d: the budget is 2 in 60 days", seed).isLessThanOrEqualTo(2);
    }

    @Test
    void theReferenceIsFrozenOnceAfterWhatIsSkipped() {
        List<Outcome> outcomes = run(3, 100, 40, "reference: {first: 14d, after: 7d}");
        List<Reference> frozen =
                outcomes.stream().map(Outcome::frozen).filter(r -> r != null).toList();
        assertThat(frozen).hasSize(1);
        assertThat(frozen.get(0).startMs()).isEqualTo(START_MS + 7 * DAY_MS);
        assertThat(frozen.get(0).endMs()).isEqualTo(START_MS + 21 * DAY_MS);
        assertThat(frozen.get(0).features().get(0).totals().count()).isEqualTo(14L * ROWS_PER_DAY);
        assertThat(outcomes.get(20).frozen()).isNotNull();
        assertThat(outcomes.get(20).verdict()).isNull();
        assertThat(outcomes.get(21).verdict()).isNotNull();
    }

    @Test
    void theSameWindowsGiveTheSameOutcomes() {
        List<Outcome> first = run(5, SHIFT_DAY, 50, "reference: {first: 14d}");
        List<Outcome> second = run(5, SHIFT_DAY, 50, "reference: {first: 14d}");
        assertThat(changes(second)).isEqualTo(changes(first));
        assertThat(retrainings(second)).isEqualTo(retrainings(first));
        assertThat(second.stream().map(Outcome::verdict))
                .isEqualTo(first.stream().map(Outcome::verdict).toList());
    }

    @Test
    void excludedInputsAreNotJudged() {
        List<Outcome> outcomes = run(1, SHIFT_DAY, 45, "{reference: {first: 14d}, exclude: [amount, score]}");
        assertThat(changes(outcomes)).isEmpty();
        WindowVerdict verdict = Objects.requireNonNull(outcomes.get(44).verdict());
        assertThat(verdict.features()).hasSize(2 * (FEATURES.size() - 2));
    }

    @Test
    void windowsOfTooFewRowsAreNotJudged() {
        List<Outcome> outcomes = run(1, SHIFT_DAY, 45, "{reference: {first: 14d}, min_samples: 601}");
        assertThat(outcomes.stream().map(Outcome::verdict)).containsOnlyNulls();
    }

    @Test
    void aMetricIsDriftedExactlyFromItsThresholdOn() {
        for (Outcome outcome : run(2, SHIFT_DAY, 50, "reference: {first: 14d}")) {
            if (outcome.verdict() != null) {
                for (FeatureVerdict verdict : outcome.verdict().features()) {
                    boolean beyond = verdict.value() >= verdict.threshold();
                    assertThat(verdict.drifted()).as("%s", verdict).isEqualTo(beyond);
                }
            }
        }
    }
}
