package io.streamgauge.drift.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.drift.profile.OffsetRanges;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SampledPerformanceTest {

    private static final int PER_WINDOW = 9_000;

    private static DriftDefinition definition(int minSamples) {
        Problems problems = new Problems();
        DriftDefinition definition = DriftSection.read(
                YamlDocument.parse(
                        "test",
                        "{window: 1s, reference: {first: 1s}, lateness: 0s, min_samples: " + minSamples
                                + ", performance: {wait: 0s}}"),
                problems);
        problems.throwIfAny();
        return definition;
    }

    /** Three windows, all of whose outcomes are known; the figures of the area published. */
    private static List<PerformanceMetric> areas(int minSamples) {
        DriftDefinition drift = definition(minSamples);
        PerformanceWatch watch = new PerformanceWatch(
                "fraud", drift, Objects.requireNonNull(drift.performance()), Duration.ZERO, new PerformanceState());
        List<PerformanceMetric> areas = new ArrayList<>();
        for (int i = 0; i < 3 * PER_WINDOW; i++) {
            long timeMs = i * 1000L / PER_WINDOW;
            double score = i % 10 / 10.0;
            watch.predicted(
                    0,
                    new ScoredEvent(
                            TestingOutcomes.CHAMPION,
                            "event-" + i,
                            timeMs,
                            new OffsetRanges.Partition("events", 0),
                            i,
                            score,
                            0,
                            List.of()));
            watch.labelled(0, i, timeMs, "event-" + i, i % 10 > 6 ? 1 : 0);
        }
        List<PerformanceWatch.Published> published = new ArrayList<>(watch.predictionsTo(2999));
        published.addAll(watch.advance(2999));
        published.forEach(window -> window.metrics().stream()
                .filter(metric -> metric.statistic().equals("roc_auc"))
                .forEach(areas::add));
        return areas;
    }

    /** More than are held: what is held stands for all of them. */
    @Test
    void aWindowOfEnoughPredictionsIsJudgedHoweverFewOfThemAreHeld() {
        assertThat(areas(PER_WINDOW)).hasSize(2).allMatch(area -> area.labelled() == OutcomeWindow.ROWS);
    }

    @Test
    void aWindowOfTooFewIsNot() {
        assertThat(areas(PER_WINDOW + 1)).isEmpty();
    }
}
