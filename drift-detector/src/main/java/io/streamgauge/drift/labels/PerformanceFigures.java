package io.streamgauge.drift.labels;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.PerformanceDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The figures that are published of a window: what is to be expected, then what came true, then the gaps between groups. */
final class PerformanceFigures {

    private final DriftDefinition drift;
    private final PerformanceJudge judge;
    private final FairnessJudge fairness;

    PerformanceFigures(DriftDefinition drift, PerformanceDefinition definition) {
        this.drift = drift;
        this.judge = new PerformanceJudge(definition, drift.windowLevel());
        this.fairness = new FairnessJudge(definition, drift.windowLevel());
    }

    /** Works out what is to be expected of a window. */
    List<PerformanceMetric> expected(Subject subject, PerformanceReference reference, OutcomeWindow window) {
        Outcomes scored = window.scored();
        window.setEstimated(isEnough(window, scored.size()) ? reference.expected(scored) : Map.of());
        List<PerformanceMetric> metrics = new ArrayList<>();
        for (Figure figure : reference.figures()) {
            Double expected = window.expected().get(figure.statistic().text());
            if (expected != null) {
                metrics.add(plain(
                        subject,
                        window,
                        PerformanceMetric.EXPECTED + figure.statistic().text(),
                        expected,
                        null,
                        figure.value(),
                        reference.outcomes().size(),
                        0));
            }
        }
        return metrics;
    }

    /** The share of predictions with an outcome, from −∞ to a moment. */
    PerformanceMetric labelled(Subject subject, PerformanceReference reference, OutcomeWindow window, Outcomes known) {
        double share = (double) known.size() / window.rows().size();
        Double error = Math.sqrt(share * (1 - share) / window.rows().size());
        return plain(
                subject,
                window,
                PerformanceWatch.LABELLED,
                share,
                error,
                null,
                reference.outcomes().size(),
                known.size());
    }

    /** Figures of all outcomes known, compared with the reference's. */
    List<PerformanceMetric> realised(
            Subject subject, PerformanceReference reference, OutcomeWindow window, Outcomes known) {
        return judge.judge(subject, endMs(window), reference, window, known);
    }

    /** Gaps between groups, with the outcomes known before a moment. */
    List<PerformanceMetric> gaps(Subject subject, OutcomeWindow window, long momentMs) {
        return fairness.judge(subject, endMs(window), window, momentMs);
    }

    /** The changes that detectors told, by detector; any is drift. A detector has its own rate of false alarms and no p-value. */
    List<PerformanceMetric> told(Subject subject, OutcomeWindow window, Outcomes known, Map<String, Long> changes) {
        List<PerformanceMetric> metrics = new ArrayList<>();
        changes.forEach((detector, count) -> metrics.add(new PerformanceMetric(
                subject,
                window.startMs(),
                endMs(window),
                null,
                detector,
                (double) count,
                null,
                null,
                null,
                1,
                count > 0 ? 0 : 1,
                count > 0 ? 0 : 1,
                count > 0,
                0,
                known.size(),
                window.rows().size() - known.size(),
                window.published())));
        return metrics;
    }

    /** Whether a window has enough of something that so many of the rows held have; each stands for as many predictions as were not held. */
    boolean isEnough(OutcomeWindow window, int having) {
        double standsFor =
                window.sampled() ? (double) window.predictions() / window.rows().size() : 1;
        return having > 0 && having * standsFor >= drift.minSamples();
    }

    private long endMs(OutcomeWindow window) {
        return window.startMs() + drift.window().toMillis();
    }

    private PerformanceMetric plain(
            Subject subject,
            OutcomeWindow window,
            String statistic,
            double value,
            @Nullable Double error,
            @Nullable Double reference,
            long referenceCount,
            long labelled) {
        return new PerformanceMetric(
                subject,
                window.startMs(),
                endMs(window),
                null,
                statistic,
                value,
                error,
                reference,
                null,
                reference == null ? 0 : reference,
                1,
                1,
                false,
                referenceCount,
                labelled,
                window.rows().size() - labelled,
                window.published());
    }
}
