package io.streamgauge.app.live;

import static io.streamgauge.app.live.TestingRecords.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.schemas.AlertStatus;
import io.streamgauge.schemas.DriftMetric;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LiveStatsTest {

    private static final long NOW = 1_800_000_000_000L;

    private final AtomicLong read = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong(-7);
    private final LiveStats stats = new LiveStats(
            new ReferencePlan(Duration.ofDays(37), Duration.ofDays(14)), read::get, Map::of, NOW, nanos::get);

    @Test
    void eventTimeGoesOnAsTimeDoesWhenNoEventComes() {
        assertThat(stats.eventTimeMs()).isEmpty();
        stats.prediction(
                TestingRecords.prediction("a", START.plusSeconds(60), 0.1, "accept"), true, OptionalLong.empty(), NOW);
        stats.prediction(
                TestingRecords.prediction("b", START, 0.1, "accept"),
                false,
                OptionalLong.empty(),
                NOW + 7_200_000); // by a clock of the day that was set meanwhile

        long reachedMs = START.plusSeconds(60).toEpochMilli();
        assertThat(stats.eventTimeMs()).hasValue(reachedMs);
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(stats.eventTimeMs()).hasValue(reachedMs + 3_600_000);
    }

    @Test
    void aPipelineWithoutADriftSectionDoesNotWatch() {
        assertThat(stats.snapshot(NOW).drift().watched()).isTrue();
        assertThat(new LiveStats(ReferencePlan.NONE, () -> 0, NOW)
                        .snapshot(NOW)
                        .drift()
                        .watched())
                .isFalse();
    }

    @Test
    void anEmptyPipelineHasNothingToShow() {
        Snapshot snapshot = stats.snapshot(NOW);

        assertThat(snapshot.counts().predictions()).isZero();
        assertThat(snapshot.freshAsOf()).isNull();
        assertThat(snapshot.latency()).isEqualTo(Latency.NONE);
        assertThat(snapshot.lastSecond()).isNull();
        assertThat(snapshot.drift().reference().ready()).isFalse();
        assertThat(snapshot.drift().reference().progress()).isNull();
    }

    @Test
    void countsWhatComesAndListsThePastToo() {
        stats.prediction(
                TestingRecords.prediction("old", START, 0.9, "review"), true, OptionalLong.of(NOW - 99_999), NOW);
        stats.prediction(TestingRecords.prediction("a", START, 0.1, "accept"), false, OptionalLong.of(NOW - 40), NOW);
        stats.prediction(TestingRecords.prediction("b", START, 0.8, "review"), false, OptionalLong.of(NOW - 60), NOW);
        stats.prediction(TestingRecords.prediction("c", START, null, null), false, OptionalLong.empty(), NOW);
        stats.deadLetter("NULL_ID");
        stats.deadLetter("NULL_ID");
        stats.lateEvent();
        read.set(4);

        Counts counts = stats.snapshot(NOW).counts();

        assertThat(counts.events()).isEqualTo(4);
        assertThat(counts.predictions()).isEqualTo(3);
        assertThat(counts.decisions())
                .containsOnly(java.util.Map.entry("accept", 1L), java.util.Map.entry("review", 1L));
        assertThat(counts.refused()).isEqualTo(1);
        assertThat(counts.deadLetters()).containsOnly(java.util.Map.entry("NULL_ID", 2L));
        assertThat(counts.allDeadLetters()).isEqualTo(2);
        assertThat(counts.lateEvents()).isEqualTo(1);
        assertThat(stats.predictions(10)).extracting(p -> p.getEventId()).containsExactly("c", "b", "a", "old");
        assertThat(stats.predictions(2)).hasSize(2);
        assertThat(stats.snapshot(NOW).latency()).isEqualTo(new Latency(2, 40, 60, 60));
    }

    @Test
    void featuresAreFreshAsOfTheGreatestEventTime() {
        stats.prediction(
                TestingRecords.prediction("a", START.plusSeconds(60), 0.1, "accept"), false, OptionalLong.empty(), NOW);
        stats.prediction(TestingRecords.prediction("b", START, 0.1, "accept"), false, OptionalLong.empty(), NOW);

        assertThat(stats.snapshot(NOW).freshAsOf()).isEqualTo(START.plusSeconds(60));
    }

    @Test
    void aSecondHoldsTheRatesAndTheLatencyOfThatSecondAlone() {
        read.set(100);
        stats.prediction(TestingRecords.prediction("a", START, 0.1, "accept"), false, OptionalLong.of(NOW - 500), NOW);
        stats.tick(NOW + 400);
        assertThat(stats.series().seconds()).isEmpty();
        stats.tick(NOW + 2_000);
        read.set(150);
        stats.prediction(TestingRecords.prediction("b", START, 0.1, "accept"), false, OptionalLong.of(NOW - 20), NOW);
        stats.tick(NOW + 3_000);

        assertThat(stats.series().seconds())
                .containsExactly(
                        new Second(Instant.ofEpochMilli(NOW + 2_000), 50, 0.5, 500, 500),
                        new Second(Instant.ofEpochMilli(NOW + 3_000), 50, 1, 20, 20));
    }

    @Test
    void scoresFallIntoTwentyBinsAndTheEndsTakeWhatIsOutside() {
        for (double score : new double[] {-1, 0, 0.049, 0.05, 0.999, 1, 7}) {
            stats.prediction(TestingRecords.prediction("a", START, score, "x"), false, OptionalLong.empty(), NOW);
        }

        assertThat(stats.series().scoreBins()).hasSize(20).startsWith(3, 1, 0).endsWith(0, 3);
    }

    @Test
    void theReferenceProgressesWithEventTimeUntilItsProfileIsThere() {
        stats.prediction(TestingRecords.prediction("a", START, 0.1, "accept"), false, OptionalLong.empty(), NOW);
        stats.prediction(
                TestingRecords.prediction("b", START.plus(Duration.ofDays(17)), 0.1, "accept"),
                false,
                OptionalLong.empty(),
                NOW);

        assertThat(Objects.requireNonNull(
                        stats.snapshot(NOW).drift().reference().progress()))
                .isCloseTo(17.0 / 51, within(1e-12));

        stats.referenceProfile(TestingRecords.profile("amount"));

        DriftState.Reference reference = stats.snapshot(NOW).drift().reference();
        assertThat(reference.ready()).isTrue();
        assertThat(reference.from()).isEqualTo(START.plus(Duration.ofDays(37)));
        assertThat(reference.to()).isEqualTo(START.plus(Duration.ofDays(51)));
    }

    @Test
    void keepsTheLastSixtyWindowsAndNamesWhatDriftedInTheLast() {
        for (int day = 0; day < 70; day++) {
            stats.driftMetric(TestingRecords.metric("amount", "psi", day, 0.2, day == 69), false);
            stats.driftMetric(TestingRecords.metric("amount", "ks", day, 0.2, day == 69), false);
            stats.driftMetric(TestingRecords.metric("request.night", "psi", day, 0.01, false), false);
        }

        assertThat(stats.series().windows()).hasSize(60);
        assertThat(stats.series().windows().get(0).start()).isEqualTo(START.plus(Duration.ofDays(10)));
        assertThat(stats.snapshot(NOW).drift().drifted()).containsExactly("amount");
    }

    @Test
    void aCorrectedVerdictTakesThePlaceOfTheFirst() {
        DriftMetric first = TestingRecords.metric("amount", "psi", 3, 0.05, false);
        DriftMetric corrected = DriftMetric.newBuilder(TestingRecords.metric("amount", "psi", 3, 0.2, true))
                .setRevision(1)
                .build();
        stats.driftMetric(first, false);
        stats.driftMetric(corrected, false);
        stats.driftMetric(first, false);

        assertThat(stats.series().windows())
                .singleElement()
                .satisfies(window -> assertThat(window.features())
                        .singleElement()
                        .satisfies(feature -> assertThat(feature.value()).isEqualTo(0.2)));
    }

    private static DriftMetric metric(String version, String feature, String reference, int revision, double value) {
        return DriftMetric.newBuilder(TestingRecords.metric(feature, "psi", 3, value, false))
                .setModelVersion(version)
                .setReferenceId(reference)
                .setRevision(revision)
                .build();
    }

    @Test
    void modelsThatTookTurnsWithinAWindowAreShownEachForItself() {
        stats.driftMetric(metric("1", "amount", "r1", 1, 0.2), false);
        stats.driftMetric(metric("2", "amount", "r2", 0, 0.4), false);

        assertThat(stats.series().windows())
                .extracting(
                        DriftWindow::modelVersion,
                        window -> window.features().get(0).value())
                .containsExactly(tuple("1", 0.2), tuple("2", 0.4));
        assertThat(stats.snapshot(NOW).drift().lastWindow())
                .extracting(DriftWindow::modelVersion)
                .isEqualTo("2");
    }

    /** A correction that does not tell of a segment any more takes what was told of it. */
    @Test
    void aCorrectionHoldsForItsWholeWindow() {
        stats.driftMetric(metric("1", "amount[country=DE]", "r1", 0, 0.3), false);
        stats.driftMetric(metric("1", "performance", "", 0, 0.9), false);
        stats.driftMetric(metric("1", "amount", "r1", 1, 0.2), false);

        assertThat(stats.series().windows())
                .singleElement()
                .satisfies(window -> assertThat(window.features())
                        .extracting(DriftWindow.FeatureDrift::feature)
                        .containsExactly("performance", "amount"));
    }

    @Test
    void aVerdictAgainstAnotherReferenceBeginsAtItsOwnFirstRevision() {
        stats.driftMetric(metric("1", "amount", "r1", 1, 0.2), false);
        stats.driftMetric(metric("1", "amount", "r2", 0, 0.4), false);

        assertThat(stats.series().windows())
                .singleElement()
                .satisfies(
                        window -> assertThat(window.features().get(0).value()).isEqualTo(0.4));
    }

    @Test
    void anAlertIsOneLineInItsNewestState() {
        stats.alert(TestingRecords.alert("a1", AlertStatus.OPENED, 56), true);
        stats.alert(TestingRecords.alert("a2", AlertStatus.OPENED, 57), false);
        stats.alert(TestingRecords.alert("a2", AlertStatus.ESCALATED, 58), false);
        stats.alert(TestingRecords.alert("a1", AlertStatus.RESOLVED, 58), false);
        stats.retrainingEvent(TestingRecords.retraining("r0", 50), true);
        stats.retrainingEvent(TestingRecords.retraining("r1", 58), false);

        assertThat(stats.alerts()).extracting(a -> a.getAlertId()).containsExactly("a2", "a1");
        assertThat(stats.snapshot(NOW).drift().openAlerts()).isEqualTo(1);
        assertThat(stats.snapshot(NOW).counts().alertsOpened()).isEqualTo(1);
        assertThat(stats.snapshot(NOW).counts().retrainingEvents()).isEqualTo(1);
        assertThat(stats.retrainingEvents()).extracting(e -> e.getEventId()).containsExactly("r1", "r0");
    }
}
