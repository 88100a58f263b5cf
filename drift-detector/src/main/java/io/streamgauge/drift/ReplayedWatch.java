package io.streamgauge.drift;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.policy.AlertChange;
import io.streamgauge.drift.policy.AlertPolicy;
import io.streamgauge.drift.policy.DetectorState;
import io.streamgauge.drift.policy.DriftDetector;
import io.streamgauge.drift.policy.MissingPartitions;
import io.streamgauge.drift.policy.ModelKey;
import io.streamgauge.drift.policy.Revision;
import io.streamgauge.drift.policy.Succession;
import io.streamgauge.drift.policy.WindowVerdict;
import io.streamgauge.drift.profile.OffsetRanges;
import io.streamgauge.drift.profile.WindowSummary;
import io.streamgauge.drift.state.SummaryCodec;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The watch over one model in a replay, as {@link DetectFunction} keeps it: the steps of windows that are not complete, what is known of the
 * model, and what corrects its windows. Knows no clock: it is told which moment has come.
 */
final class ReplayedWatch {

    /** Nothing was judged yet, or all of it is forgotten. */
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final String pipeline;
    private final DriftDefinition definition;
    private final ModelKey model;
    private final int width;
    private final DriftDetector detector;
    private final Succession succession;
    private final Consumer<ReplayedWindow> out;
    private final long stepMs;
    private final long windowMs;
    private final SortedMap<Long, WindowSummary> steps = new TreeMap<>();
    private final Corrections corrections;
    private final SortedSet<Long> correctionMoments = new TreeSet<>();
    private @Nullable DetectorState state;
    private @Nullable CountedWindow counted;
    private long neverFull;
    private long judgedToMs = NEVER;

    /**
     * @param width how many features a summary has
     * @param succession of all models of the pipeline
     */
    ReplayedWatch(
            String pipeline,
            DriftDefinition definition,
            ModelKey model,
            int width,
            DriftDetector detector,
            Succession succession,
            Consumer<ReplayedWindow> out) {
        this.pipeline = pipeline;
        this.definition = definition;
        this.model = model;
        this.width = width;
        this.detector = detector;
        this.succession = succession;
        this.out = out;
        this.stepMs = definition.step().toMillis();
        this.windowMs = definition.window().toMillis();
        this.corrections = new Corrections(definition, width, HeldBytes.kept());
    }

    /** A step is complete. */
    void add(long startMs, WindowSummary step) {
        steps.put(startMs, step);
        succession.seen(model, startMs);
    }

    /** Predictions of a step came late. */
    void addLate(long startMs, WindowSummary part) {
        corrections.late(startMs, part);
        correctionMoments.addAll(corrections.momentsOf(startMs));
    }

    /** End of the next window that holds a step; {@link Long#MAX_VALUE} for none. */
    long nextEndMs() {
        return steps.isEmpty() ? Long.MAX_VALUE : Math.max(steps.firstKey() + stepMs, judgedToMs + stepMs);
    }

    /** When something is corrected next; {@link Long#MAX_VALUE} for never. */
    long nextCorrectionMs() {
        return correctionMoments.isEmpty() ? Long.MAX_VALUE : correctionMoments.first();
    }

    /** Predictions in windows by count that are not full, or were not when the model was forgotten. */
    long countedRows() {
        return neverFull + rowsInTheMaking();
    }

    private long rowsInTheMaking() {
        return counted == null ? 0 : counted.summary().rows();
    }

    /** Judges the window that ends at a moment, and those before it in which nothing came, unless another model served meanwhile. */
    void judgeTo(long endMs) {
        keep(endMs - stepMs);
        if (!succession.replaced(model, endMs - stepMs)) {
            judgeGap(endMs);
            if (definition.byCount()) {
                count(endMs);
            } else {
                judge(endMs - windowMs, endMs, endMs, window(endMs - windowMs, endMs));
            }
        } else if (corrections.skipped(endMs - windowMs)) {
            correctionMoments.add(corrections.momentOf(endMs - windowMs));
        }
        corrections.gapEnded();
        judgedToMs = endMs;
        steps.headMap(endMs - windowMs + stepMs).clear();
    }

