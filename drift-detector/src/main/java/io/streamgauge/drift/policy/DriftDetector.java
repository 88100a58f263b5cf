package io.streamgauge.drift.policy;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.ReferenceMode;
import io.streamgauge.drift.definition.Seasons;
import io.streamgauge.drift.definition.WatchedColumn;
import io.streamgauge.drift.profile.Reference;
import io.streamgauge.drift.profile.WindowSummary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The watch over one model's predictions: a state and the next complete window in, the next state and what follows out. The
 * same windows give the same outcomes, to the byte, wherever and however often they are run.
 *
 * <p>What a window is compared with is the {@linkplain ReferencePlan plan's} matter. Of a window of fewer rows than {@code minSamples}
 * only their number is compared, if that is watched. When the document asks for another reference than before, it begins anew, and an alert
 * that is open is resolved, since it is about the other; the cool-down of retraining goes on.
 */
public final class DriftDetector {

    /** Rows of the reference that are sampled. */
    public static final int REFERENCE_ROWS = 8192;

    /** Rows of a window that are sampled. */
    public static final int WINDOW_ROWS = 2048;

    private final List<WatchedColumn> columns;
    private final String pipeline;
    private final ModelKey model;
    private final DriftDefinition definition;
    private final ReferencePlan plan;
    private final WindowJudge judge;
    private final AlertPolicy policy;

    /** @param features names of the row's values, in order, all of them numbers */
    public DriftDetector(String pipeline, ModelKey model, List<String> features, DriftDefinition definition) {
        this(pipeline, model, definition, WatchedColumn.numbers(features, definition));
    }

    /** @param columns the row's values, in order */
    public DriftDetector(String pipeline, ModelKey model, DriftDefinition definition, List<WatchedColumn> columns) {
        this(pipeline, model, definition, columns, null);
    }

    /**
     * @param columns the row's values, in order
     * @param profile what the model brought with it; null for nothing
     */
    public DriftDetector(
            String pipeline,
            ModelKey model,
            DriftDefinition definition,
            List<WatchedColumn> columns,
            @Nullable ProfileReference profile) {
        this.pipeline = pipeline;
        this.model = model;
        this.columns = List.copyOf(columns);
        this.definition = definition;
        this.plan = plan(definition, columns, profile);
        this.judge = new WindowJudge(columns, definition);
        this.policy = new AlertPolicy(pipeline, model, definition);
    }

    private static ReferencePlan plan(
            DriftDefinition definition, List<WatchedColumn> columns, @Nullable ProfileReference profile) {
        Seasons seasons = definition.seasons();
        if (seasons != null) {
            return new SeasonalWindows(definition, columns, seasons);
        }
        if (definition.reference().mode() == ReferenceMode.ROLLING) {
            return new RollingWindows(definition, columns);
        }
        return profile == null
                ? new FirstWindows(definition, columns)
                : new TrainingData(definition, columns.size(), profile);
    }

    /**
     * What a window leads to.
     *
     * @param state to remember
     * @param frozen the reference, when this window completed it; else null
     * @param verdict on the window, when it was compared; else null
     * @param changes of alerts, in order
     * @param retraining the event raised; null when none is
     * @param first what to remember of the comparison, should it be corrected; null when there was none
     */
    public record Outcome(
            DetectorState state,
            @Nullable Reference frozen,
            @Nullable WindowVerdict verdict,
            List<AlertChange> changes,
            @Nullable RetrainingRequest retraining,
            @Nullable FirstVerdict first) {}

    /** Takes the next window; they come in order of their start. {@code state} is null before the first. */
    public Outcome next(@Nullable DetectorState state, long windowStartMs, WindowSummary window) {
        long windowEndMs = windowStartMs + definition.window().toMillis();
        return next(state, windowStartMs, windowEndMs, window, MissingPartitions.NONE);
    }

    /** The same of a window that ends at a moment, and lacks what partitions may have held of it. */
    public Outcome next(
            @Nullable DetectorState state,
            long windowStartMs,
            long windowEndMs,
            WindowSummary window,
            MissingPartitions missing) {
        if (state != null && !plan.fits(state)) {
            WindowVerdict unjudged = new WindowVerdict(windowStartMs, windowEndMs, List.of(), window.offsets());
            List<AlertChange> resolved = policy.release(
                    state.alerts(),
                    unjudged,
                    "The reference was replaced: windows are now compared with " + plan.shown() + ".");
            return beginAnew(state.alerts(), windowStartMs, windowEndMs, window, missing, resolved);
        }
        return next(
                plan.next(state, windowStartMs, windowEndMs, window, isComplete(window, missing)),
                windowStartMs,
                windowEndMs,
                window,
                missing,
                List.of());
    }

    /** A window in which nothing came lacks nothing that a reference could have of it. */
    private static boolean isComplete(WindowSummary window, MissingPartitions missing) {
        return window.rows() == 0 || missing.enough();
    }

    /** Whether the next window is left out of the reference, since it lacks too much. */
    public boolean leavesOut(
            @Nullable DetectorState state,
            long windowStartMs,
            long windowEndMs,
            WindowSummary window,
            MissingPartitions missing) {
        return !isComplete(window, missing)
                && plan.next(
                                state == null || plan.fits(state) ? state : null,
                                windowStartMs,
                                windowEndMs,
                                window,
                                false)
                        .leftOut();
    }

    /** Takes the next window of a model whose reference begins anew. Of the alerts before, the cool-down of retraining goes on. */
    public Outcome beginAnew(
            AlertState before, long windowStartMs, long windowEndMs, WindowSummary window, MissingPartitions missing) {
        return beginAnew(before, windowStartMs, windowEndMs, window, missing, List.of());
    }

    private Outcome beginAnew(
            AlertState before,
            long windowStartMs,
            long windowEndMs,
            WindowSummary window,
            MissingPartitions missing,
            List<AlertChange> resolved) {
        ReferencePlan.Step first = plan.next(null, windowStartMs, windowEndMs, window, isComplete(window, missing));
        ReferencePlan.Step step =
                new ReferencePlan.Step(first.state().with(before.anew()), first.against(), first.frozen());
        return next(step, windowStartMs, windowEndMs, window, missing, resolved);
    }

    private Outcome next(
            ReferencePlan.Step step,
            long windowStartMs,
            long windowEndMs,
            WindowSummary window,
            MissingPartitions missing,
            List<AlertChange> before) {
        Reference reference = step.against();
        WindowVerdict found = reference == null ? null : judged(reference, windowStartMs, windowEndMs, window);
        WindowVerdict verdict = found == null ? null : found.without(missing, window.rows() == 0);
        FirstVerdict first = reference == null
                ? null
                : new FirstVerdict(
                        windowEndMs,
                        ReferenceIds.of(pipeline, model, reference),
                        missing,
                        verdict == null ? missing.enough() : verdict.counts());
        if (reference == null || verdict == null) {
            return new Outcome(step.state(), step.frozen(), null, before, null, first);
        }
        AlertPolicy.Decision decision =
                policy.decide(step.state().alerts(), verdict, Findings.of(columns, reference, window, verdict));
        List<AlertChange> changes = new ArrayList<>(before);
        changes.addAll(decision.changes());
        return new Outcome(
                step.state().with(decision.state()), step.frozen(), verdict, changes, decision.retraining(), first);
    }

    /**
     * Judges a window of before once more, late predictions included, against the reference of its first verdict. Neither the reference
     * nor any alert changes by that.
     *
     * @param state what is known of the model now
     * @param lateRows predictions that came too late for the first verdict
     * @param first what is remembered of that; null when nothing had come of the window then
     * @param missing partitions that may have held more of it and have not come to its end yet
     */
    public Revision revise(
            DetectorState state,
            long windowStartMs,
            long windowEndMs,
            WindowSummary window,
            long lateRows,
            @Nullable FirstVerdict first,
            MissingPartitions missing) {
        Reference reference = plan.fits(state) ? plan.against(state, windowStartMs, first != null) : null;
        if (reference == null
                || (first != null && !first.referenceId().equals(ReferenceIds.of(pipeline, model, reference)))) {
            return Revision.NONE;
        }
        WindowVerdict verdict = judged(reference, windowStartMs, windowEndMs, window);
        return new Revision(
                true, verdict == null ? null : verdict.revised(lateRows, missing, first != null && first.counts()));
    }

    /** Null when there is nothing to judge. */
    private @Nullable WindowVerdict judged(
            Reference reference, long windowStartMs, long windowEndMs, WindowSummary window) {
        boolean few = window.rows() < definition.minSamples();
        WindowVerdict verdict = few
                ? judge.judgeVolume(windowStartMs, windowEndMs, reference, window)
                : judge.judge(windowStartMs, windowEndMs, reference, window);
        return verdict.features().isEmpty() ? null : verdict.against(ReferenceIds.of(pipeline, model, reference));
    }
}
