package io.streamgauge.app.backtest;

import io.streamgauge.app.backtest.BacktestReport.ModelFigures;
import io.streamgauge.app.backtest.BacktestReport.Performance;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.report.DriftReport;
import io.streamgauge.drift.LabelRow;
import io.streamgauge.drift.PerformanceReplay;
import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.PerformanceDefinition;
import io.streamgauge.drift.labels.LabelFate;
import io.streamgauge.drift.labels.PerformanceMetric;
import io.streamgauge.drift.labels.PerformanceWatch;
import io.streamgauge.drift.labels.Subject;
import io.streamgauge.schemas.Prediction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What labels tell of the predictions of a backtest. Of labels as many are read as predictions have come, by time, so that neither has to
 * wait for long in memory.
 */
final class OutcomeReplay {

    private final LabelSource labels;
    private final PerformanceReplay replay;
    private final Duration told;
    private final long windowMs;
    private final List<PerformanceWatch.Published> published = new ArrayList<>();
    private @Nullable LabelRow next;
    private long latestMs = Long.MIN_VALUE;

    OutcomeReplay(Pipeline pipeline, LabelSource labels, Set<Integer> partitions, long fromMs, long toMs) {
        DriftDefinition drift = pipeline.drift().orElseThrow();
        Duration lateness = pipeline.features()
                .source(pipeline.labels().orElseThrow().source())
                .lateness();
        this.labels = labels;
        this.told = performance(pipeline).waitFor().plus(lateness);
        this.windowMs = drift.window().toMillis();
        this.replay = new PerformanceReplay(
                pipeline.name(), drift, lateness, partitions, labels.filled(), fromMs, toMs, published::add);
        this.next = labels.next();
    }

    /** @throws IllegalArgumentException when the pipeline does not follow performance */
    static PerformanceDefinition performance(Pipeline pipeline) {
        PerformanceDefinition performance = pipeline.drift().orElseThrow().performance();
        if (performance == null) {
            throw new IllegalArgumentException("pipeline " + pipeline.name() + " has no drift.performance");
        }
        return performance;
    }

    void take(Prediction prediction, int partition) {
        latestMs = Math.max(latestMs, prediction.getEventTime().toEpochMilli());
        labelsTo(latestMs);
        replay.add(prediction, partition);
    }

    void end() {
        labelsTo(Long.MAX_VALUE);
        replay.end();
    }

    private void labelsTo(long timeMs) {
        for (LabelRow label = next; label != null && label.timeMs <= timeMs; label = next) {
            replay.add(label);
            next = labels.next();
        }
    }

    /** What was published, in order. */
    List<PerformanceWatch.Published> published() {
        return published;
    }

    /** A window, and when something is told of its outcomes. */
    Window window(PerformanceWatch.Published of) {
        return new Window(of.endMs() - windowMs, of.endMs(), of.endMs() + told.toMillis());
    }

    /** Windows of champions of which figures were realised, in order of time. */
    List<Window> judged() {
        return published.stream()
                .filter(OutcomeReplay::judged)
                .map(this::window)
                .distinct()
                .sorted(java.util.Comparator.comparingLong(Window::endMs))
                .toList();
    }

    private static boolean judged(PerformanceWatch.Published window) {
        return window.subject().variant().equals(Subject.CHAMPION)
                && window.metrics().stream().anyMatch(OutcomeReplay::realised);
    }

    private static boolean realised(PerformanceMetric metric) {
        return metric.revision() == 0
                && metric.group() == null
                && metric.labelled() > 0
                && !metric.statistic().startsWith(PerformanceMetric.EXPECTED)
                && !metric.statistic().equals(PerformanceWatch.LABELLED);
    }

    /** @param page with the figures */
    Performance report(DriftReport page) {
        return new Performance(
                labels.name(),
                replay.labels() + labels.bad().count(),
                replay.labels(),
                replay.labels(LabelFate.KEPT),
                labels.bad().count(),
                labels.bad().firstWhy(),
                replay.labels(LabelFate.LATE),
                replay.labels(LabelFate.DROPPED),
                replay.labels(LabelFate.UNMATCHED),
                judged().size(),
                (int) published.stream()
                        .filter(OutcomeReplay::judged)
                        .filter(window -> window.metrics().stream().anyMatch(PerformanceMetric::drifted))
                        .map(this::window)
                        .distinct()
                        .count(),
                page.models().stream()
                        .filter(model -> !model.performance().isEmpty())
                        .map(model -> new ModelFigures(model.model(), model.modelVersion(), model.performance()))
                        .toList());
    }
}
