package io.streamgauge.drift.labels;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.PerformanceDefinition;
import io.streamgauge.drift.policy.AlertChange;
import io.streamgauge.drift.policy.AlertPolicy;
import io.streamgauge.drift.policy.RetrainingRequest;
import io.streamgauge.drift.policy.Succession;
import io.streamgauge.drift.profile.EventRank;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * <p>When all outcomes of a window have been waited for that holds predictions of one champion and none of another, the other has been replaced:
 * its alerts are resolved, since no window of it is judged any more. A subject of which nothing comes for {@code drift.forget}, or as long as
 * corrections are taken, is forgotten; should it come back, it begins anew.
 *
 * <p>Reference windows are collected at the moment their outcomes have been waited for; with the last of them the reference is frozen.
 */
public final class PerformanceWatch {

    /** Name under which performance is published, in place of a feature's. */
    public static final String FEATURE = "performance";

    /** Name of the share of predictions whose outcome is known. */
    public static final String LABELLED = "labelled";

    /** Why an alert is resolved when of its model nothing has come for {@code drift.forget}. */
    static final String FORGOTTEN = "The model has not predicted for so long that it is forgotten.";

    private final DriftDefinition drift;
    private final long labelLatenessMs;
    private final WindowTimes times;
    private final OutcomeReference references;
    private final PerformanceFigures figures;
    private final PerformanceAlerts alerts;
    private final ErrorWatch errors;
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
        this.drift = drift;
        this.labelLatenessMs = labelLateness.toMillis();
        this.times = new WindowTimes(drift, definition);
        this.references = new OutcomeReference(drift, definition.kind(), times);
        this.figures = new PerformanceFigures(drift, definition);
        this.alerts = new PerformanceAlerts(pipeline, drift, definition);
        this.errors = new ErrorWatch(definition);
        this.state = state;
        state.subjects().values().forEach(this::lastEndUnknown);
    }

    /** State of before the last window was remembered: the subject is taken to have been there until now. */
    private void lastEndUnknown(SubjectState known) {
        if (known.startMs() != SubjectState.NOT_BEGUN
                && known.lastEndMs() == SubjectState.NOT_BEGUN
                && state.predictionsToMs() != Long.MIN_VALUE) {
            known.setLastEndMs(times.startMs(state.predictionsToMs()));
        }
    }

    /**
     * Takes a prediction.
     *
     * @param feedPartition partition it was read from, whose clock it moves
     * @return whether it was in time
     */
    public boolean predicted(int feedPartition, ScoredEvent event) {
        long latestMs = state.predictionClocks().merge(feedPartition, event.eventTimeMs(), Math::max);
        long startMs = times.startMs(event.eventTimeMs());
        boolean late = event.eventTimeMs() < latestMs - drift.lateness().toMillis();
        if (late || times.ended(startMs, state.predictionsToMs())) {
            return false;
        }
        OutcomeWindow window = state.subject(event.subject()).window(startMs);
        window.count(event.partition(), event.offset());
        long rank = EventRank.of(event.eventId());
        if (window.takes(rank)) {
            window.put(new JudgedRow(rank, event.score(), event.decided(), event.groups(), List.of()));
            for (Outcome outcome : state.early().of(rank, startMs)) {
                if (outcome.effectiveMs() < times.forgottenMs(startMs)) {
                    window.tell(rank, outcome, times.windowMs());
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
     * @return what became of it
     */
    public LabelFate labelled(int partition, long offset, long timeMs, String eventId, double value) {
        long latestMs = state.labelClocks().merge(partition, timeMs, Math::max);
        Outcome outcome = new Outcome(Math.max(timeMs, latestMs - labelLatenessMs), partition, offset, value);
        long rank = EventRank.of(eventId);
        long startMs = times.startMs(outcome.effectiveMs());
        boolean joined = false;
        for (SubjectState subject : state.subjects().values()) {
            for (OutcomeWindow window : subject.windows().headMap(startMs, true).values()) {
                if (outcome.effectiveMs() < times.forgottenMs(window.startMs())) {
                    joined |= window.tell(rank, outcome, times.windowMs());
                }
            }
        }
        if (!times.ended(startMs, state.predictionsToMs())) {
            return state.early().keep(startMs, rank, outcome) ? LabelFate.KEPT : LabelFate.DROPPED;
        }
        boolean late = times.forgottenMs(startMs) - 1 <= state.predictionsToMs();
        return joined ? LabelFate.KEPT : late ? LabelFate.LATE : LabelFate.UNMATCHED;
    }

    /** All predictions of a moment and before have come. */
    public List<Published> predictionsTo(long momentMs) {
        if (momentMs > state.predictionsToMs()) {
            state.setPredictionsToMs(momentMs);
            state.subjects().forEach(this::estimate);
            state.early().forget(startMs -> times.ended(startMs, momentMs));
        }
        return taken();
    }

    /** All predictions and labels of a moment and before have come. */
    public List<Published> advance(long momentMs) {
        List<Published> all = new ArrayList<>();
        for (long dueMs = nextDueMs(momentMs);
                dueMs - 1 <= momentMs && dueMs < Long.MAX_VALUE;
                dueMs = nextDueMs(momentMs)) {
            all.addAll(predictionsTo(dueMs - 1));
            long startMs = times.firstJudgedStartMs(dueMs);
            List<Subject> serving = champions(startMs);
            for (Map.Entry<Subject, SubjectState> subject : state.subjects().entrySet()) {
                for (OutcomeWindow window :
                        List.copyOf(subject.getValue().windows().values())) {
                    if (times.dueMs(window) == dueMs) {
                        judge(subject.getKey(), subject.getValue(), window, dueMs);
                    }
                }
            }
            releaseReplaced(serving, startMs);
            forget(dueMs);
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

    /** At the end of a bounded stream the clock passes all time, which alone is no absence: only windows are due then. */
    private long nextDueMs(long momentMs) {
        long windowMs = state.subjects().values().stream()
                .flatMap(subject -> subject.windows().values().stream())
                .mapToLong(times::dueMs)
                .min()
                .orElse(Long.MAX_VALUE);
        if (windowMs == Long.MAX_VALUE && momentMs == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        long forgetMs = state.subjects().values().stream()
                .mapToLong(times::subjectForgottenMs)
                .min()
                .orElse(Long.MAX_VALUE);
        return Math.min(windowMs, forgetMs);
    }

    /** Champions that a window holds predictions of. */
    private List<Subject> champions(long windowStartMs) {
        return state.subjects().entrySet().stream()
                .filter(subject -> subject.getKey().champion()
                        && subject.getValue().windows().containsKey(windowStartMs))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Resolves the alerts of champions that a window holds no predictions of, now that all outcomes have been waited for: others have taken
     * over, and nothing more is judged of them.
     */
    private void releaseReplaced(List<Subject> serving, long windowStartMs) {
        if (serving.isEmpty()) {
            return;
        }
        state.subjects().forEach((subject, known) -> {
            if (subject.champion() && !serving.contains(subject)) {
                String why =
                        Succession.takenOver(subject.model(), serving.get(0).model());
                release(subject, known, windowStartMs, why);
            }
        });
    }

    /** Forgets the subjects of which nothing has come for long, with their references. */
    private void forget(long momentMs) {
        for (Map.Entry<Subject, SubjectState> subject :
                List.copyOf(state.subjects().entrySet())) {
            SubjectState known = subject.getValue();
            if (times.subjectForgottenMs(known) <= momentMs) {
                release(subject.getKey(), known, known.lastEndMs() - times.windowMs(), FORGOTTEN);
                state.forget(subject.getKey());
            }
        }
    }

    private void release(Subject subject, SubjectState known, long windowStartMs, String why) {
        List<AlertChange> changes = alerts.release(subject, known, windowStartMs, why);
        if (!changes.isEmpty()) {
            published.add(new Published(subject, windowStartMs + times.windowMs(), List.of(), changes, null));
        }
    }

    private void judge(Subject subject, SubjectState known, OutcomeWindow window, long momentMs) {
        boolean first = window.published() == 0;
        if (first) {
            known.setLastEndMs(window.startMs() + times.windowMs());
        }
        Map<String, Long> told = first ? errors.show(known, window, momentMs) : Map.of();
        if (first && known.reference() == null) {
            boolean compared = references.lies(known, window, momentMs);
            estimate(subject, known);
            if (!compared) {
                known.forget(window.startMs());
                return;
            }
        }
        if (first || window.pendingMs() < momentMs) {
            publish(subject, known, window, momentMs, told);
            window.judged(momentMs, window.published() + 1);
        }
        if (momentMs >= times.forgottenMs(window.startMs())) {
            known.forget(window.startMs());
        }
    }

    /** Works out what is to be expected of the windows whose predictions have all come. */
    private void estimate(Subject subject, SubjectState known) {
        PerformanceReference reference = known.reference();
        if (reference == null) {
            return;
        }
        long lastEndMs = known.lastEndMs();
        for (OutcomeWindow window : known.windows().values()) {
            long endMs = window.startMs() + times.windowMs();
            if (times.beginsAnew(lastEndMs, endMs)) {
                return;
            }
            lastEndMs = Math.max(lastEndMs, endMs);
            boolean inReference = window.startMs() < reference.endMs();
            if (window.estimated() || inReference || !times.ended(window.startMs(), state.predictionsToMs())) {
                continue;
            }
            List<PerformanceMetric> expected = figures.expected(subject, reference, window);
            published.add(new Published(subject, window.startMs() + times.windowMs(), expected, List.of(), null));
        }
    }

    /** @param told changes by detector, of a window whose errors were shown just now */
    private void publish(
            Subject subject, SubjectState known, OutcomeWindow window, long momentMs, Map<String, Long> told) {
        PerformanceReference reference = known.reference();
        if (reference == null) {
            return;
        }
        Outcomes outcomes = window.known(momentMs);
        boolean enough = figures.isEnough(window, outcomes.size());
        List<PerformanceMetric> judged = enough ? figures.realised(subject, reference, window, outcomes) : List.of();
        List<PerformanceMetric> gaps = enough ? figures.gaps(subject, window, momentMs) : List.of();
        List<PerformanceMetric> changes = figures.told(subject, window, outcomes, told);
        List<PerformanceMetric> metrics = new ArrayList<>();
        metrics.add(figures.labelled(subject, reference, window, outcomes));
        metrics.addAll(judged);
        metrics.addAll(changes);
        metrics.addAll(gaps);
        boolean alerting = subject.champion() && window.published() == 0;
        AlertPolicy.Decision decision = null;
        if (alerting && (enough || changes.stream().anyMatch(PerformanceMetric::drifted))) {
            decision = alerts.decide(subject, known.alerts(), reference, window, judged, changes);
            known.setAlerts(decision.state());
        }
        publish(subject, window, metrics, decision);
        if (alerting && !gaps.isEmpty()) {
            AlertPolicy.Decision onGaps = alerts.decideOnGaps(subject, known.fairnessAlerts(), reference, window, gaps);
            known.setFairnessAlerts(onGaps.state());
            if (!onGaps.changes().isEmpty() || onGaps.retraining() != null) {
                publish(subject, window, List.of(), onGaps);
            }
        }
    }

    private void publish(
            Subject subject,
            OutcomeWindow window,
            List<PerformanceMetric> metrics,
            AlertPolicy.@Nullable Decision decision) {
        published.add(new Published(
                subject,
                window.startMs() + times.windowMs(),
                metrics,
                decision == null ? List.of() : decision.changes(),
                decision == null ? null : decision.retraining()));
    }
}
