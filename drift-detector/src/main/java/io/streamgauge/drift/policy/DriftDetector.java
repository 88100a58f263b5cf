package io.streamgauge.drift.policy;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.WatchedColumn;
import io.streamgauge.drift.policy.DetectorState.Collecting;
import io.streamgauge.drift.policy.DetectorState.Watching;
import io.streamgauge.drift.profile.Reference;
import io.streamgauge.drift.profile.WindowSummary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The watch over one model's predictions: a state and the next complete window in, the next state and what follows out. The
 * same windows give the same outcomes, to the byte, wherever and however often they are run.
 *
 * <p>Windows before the reference are skipped, those in it collected; when its last has come, and at least
 * {@code minSamples} rows with it, it is frozen for good, and every later window that holds {@code minSamples} rows is
 * compared with it. Of windows that overlap, the reference takes those that do not, and none that overlaps it is compared. Of a window of fewer rows only their number is, if that is watched.
 */
public final class DriftDetector {

    /** Rows of the reference that are sampled. */
    public static final int REFERENCE_ROWS = 8192;

    /** Rows of a window that are sampled. */
    public static final int WINDOW_ROWS = 2048;

    private final List<WatchedColumn> columns;
    private final DriftDefinition definition;
    private final WindowJudge judge;
    private final AlertPolicy policy;

    /** @param features names of the row's values, in order, all of them numbers */
    public DriftDetector(String pipeline, ModelKey model, List<String> features, DriftDefinition definition) {
        this(pipeline, model, definition, WatchedColumn.numbers(features, definition));
    }

    /** @param columns the row's values, in order */
    public DriftDetector(String pipeline, ModelKey model, DriftDefinition definition, List<WatchedColumn> columns) {
        this.columns = List.copyOf(columns);
        this.definition = definition;
        this.judge = new WindowJudge(columns, definition);
        this.policy = new AlertPolicy(pipeline, model, definition);
    }

    /**
     * What a window leads to.
     *
     * @param state to remember
     * @param frozen the reference, when this window completed it; else null
     * @param verdict on the window, when it was compared; else null
     * @param changes of alerts, in order
     * @param retraining the event raised; null when none is
     */
    public record Outcome(
            DetectorState state,
            @Nullable Reference frozen,
            @Nullable WindowVerdict verdict,
            List<AlertChange> changes,
            @Nullable RetrainingRequest retraining) {}

    /** Takes the next window; they come in order of their start. {@code state} is null before the first. */
    public Outcome next(@Nullable DetectorState state, long windowStartMs, WindowSummary window) {
        if (state instanceof Watching watching) {
            if (windowStartMs < watching.reference().endMs()) {
                return new Outcome(watching, null, null, List.of(), null);
            }
            return compare(watching, windowStartMs, window, null);
        }
        boolean overlaps = definition.windowStartMs(windowStartMs) != windowStartMs;
        Collecting collecting = state instanceof Collecting begun
                ? begun
                : new Collecting(firstWhole(windowStartMs, overlaps), newReference());
        if (overlaps) {
            return new Outcome(collecting, null, null, List.of(), null);
        }
        long fromMs = collecting.startMs() + definition.reference().after().toMillis();
        long toMs = fromMs + definition.reference().first().toMillis();
        boolean enough = collecting.collected().rows() >= definition.minSamples();
        if (windowStartMs >= toMs && enough) {
            Reference reference = freeze(fromMs, toMs, collecting.collected());
            return compare(new Watching(reference, AlertState.NONE), windowStartMs, window, reference);
        }
        if (windowStartMs < fromMs) {
            return new Outcome(collecting, null, null, List.of(), null);
        }
        return collect(collecting, fromMs, toMs, windowStartMs, window);
    }

    private long firstWhole(long windowStartMs, boolean overlaps) {
        return definition.windowStartMs(windowStartMs)
                + (overlaps ? definition.window().toMillis() : 0);
    }

    private Outcome collect(Collecting collecting, long fromMs, long toMs, long windowStartMs, WindowSummary window) {
        WindowSummary collected = newReference();
        collected.merge(collecting.collected());
        collected.merge(window);
        long endMs = windowStartMs + definition.window().toMillis();
        if (endMs < toMs || collected.rows() < definition.minSamples()) {
            return new Outcome(new Collecting(collecting.startMs(), collected), null, null, List.of(), null);
        }
        Reference reference = freeze(fromMs, Math.max(toMs, endMs), collected);
        return new Outcome(new Watching(reference, AlertState.NONE), reference, null, List.of(), null);
    }

    private Outcome compare(Watching watching, long windowStartMs, WindowSummary window, @Nullable Reference frozen) {
        boolean few = window.rows() < definition.minSamples();
        WindowVerdict verdict = few
                ? judge.judgeVolume(windowStartMs, watching.reference(), window)
                : judge.judge(windowStartMs, watching.reference(), window);
        if (verdict.features().isEmpty()) {
            return new Outcome(watching, frozen, null, List.of(), null);
        }
        AlertPolicy.Decision decision =
                policy.decide(watching.alerts(), verdict, Findings.of(columns, watching.reference(), window, verdict));
        return new Outcome(
                new Watching(watching.reference(), decision.state()),
                frozen,
                verdict,
                decision.changes(),
                decision.retraining());
    }

    private Reference freeze(long fromMs, long toMs, WindowSummary collected) {
        return Reference.freeze(
                fromMs, toMs, collected, columns, definition.watch().segments());
    }

    private WindowSummary newReference() {
        return new WindowSummary(columns.size(), REFERENCE_ROWS);
    }
}