    /** Keeps the step that ends now, until the last window that holds it is corrected. */
    private void keep(long stepStartMs) {
        WindowSummary step = steps.get(stepStartMs);
        if (definition.corrects() && step != null) {
            corrections.closed(stepStartMs, SummaryCodec.encode(step));
            correctionMoments.add(corrections.lastMomentOf(stepStartMs));
        }
    }

    private void judgeGap(long endMs) {
        if (judgedToMs == NEVER || succession.replacedSince(model, judgedToMs)) {
            return;
        }
        for (long gapEndMs : GapWindows.ends(definition, state, judgedToMs, endMs)) {
            if (!corrections.wasCorrectedUnjudged(gapEndMs - windowMs)) {
                judge(gapEndMs - windowMs, gapEndMs, endMs, new WindowSummary(width, DriftDetector.WINDOW_ROWS));
            }
        }
    }

    private WindowSummary window(long startMs, long endMs) {
        WindowSummary window = new WindowSummary(width, DriftDetector.WINDOW_ROWS);
        // Told by the window that ended with the step, as the job does it.
        steps.subMap(startMs, endMs - stepMs).values().forEach(WindowSummary::forgetDetections);
        steps.subMap(startMs, endMs).values().forEach(window::merge);
        return window;
    }

    /** Takes the slice that ends at a moment into the window in the making, and judges it when it is full. */
    private void count(long endMs) {
        WindowSummary slice = Objects.requireNonNull(steps.get(endMs - stepMs));
        CountedWindow window = counted == null ? CountedWindow.begun(endMs - stepMs, slice) : counted.with(slice);
        counted = window;
        if (window.isFull(definition)) {
            counted = null;
            judge(window.startMs(), endMs, endMs, window.summary());
        }
    }

    /** @param momentMs when it is judged: at its end, or of one in which nothing came at the end of the next in which something did */
    private void judge(long startMs, long endMs, long momentMs, WindowSummary window) {
        DriftDetector.Outcome outcome =
                detector.next(succession.returned(model, state), startMs, endMs, window, MissingPartitions.NONE);
        state = outcome.state();
        succession.judged(model, outcome.state());
        if (corrections.compared(startMs, momentMs, outcome.first())) {
            correctionMoments.add(corrections.momentOf(startMs));
        }
        out.accept(new ReplayedWindow(
                model,
                startMs,
                endMs,
                window.rows(),
                outcome.frozen(),
                outcome.verdict(),
                outcome.changes(),
                outcome.retraining()));
    }

    /** Judges the window once more that is corrected at a moment, if late predictions came for it. */
    void correct(long momentMs) {
        if (!correctionMoments.remove(momentMs)) {
            return;
        }
        Corrections.LateWindow late = corrections.at(momentMs);
        DetectorState known = state;
        if (late != null && known != null) {
            revise(known, corrections.startMs(momentMs), late);
        }
        corrections.passed(momentMs);
    }

    private void revise(DetectorState known, long startMs, Corrections.LateWindow late) {
        long endMs = startMs + windowMs;
        Revision revision = detector.revise(
                known, startMs, endMs, late.summary(), late.lateRows(), late.first(), MissingPartitions.NONE);
        if (revision.verdict() == null) {
            return;
        }
        out.accept(new ReplayedWindow(
                model, startMs, endMs, late.summary().rows(), null, revision.verdict(), List.of(), null));
        if (late.first() == null && judgedToMs != NEVER) {
            corrections.correctedUnjudged(startMs, judgedToMs);
        }
    }

    /** Forgets the model, if its last window ended so long before a moment. */
    void forgetBefore(long momentMs) {
        if (judgedToMs == NEVER || momentMs <= judgedToMs + GapWindows.forgetMs(definition)) {
            return;
        }
        WindowVerdict last = new WindowVerdict(judgedToMs - windowMs, judgedToMs, List.of(), new OffsetRanges());
        DetectorState before = state;
        List<AlertChange> changes = before == null
                ? List.of()
                : new AlertPolicy(pipeline, model, definition)
                        .release(succession.stillOpen(model, before.alerts()), last, DetectFunction.FORGOTTEN);
        if (!changes.isEmpty()) {
            out.accept(new ReplayedWindow(model, last.startMs(), last.endMs(), 0, null, null, changes, null));
        }
        state = null;
        corrections.gapEnded();
        neverFull += rowsInTheMaking();
        counted = null;
        judgedToMs = NEVER;
        succession.forget(model);
    }
}
