package io.streamgauge.drift.labels;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.PerformanceDefinition;
import io.streamgauge.drift.definition.PerformanceDefinition.Kind;
import io.streamgauge.drift.policy.Advice;
import io.streamgauge.drift.policy.AlertChange;
import io.streamgauge.drift.policy.AlertPolicy;
import io.streamgauge.drift.policy.Contributor;
import io.streamgauge.drift.policy.FeatureVerdict;
import io.streamgauge.drift.policy.Findings;
import io.streamgauge.drift.policy.Histograms;
import io.streamgauge.drift.policy.RetrainingRequest;
import io.streamgauge.drift.policy.WindowVerdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The watch over performance: predictions and labels in, in whatever order their partitions are read; figures and alerts out, the same to
 * the byte, because everything is decided by event time.
 *
 * <pre>
 *   window          end        end + wait                   end + wait + corrections
 *   ├────────────────┤              │                                │
 *     predictions    expected_*     figures, verdict, alert          forgotten
 *                                   └── figures again, one revision  ┘
 *                                       more, at each window's end
 *                                       before which labels came
 * </pre>
 *
 * <p>A label counts from its own time on; one that is later than the lateness of its topic counts from the clock of its partition less that
 * lateness, which is decided in offset order. The figures of a moment count the labels before it. A prediction
 * later than {@code drift.lateness} is in no window, as elsewhere. Labels are kept for predictions that have not come until
 * none can come any more; a label is never joined with an event of a later window than its own.
 *
 * <p>Reference windows are collected at the moment their outcomes have been waited for; with the last of them the reference is frozen.
 */
public final class PerformanceWatch {

    /** Name under which performance is published, in place of a feature's. */
    public static final String FEATURE = "performance";

    /** Name of the share of predictions whose outcome is known. */
    public static final String LABELLED = "labelled";

    /** Figures of scores as chances, beside those of their order. */
    private static final Set<String> CHANCES = Set.of(Statistic.LOG_LOSS.text(), Statistic.BRIER.text());

    private final String pipeline;
    private final DriftDefinition drift;
    private final PerformanceDefinition definition;
    private final long labelLatenessMs;
    private final PerformanceJudge judge;
    private final FairnessJudge fairness;
    private final PerformanceState state;
    private List<Published> published = new ArrayList<>();

    /**
     * What is to be published of one window.
     *
     * @param subject whose it is
     * @param endMs end of the window
     * @param metrics figures
     * @param changes of alerts
     * @param retraining the event raised; null when none is
     */
    public record Published(
            Subject subject,
            long endMs,
            List<PerformanceMetric> metrics,
            List<AlertChange> changes,
            @Nullable RetrainingRequest retraining) {}

    /**
     * Goes on from a state.
     *
     * @param drift windows, reference, level and policy
     * @param definition its part on performance
     * @param labelLateness how far behind its partition's latest a label is not late
     */
    public PerformanceWatch(
            String pipeline,
            DriftDefinition drift,
            PerformanceDefinition definition,
            Duration labelLateness,
            PerformanceState state) {
        this.pipeline = pipeline;
        this.drift = drift;
        this.definition = definition;
        this.labelLatenessMs = labelLateness.toMillis();
        this.judge = new PerformanceJudge(definition, drift.windowLevel());
        this.fairness = new FairnessJudge(definition, drift.windowLevel());
        this.state = state;
    }

    /**
     * Takes a prediction.
     *
     * @param feedPartition partition it was read from, whose clock it moves
     * @return whether it was in time
     */
    public boolean predicted(int feedPartition, ScoredEvent event) {
        long latestMs = state.predictionClocks().merge(feedPartition, event.eventTimeMs(), Math::max);
        long startMs = drift.windowStartMs(event.eventTimeMs());
        boolean late = event.eventTimeMs() < latestMs - drift.lateness().toMillis();
        if (late || ended(startMs, state.predictionsToMs())) {
            return false;
        }
        OutcomeWindow window = state.subjects()
                .computeIfAbsent(event.subject(), subject -> new SubjectState())
                .windows()
                .computeIfAbsent(startMs, OutcomeWindow::new);
        window.count(event.partition(), event.offset());
        long rank = EventRank.of(event.eventId());
        if (window.takes(rank)) {
            window.put(new JudgedRow(rank, event.score(), event.decided(), event.groups(), List.of()));
            for (Map<Long, Outcome> labels : state.early().tailMap(startMs).values()) {
                Outcome outcome = labels.get(rank);
                if (outcome != null && outcome.effectiveMs() < forgottenMs(startMs)) {
                    window.tell(rank, outcome, windowMs());
                }
            }
        }
        return true;
    }

