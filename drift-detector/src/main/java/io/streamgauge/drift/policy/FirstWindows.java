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
 * The model's first windows as its reference: windows before it are skipped, those in it collected; when its last has come, and
 * at least {@link DriftDefinition#referenceRows} rows with it, it is frozen for good. Of windows that overlap it takes those that do
 * not, and none that overlaps it is compared.
 *
 * <p>A window that is not complete is left out, unless the reference has not come about when its own length has passed again.
 */
final class FirstWindows implements ReferencePlan {

    private final DriftDefinition definition;
    private final List<WatchedColumn> columns;

    FirstWindows(DriftDefinition definition, List<WatchedColumn> columns) {
        this.definition = definition;
        this.columns = List.copyOf(columns);
    }

    @Override
    public boolean fits(DetectorState state) {
        return state instanceof Collecting
                || (state instanceof Watching watching && !watching.reference().ofProfile());
    }

    @Override
    public String shown() {
        return "the model's first predictions";
    }

    @Override
    public Step next(
            @Nullable DetectorState state,
            long windowStartMs,
            long windowEndMs,
            WindowSummary window,
            boolean complete) {
        if (state instanceof Watching watching) {
            return windowStartMs < watching.reference().endMs()
                    ? Step.skipped(watching)
                    : new Step(watching, watching.reference(), null);
        }
        boolean overlaps = definition.windowStartMs(windowStartMs) != windowStartMs;
        Collecting collecting = state instanceof Collecting begun
                ? begun
                : new Collecting(firstWhole(windowStartMs, overlaps), newReference());
        if (overlaps) {
            return Step.skipped(collecting);
        }
        long fromMs = collecting.startMs() + definition.reference().after().toMillis();
        long toMs = fromMs + definition.reference().first().toMillis();
        if (windowStartMs >= toMs && isEnough(collecting.collected())) {
            Reference reference = freeze(fromMs, toMs, collecting.collected());
            return new Step(new Watching(reference, collecting.alerts()), reference, reference);
        }
        if (windowStartMs < fromMs) {
            return Step.skipped(collecting);
        }
        boolean leftOut = !complete && windowStartMs < 2 * toMs - fromMs;
        Step step = collect(collecting, fromMs, toMs, windowEndMs, leftOut ? newReference() : window);
        return leftOut ? step.withoutTheWindow() : step;
    }

    @Override
    public @Nullable Reference against(DetectorState state, long windowStartMs, boolean compared) {
        return state instanceof Watching watching
                        && windowStartMs >= watching.reference().endMs()
                ? watching.reference()
                : null;
    }

    private boolean isEnough(WindowSummary collected) {
        return collected.rows() >= definition.referenceRows();
    }

    private long firstWhole(long windowStartMs, boolean overlaps) {
        return definition.windowStartMs(windowStartMs)
                + (overlaps ? definition.window().toMillis() : 0);
    }

    private Step collect(Collecting collecting, long fromMs, long toMs, long endMs, WindowSummary window) {
        WindowSummary collected = newReference();
        collected.merge(collecting.collected());
        collected.merge(window);
        if (endMs < toMs || !isEnough(collected)) {
            return Step.skipped(new Collecting(collecting.startMs(), collected, collecting.alerts()));
        }
        Reference reference = freeze(fromMs, Math.max(toMs, endMs), collected);
        return new Step(new Watching(reference, collecting.alerts()), null, reference);
    }

    private Reference freeze(long fromMs, long toMs, WindowSummary collected) {
        return Reference.freeze(
                fromMs, toMs, collected, columns, definition.watch().segments());
    }

    private WindowSummary newReference() {
        return new WindowSummary(columns.size(), DriftDetector.REFERENCE_ROWS);
    }
}
