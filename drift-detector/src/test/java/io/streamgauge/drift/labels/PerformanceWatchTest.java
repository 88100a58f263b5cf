package io.streamgauge.drift.labels;

import static io.streamgauge.drift.labels.TestingOutcomes.CHAMPION;
import static io.streamgauge.drift.labels.TestingOutcomes.LABEL_LATENESS_MS;
import static io.streamgauge.drift.labels.TestingOutcomes.LATENESS_MS;
import static io.streamgauge.drift.labels.TestingOutcomes.SHADOW;
import static io.streamgauge.drift.labels.TestingOutcomes.WINDOW_MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.labels.TestingOutcomes.Label;
import io.streamgauge.drift.policy.Advice;
import io.streamgauge.drift.policy.AlertChange;
import io.streamgauge.drift.policy.ModelKey;
import io.streamgauge.drift.policy.RetrainingRequest;
import io.streamgauge.drift.profile.OffsetRanges;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PerformanceWatchTest {

    private static final OffsetRanges.Partition SOURCE = new OffsetRanges.Partition("events", 0);
    private static final int WINDOWS = 16;
    private static final int BLIND_FROM = 12;
    private static final long WAIT_MS = 2 * WINDOW_MS;
    private static final long CORRECTIONS_MS = 3 * WINDOW_MS;
    private static final DriftDefinition DRIFT = TestingOutcomes.definition("{wait: 2s, corrections: 3s}");

    private static TestingOutcomes stream(long seed) {
        return TestingOutcomes.random(seed, WINDOWS, 120, BLIND_FROM);
    }

    private static List<String> lines(List<PerformanceWatch.Published> published) {
        return published.stream().map(Object::toString).sorted().toList();
    }

    /** Whatever partition is read first, and however often the state goes through bytes. */
    @Test
    void everyInterleavingPublishesTheSame() {
        TestingOutcomes stream = stream(1);
        List<String> once = lines(stream.run(DRIFT, 1));
        assertThat(once).hasSizeGreaterThan(40);
        for (long seed = 2; seed < 14; seed++) {
            assertThat(lines(stream.run(DRIFT, seed))).as("seed " + seed).isEqualTo(once);
        }
    }

    /** Detectors see errors in one order, whatever partition is read first, and go through bytes with the rest. */
    @Test
    void detectorsTellTheSameInEveryInterleaving() {
        DriftDefinition drift = TestingOutcomes.definition("{wait: 2s, corrections: 3s, detectors: [{detector: ddm},"
                + " {detector: hddm_a, drift: 0.01, warning: 0.05}, {detector: adwin, delta: 0.05, clock: 8}]}");
        TestingOutcomes stream = stream(1);
        List<PerformanceWatch.Published> published = stream.run(drift, 1);
        List<String> once = lines(published);
        for (long seed = 2; seed < 6; seed++) {
            assertThat(lines(stream.run(drift, seed))).as("seed " + seed).isEqualTo(once);
        }
        List<PerformanceMetric> told = published.stream()
                .flatMap(window -> window.metrics().stream())
                .filter(metric -> metric.subject().equals(CHAMPION))
                .filter(metric -> List.of("ddm", "hddm_a", "adwin").contains(metric.statistic()))
                .toList();
        assertThat(told).extracting(PerformanceMetric::revision).containsOnly(0);
        assertThat(told)
                .filteredOn(metric -> metric.startMs() >= BLIND_FROM * WINDOW_MS)
                .anyMatch(metric -> metric.drifted());
    }

    private static List<String> changes(List<PerformanceWatch.Published> published, Subject subject) {
        return published.stream()
                .filter(window -> window.subject().equals(subject))
                .flatMap(window -> window.changes().stream())
                .map(change -> change.window().endMs() / WINDOW_MS + " " + change.status() + " " + change.message())
                .toList();
    }

    /** Nobody waits for a model that was replaced: with the first window that is the other's alone, when its outcomes have come. */
    @Test
    void theAlertOfAModelThatWasReplacedIsResolved() {
        Subject other = new Subject(new ModelKey("fraud", "3", "ef"), Subject.CHAMPION);
        TestingOutcomes stream = TestingOutcomes.random(4, 22, 120, BLIND_FROM).champion(14_500, other);
        List<PerformanceWatch.Published> published = stream.run(DRIFT, 1);
        assertThat(changes(published, CHAMPION))
                .hasSizeGreaterThan(1)
                .last()
                .isEqualTo("16 RESOLVED Model fraud 3 has taken over from fraud 1;"
                        + " its predictions are compared with a reference of its own.");
        assertThat(changes(published, other)).isEmpty();
        for (long seed = 2; seed < 5; seed++) {
            assertThat(lines(stream.run(DRIFT, seed))).as("seed " + seed).isEqualTo(lines(published));
        }
    }

    /** After {@code forget} all is gone, and who comes back begins anew, whatever partition is read first. */
    @Test
    void aModelOfWhichNothingComesForLongIsForgotten() {
        TestingOutcomes stream = TestingOutcomes.random(5, 22, 120, 8).later(11_000, 9_000);
        List<PerformanceWatch.Published> known = stream.run(DRIFT, 1);
        assertThat(changes(known, CHAMPION)).noneMatch(change -> change.contains("forgotten"));
        TestingOutcomes gone = TestingOutcomes.random(5, 22, 120, 8).later(11_000, 11_000);
        List<PerformanceWatch.Published> published = gone.run(DRIFT, 1);
        assertThat(changes(published, CHAMPION)).contains("11 RESOLVED " + PerformanceWatch.FORGOTTEN);
        assertThat(published.stream().flatMap(window -> window.metrics().stream()))
                .as("what came after is first a reference")
                .noneMatch(metric -> metric.startMs() >= 22_000 && metric.startMs() < 27_000)
                .anyMatch(metric -> metric.startMs() >= 27_000);
        for (long seed = 2; seed < 5; seed++) {
            assertThat(lines(gone.run(DRIFT, seed))).as("seed " + seed).isEqualTo(lines(published));
            assertThat(lines(stream.run(DRIFT, seed))).as("seed " + seed).isEqualTo(lines(known));
        }
    }

    /** Of a model that never comes back nothing is left; of state written before, the time is counted from then on. */
    @Test
    void whatIsKeptDoesNotGrowWithTheModelsThereWere() {
        PerformanceState state = new PerformanceState();
        PerformanceWatch watch = watch(state);
        for (int model = 0; model < 20; model++) {
            Subject subject = new Subject(new ModelKey("fraud", "1." + model, "ab"), Subject.CHAMPION);
            for (int i = 0; i < 50; i++) {
                long timeMs = model * 5L * WINDOW_MS + i;
                watch.predicted(
                        0, new ScoredEvent(subject, "e" + model + "-" + i, timeMs, SOURCE, i, 0.5, 1, List.of("FR")));
            }
            watch.predictionsTo(model * 5L * WINDOW_MS + 2000);
            watch.advance(model * 5L * WINDOW_MS + 2000);
            state.subjects().values().stream()
                    .filter(known -> known.startMs() != SubjectState.NOT_BEGUN)
                    .forEach(known -> assertThat(known.lastEndMs()).isGreaterThan(known.startMs()));
            if (model == 10) {
                state.subjects().values().forEach(known -> known.setLastEndMs(SubjectState.NOT_BEGUN));
                watch = watch(state);
            }
        }
        assertThat(state.subjects()).hasSizeBetween(2, 4);
    }

    private static PerformanceWatch watch(PerformanceState state) {
        return new PerformanceWatch(
                "fraud",
                DRIFT,
                Objects.requireNonNull(DRIFT.performance()),
                Duration.ofMillis(LABEL_LATENESS_MS),
                state);
    }

    /** Every figure, of every revision, is what its definition says when worked out from the whole history. */
    @Test
    void figuresAreThoseOfBruteForce() {
        for (long seed = 1; seed <= 3; seed++) {
            TestingOutcomes stream = stream(seed);
            for (Subject subject : List.of(CHAMPION, SHADOW)) {
                Map<String, double[]> expected = bruteForce(stream, subject);
                Map<String, double[]> seen = new TreeMap<>();
                stream.run(DRIFT, seed).stream()
                        .filter(window -> window.subject().equals(subject))
                        .flatMap(window -> window.metrics().stream())
                        .filter(metric -> metric.statistic().equals("roc_auc"))
                        .forEach(metric -> seen.put(
                                metric.startMs() + " revision " + metric.revision(),
                                new double[] {metric.value(), metric.labelled(), metric.unlabelled()}));
                assertThat(seen.keySet()).as("seed " + seed).isEqualTo(expected.keySet());
                assertThat(seen.keySet()).anyMatch(key -> key.endsWith("revision 2"));
                String where = "seed " + seed + ", window ";
                seen.forEach((key, value) -> assertThat(value)
                        .as(where + key)
                        .containsExactly(expected.getOrDefault(key, new double[0]), within(1e-12)));
            }
        }
    }

    private record Known(double score, TreeMap<Long, Double> outcomes) {}

    private static Map<String, double[]> bruteForce(TestingOutcomes stream, Subject subject) {
        Map<Long, Map<String, Known>> windows = new TreeMap<>();
        for (List<ScoredEvent> feed : stream.predictions) {
            long latestMs = Long.MIN_VALUE;
            for (ScoredEvent event : feed) {
                latestMs = Math.max(latestMs, event.eventTimeMs());
                if (event.subject().equals(subject) && event.eventTimeMs() >= latestMs - LATENESS_MS) {
                    long startMs = Math.floorDiv(event.eventTimeMs(), WINDOW_MS) * WINDOW_MS;
                    windows.computeIfAbsent(startMs, start -> new HashMap<>())
                            .put(event.eventId(), new Known(event.score(), new TreeMap<>()));
                }
            }
        }
        for (List<Label> feed : stream.labels) {
            long latestMs = Long.MIN_VALUE;
            for (Label label : feed) {
                latestMs = Math.max(latestMs, label.timeMs());
                long countsMs = Math.max(label.timeMs(), latestMs - LABEL_LATENESS_MS);
                windows.forEach((startMs, events) -> {
                    Known known = events.get(label.eventId());
                    if (known != null && countsMs >= startMs) {
                        known.outcomes().put(countsMs, label.value());
                    }
                });
            }
        }
        long firstMs = windows.keySet().iterator().next();
        Map<String, double[]> figures = new TreeMap<>();
        windows.forEach((startMs, events) -> {
            if (startMs >= firstMs + 5 * WINDOW_MS) {
                figures(startMs, events.values(), figures);
            }
        });
        return figures;
    }

    private static void figures(long startMs, Iterable<Known> events, Map<String, double[]> figures) {
        long firstMs = startMs + WINDOW_MS + WAIT_MS;
        int revision = 0;
        for (long momentMs = firstMs; momentMs <= firstMs + CORRECTIONS_MS; momentMs += WINDOW_MS) {
            List<double[]> known = new ArrayList<>();
            int count = 0;
            boolean news = momentMs == firstMs;
            for (Known event : events) {
                count++;
                news |= !event.outcomes().subMap(momentMs - WINDOW_MS, momentMs).isEmpty();
                Map.Entry<Long, Double> outcome = event.outcomes().lowerEntry(momentMs);
                if (outcome != null) {
                    known.add(new double[] {event.score(), outcome.getValue()});
                }
            }
            if (news) {
                figures.put(
                        startMs + " revision " + revision++,
                        new double[] {area(known), known.size(), count - known.size()});
            }
        }
    }

    /** Share of pairs in the right order. */
    private static double area(List<double[]> known) {
        double right = 0;
        double pairs = 0;
        for (double[] positive : known) {
            for (double[] negative : known) {
                if (positive[1] > negative[1]) {
                    pairs++;
                    right += positive[0] > negative[0] ? 1 : positive[0] < negative[0] ? 0 : 0.5;
                }
            }
        }
        return right / pairs;
    }

    /** Scores that stop saying anything lead to an alert of performance and to one retraining event; what was expected did not see it. */
    @Test
    void aFallIsDriftAndOnlyTheChampionsRaisesAlerts() {
        // What comes of gaps between groups is published apart, without figures.
        List<PerformanceWatch.Published> published = stream(1).run(DRIFT, 1).stream()
                .filter(window -> !window.metrics().isEmpty())
                .toList();
        List<PerformanceWatch.Published> alerting =
                published.stream().filter(window -> !window.changes().isEmpty()).toList();
        assertThat(alerting).allMatch(window -> window.subject().equals(CHAMPION));
        assertThat(alerting.get(0).endMs()).isEqualTo((BLIND_FROM + 1) * WINDOW_MS);
        AlertChange opened = alerting.get(0).changes().get(0);
        assertThat(opened.status()).isEqualTo(AlertChange.Status.OPENED);
        assertThat(opened.message()).startsWith("Drift in performance (roc_auc 0.");
        assertThat(opened.evidence().get(0).value())
                .isLessThan(opened.evidence().get(0).threshold());
        assertThat(published.stream().filter(window -> window.retraining() != null))
                .hasSize(1);

        List<PerformanceMetric> blind = published.stream()
                .flatMap(window -> window.metrics().stream())
                .filter(metric -> metric.subject().equals(CHAMPION) && metric.startMs() == BLIND_FROM * WINDOW_MS)
                .filter(metric -> metric.statistic().endsWith("roc_auc"))
                .toList();
        assertThat(blind.get(0).statistic()).isEqualTo("expected_roc_auc");
        assertThat(blind.get(1).expected()).isEqualTo(blind.get(0).value());
        assertThat(blind.get(1).value()).isLessThan(blind.get(0).value() - 0.1);
        assertThat(blind.get(1).standardError()).isBetween(0.03, 0.1);
    }

    /** Scores a thousandth of what they were order events as well as before, and are no chances any more. */
    @Test
    void whenOnlyChancesAreWrongItIsToCalibrateAgain() {
        TestingOutcomes stream = TestingOutcomes.random(1, WINDOWS, 120, WINDOWS);
        for (List<ScoredEvent> feed : stream.predictions) {
            feed.replaceAll(event -> event.eventTimeMs() < BLIND_FROM * WINDOW_MS
                    ? event
                    : new ScoredEvent(
                            event.subject(),
                            event.eventId(),
                            event.eventTimeMs(),
                            event.partition(),
                            event.offset(),
                            event.score() / 1000,
                            0,
                            event.groups()));
        }
        DriftDefinition ofLosses = TestingOutcomes.definition("{wait: 2s, corrections: 3s, watch: [log_loss, brier]}");
        List<Advice.Action> asked = new ArrayList<>();
        for (PerformanceWatch.Published window : stream.run(ofLosses, 1)) {
            RetrainingRequest event = window.retraining();
            if (event != null) {
                asked.add(event.findings().advice().action());
            }
        }
        assertThat(asked).containsExactly(Advice.Action.RECALIBRATE);
    }

    @Test
    void withoutLabelsOnlyExpectationsAndTheirAbsenceArePublished() {
        TestingOutcomes stream = stream(1);
        stream.labels.forEach(feed -> feed.removeIf(label -> label.timeMs() > 8 * WINDOW_MS));
        List<PerformanceMetric> unlabelled = stream.run(DRIFT, 1).stream()
                .flatMap(window -> window.metrics().stream())
                .filter(metric -> metric.subject().equals(CHAMPION) && metric.startMs() == 10 * WINDOW_MS)
                .toList();
        assertThat(unlabelled)
                .extracting(PerformanceMetric::statistic)
                .containsOnly(
                        "expected_roc_auc",
                        "expected_precision",
                        "expected_recall",
                        "expected_specificity",
                        "expected_f1",
                        "expected_accuracy",
                        "labelled");
        PerformanceMetric labelled = unlabelled.get(unlabelled.size() - 1);
        assertThat(labelled.value()).isZero();
        assertThat(labelled.unlabelled()).isGreaterThan(100);
    }
}