    /**
     * Takes a label.
     *
     * @param timeMs its own time
     * @param eventId the event it judges
     * @param value what came true
     */
    public void labelled(int partition, long offset, long timeMs, String eventId, double value) {
        long latestMs = state.labelClocks().merge(partition, timeMs, Math::max);
        Outcome outcome = new Outcome(Math.max(timeMs, latestMs - labelLatenessMs), partition, offset, value);
        long rank = EventRank.of(eventId);
        long startMs = drift.windowStartMs(outcome.effectiveMs());
        for (SubjectState subject : state.subjects().values()) {
            for (OutcomeWindow window : subject.windows().headMap(startMs, true).values()) {
                if (outcome.effectiveMs() < forgottenMs(window.startMs())) {
                    window.tell(rank, outcome, windowMs());
                }
            }
        }
        if (!ended(startMs, state.predictionsToMs())) {
            state.keepEarly(startMs, rank, outcome);
        }
    }

    /** All predictions of a moment and before have come. */
    public List<Published> predictionsTo(long momentMs) {
        if (momentMs > state.predictionsToMs()) {
            state.setPredictionsToMs(momentMs);
            state.subjects().forEach(this::estimate);
            state.early().keySet().removeIf(startMs -> ended(startMs, momentMs));
        }
        return taken();
    }

    /** All predictions and labels of a moment and before have come. */
    public List<Published> advance(long momentMs) {
        List<Published> all = new ArrayList<>();
        for (long dueMs = nextDueMs(); dueMs - 1 <= momentMs && dueMs < Long.MAX_VALUE; dueMs = nextDueMs()) {
            all.addAll(predictionsTo(dueMs - 1));
            for (Map.Entry<Subject, SubjectState> subject : state.subjects().entrySet()) {
                for (OutcomeWindow window :
                        List.copyOf(subject.getValue().windows().values())) {
                    if (dueMs(window) == dueMs) {
                        judge(subject.getKey(), subject.getValue(), window, dueMs);
                    }
                }
            }
            all.addAll(taken());
        }
        all.addAll(taken());
        return all;
    }

    /** What is remembered. */
    public PerformanceState state() {
        return state;
    }

    private List<Published> taken() {
        List<Published> taken = published;
        published = new ArrayList<>();
        return taken;
    }

