package io.streamgauge.drift.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.PerformanceDefinition;
import io.streamgauge.drift.detector.ChangeDetector;
import io.streamgauge.drift.detector.DetectorKind;
import io.streamgauge.drift.detector.Signal;
import io.streamgauge.drift.policy.AlertChange;
import io.streamgauge.drift.profile.OffsetRanges;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ErrorWatchTest {

    private static final long SEED = 5;

    private static ErrorWatch watch(String performance) {
        PerformanceDefinition definition =
                Objects.requireNonNull(TestingOutcomes.definition(performance).performance());
        return new ErrorWatch(definition);
    }

    /** A row whose outcome counts from a moment on. */
    private static JudgedRow row(long rank, double score, double decided, double came, long fromMs) {
        return new JudgedRow(rank, score, decided, List.of("FR"), List.of(new Outcome(fromMs, 0, fromMs, came)));
    }

    /** Two windows of errors, put in any order: what DDM says of them is what it says when it is shown them by hand. */
    @Test
    void errorsAreShownInTheOrderOfTheirOutcomes() {
        ErrorWatch watch = watch("{wait: 0s, detectors: [{detector: ddm}]}");
        SubjectState known = new SubjectState();
        ChangeDetector byHand = DetectorKind.DDM.defaults().create();
        Random random = new Random(SEED);
        for (int w = 0; w < 2; w++) {
            List<JudgedRow> rows = new ArrayList<>();
            long expected = 0;
            for (int i = 0; i < 900; i++) {
                boolean wrong = random.nextDouble() < (w == 0 ? 0.1 : 0.5);
                expected += byHand.add(wrong ? 1 : 0) == Signal.DRIFT ? 1 : 0;
                rows.add(row(random.nextLong() >>> 1, 0.9, 1, wrong ? 0 : 1, w * 1000L + i));
            }
            Collections.shuffle(rows, random);
            OutcomeWindow window = new OutcomeWindow(w * 1000L);
            rows.forEach(window::put);
            assertThat(watch.show(known, window, (w + 1) * 1000L))
                    .as("seed " + SEED)
                    .isEqualTo(Map.of("ddm", expected));
        }
        assertThat(known.detectors().get(0).snapshot()).isEqualTo(byHand.snapshot());
    }

    @Test
    void outcomesOfLaterAreNotShown() {
        OutcomeWindow window = new OutcomeWindow(0);
        window.put(row(1, 0.9, 1, 1, 10));
        window.put(row(2, 0.9, 1, 1, 2000));
        window.put(row(3, Double.NaN, 0, 1, 10));
        SubjectState known = new SubjectState();
        watch("{wait: 0s, detectors: [{detector: page_hinkley}]}").show(known, window, 1000);
        ChangeDetector one = DetectorKind.PAGE_HINKLEY.defaults().create();
        one.add(0);
        assertThat(known.detectors().get(0).snapshot()).isEqualTo(one.snapshot());
    }

    /** Other settings begin a detector anew, and one that is no longer declared is let go. */
    @Test
    void aDetectorIsFoundAgainByItsSettings() {
        OutcomeWindow window = new OutcomeWindow(0);
        window.put(row(1, 0.9, 1, 1, 10));
        SubjectState known = new SubjectState();
        watch("{wait: 0s, detectors: [{detector: ddm}, {detector: adwin}]}").show(known, window, 1000);
        assertThat(known.detectors()).hasSize(2);
        double[] seen = known.detectors().get(0).snapshot();
        watch("{wait: 0s, detectors: [{detector: ddm, drift: 4}]}").show(known, new OutcomeWindow(1000), 2000);
        assertThat(known.detectors()).hasSize(1);
        assertThat(known.detectors().get(0).snapshot()).isNotEqualTo(seen);
    }

    /** Errors rise from one in ten to six in ten; no figure may drift, the detector tells it. */
    @Test
    void whatADetectorTellsIsAnAlert() {
        DriftDefinition drift =
                TestingOutcomes.definition("{wait: 0s, watch: [accuracy], effect: 1, detectors: [{detector: ddm}]}");
        PerformanceWatch watch = new PerformanceWatch(
                "fraud", drift, Objects.requireNonNull(drift.performance()), Duration.ZERO, new PerformanceState());
        List<AlertChange> changes = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            long timeMs = i * 5L;
            String id = Integer.toString(i);
            boolean wrong = i * 7 % 10 < (i < 1400 ? 1 : 6);
            watch.predicted(
                    0,
                    new ScoredEvent(
                            TestingOutcomes.CHAMPION,
                            id,
                            timeMs,
                            new OffsetRanges.Partition("events", 0),
                            i,
                            0.9,
                            1,
                            List.of("FR")));
            watch.labelled(0, i, timeMs, id, wrong ? 0 : 1);
            if ((i + 1) % 200 == 0) {
                watch.advance(timeMs + 4).forEach(published -> changes.addAll(published.changes()));
            }
        }
        assertThat(changes).isNotEmpty();
        AlertChange opened = changes.get(0);
        assertThat(opened.status()).isEqualTo(AlertChange.Status.OPENED);
        assertThat(opened.window().startMs()).isEqualTo(7 * TestingOutcomes.WINDOW_MS);
        assertThat(opened.evidence())
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.feature() + " " + verdict.statistic())
                        .isEqualTo("performance ddm"));
    }
}