    private long nextDueMs() {
        return state.subjects().values().stream()
                .flatMap(subject -> subject.windows().values().stream())
                .mapToLong(this::dueMs)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** The next moment at which something is to be done about a window. */
    private long dueMs(OutcomeWindow window) {
        if (window.published() == 0) {
            return firstJudgedMs(window.startMs());
        }
        long forgottenMs = forgottenMs(window.startMs());
        return window.pendingMs() >= forgottenMs ? forgottenMs : drift.windowStartMs(window.pendingMs()) + windowMs();
    }

    private void judge(Subject subject, SubjectState known, OutcomeWindow window, long momentMs) {
        boolean first = window.published() == 0;
        if (first && known.reference() == null && !isCompared(subject, known, window, momentMs)) {
            known.windows().remove(window.startMs());
            return;
        }
        if (first || window.pendingMs() < momentMs) {
            publish(subject, known, window, momentMs);
            window.judged(momentMs, window.published() + 1);
        }
        if (momentMs >= forgottenMs(window.startMs())) {
            known.windows().remove(window.startMs());
        }
    }

    /** Collects a window that comes before the reference is frozen, unless it lies after it already. */
    private boolean isCompared(Subject subject, SubjectState known, OutcomeWindow window, long momentMs) {
        if (known.startMs() == SubjectState.NOT_BEGUN) {
            known.setStartMs(window.startMs());
        }
        long fromMs = known.startMs() + drift.reference().after().toMillis();
        long toMs = fromMs + drift.reference().first().toMillis();
        boolean after = window.startMs() >= toMs;
        if (after && isEnough(known.collected())) {
            freeze(subject, known, fromMs, toMs);
            return true;
        }
        if (window.startMs() < fromMs) {
            return false;
        }
        window.collect(momentMs, known.collected());
        long endMs = window.startMs() + windowMs();
        if (endMs >= toMs && isEnough(known.collected())) {
            freeze(subject, known, fromMs, Math.max(toMs, endMs));
        }
        return false;
    }

    /** A reference holds no more rows than it has room for, however many are asked for. */
    private boolean isEnough(ReferenceRows rows) {
        return rows.size() >= Math.min(drift.minSamples(), ReferenceRows.ROWS)
                && (definition.kind() != Kind.BINARY || rows.twoSided());
    }

    /** Whether a window has enough of something that so many of the rows held have; each stands for as many predictions as were not held. */
    private boolean isEnough(OutcomeWindow window, int having) {
        double standsFor =
                window.sampled() ? (double) window.predictions() / window.rows().size() : 1;
        return having > 0 && having * standsFor >= drift.minSamples();
    }

    private void freeze(Subject subject, SubjectState known, long fromMs, long toMs) {
        known.setReference(new PerformanceReference(
                definition.kind(), fromMs, toMs, known.collected().outcomes()));
        known.collected().clear();
        estimate(subject, known);
    }

    /** Works out what is to be expected of the windows whose predictions have all come. */
    private void estimate(Subject subject, SubjectState known) {
        PerformanceReference reference = known.reference();
        if (reference == null) {
            return;
        }
        for (OutcomeWindow window : known.windows().values()) {
            boolean inReference = window.startMs() < reference.endMs();
            if (window.estimated() || inReference || !ended(window.startMs(), state.predictionsToMs())) {
                continue;
            }
            window.setEstimated(true);
            Outcomes scored = window.scored();
            if (isEnough(window, scored.size())) {
                window.expected().putAll(reference.expected(scored));
            }
            published.add(new Published(
                    subject,
                    window.startMs() + windowMs(),
                    expectedMetrics(subject, reference, window),
                    List.of(),
                    null));
        }
    }

    private List<PerformanceMetric> expectedMetrics(
            Subject subject, PerformanceReference reference, OutcomeWindow window) {
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

    private void publish(Subject subject, SubjectState state, OutcomeWindow window, long momentMs) {
        PerformanceReference reference = state.reference();
        if (reference == null) {
            return;
        }
        Outcomes known = window.known(momentMs);
        double share = (double) known.size() / window.rows().size();
        List<PerformanceMetric> metrics = new ArrayList<>();
        Double error = Math.sqrt(share * (1 - share) / window.rows().size());
        int references = reference.outcomes().size();
        metrics.add(plain(subject, window, LABELLED, share, error, null, references, known.size()));
        List<AlertChange> changes = List.of();
        RetrainingRequest retraining = null;
        if (isEnough(window, known.size())) {
            List<PerformanceMetric> judged =
                    judge.judge(subject, window.startMs() + windowMs(), reference, window, known);
            metrics.addAll(judged);
            metrics.addAll(fairness.judge(subject, window.startMs() + windowMs(), window, momentMs));
            if (subject.champion() && window.published() == 0) {
                AlertPolicy.Decision decision = decide(subject, state, window, judged);
                state.setAlerts(decision.state());
                changes = decision.changes();
                retraining = decision.retraining();
            }
        }
        published.add(new Published(subject, window.startMs() + windowMs(), metrics, changes, retraining));
    }

    /** The policy that features have, with alerts of its own: the name it is given only makes its ids. */
    private AlertPolicy.Decision decide(
            Subject subject, SubjectState state, OutcomeWindow window, List<PerformanceMetric> judged) {
        AlertPolicy policy = new AlertPolicy(pipeline + "/" + FEATURE, subject.model(), drift);
        List<FeatureVerdict> verdicts = judged.stream()
                .filter(metric -> definition.watch().contains(metric.statistic()))
                .map(PerformanceWatch::verdict)
                .toList();
        WindowVerdict verdict =
                new WindowVerdict(window.startMs(), window.startMs() + windowMs(), verdicts, window.offsets());
        return policy.decide(state.alerts(), verdict, findings(state.reference(), verdict, judged));
    }

    /** What drifted is performance alone; there are no histograms of it. */
    private Findings findings(
            @Nullable PerformanceReference reference, WindowVerdict verdict, List<PerformanceMetric> judged) {
        if (reference == null || !verdict.drifted()) {
            return Findings.NONE;
        }
        List<Contributor> contributors = verdict.evidence().stream()
                .limit(1)
                .map(strongest -> new Contributor(strongest, Histograms.NONE))
                .toList();
        return new Findings(
                reference.startMs(),
                reference.endMs(),
                contributors,
                List.of(List.of(FEATURE)),
                advice(verdict.evidence(), judged));
    }

    /** Scores whose order is as good as before are worth something else than before: to calibrate them again is enough. */
    private Advice advice(List<FeatureVerdict> drifted, List<PerformanceMetric> judged) {
        boolean chancesOnly = drifted.stream().allMatch(verdict -> CHANCES.contains(verdict.statistic()));
        boolean orderHolds = judged.stream().anyMatch(this::isOrderAsGood);
        return chancesOnly && orderHolds
                ? new Advice(
                        Advice.Action.RECALIBRATE,
                        Advice.Urgency.NORMAL,
                        "Scores are further from what came true than before, but order events as well.")
                : new Advice(
                        Advice.Action.RETRAIN, Advice.Urgency.HIGH, "The model does worse on events that are known.");
    }

    private boolean isOrderAsGood(PerformanceMetric metric) {
        Double before = metric.reference();
        return metric.statistic().equals(Statistic.ROC_AUC.text())
                && before != null
                && before - metric.value() < definition.effect();
    }

    private static FeatureVerdict verdict(PerformanceMetric metric) {
        return new FeatureVerdict(
                FEATURE,
                metric.statistic(),
                metric.value(),
                metric.threshold(),
                metric.pValue(),
                metric.adjustedPValue(),
                metric.drifted(),
                metric.referenceCount(),
                metric.labelled(),
                metric.unlabelled());
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
                window.startMs() + windowMs(),
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

    private boolean ended(long windowStartMs, long momentMs) {
        return windowStartMs + windowMs() - 1 <= momentMs;
    }

    private long firstJudgedMs(long windowStartMs) {
        return windowStartMs + windowMs() + definition.waitFor().toMillis();
    }

    private long forgottenMs(long windowStartMs) {
        return firstJudgedMs(windowStartMs) + definition.corrections().toMillis();
    }

    private long windowMs() {
        return drift.window().toMillis();
    }
}
