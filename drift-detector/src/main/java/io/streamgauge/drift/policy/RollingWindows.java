package io.streamgauge.drift.policy;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.WatchedColumn;
import io.streamgauge.drift.policy.DetectorState.Rolling;
import io.streamgauge.drift.profile.Reference;
import io.streamgauge.drift.profile.WindowSummary;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The last windows as reference, less those nearest: a window that begins at t is compared with {@code [t − lag − length, t − lag)}. Until
 * so much has passed, with the first {@code length}, which is nearer.
 *
 * <p>A value that changes by d from window to window differs from the mean of the reference by d·(lag + (length + 1) / 2), both counted in
 * windows: the lag is what lets a slow drift be seen. A change that stays is in the reference, and so no drift any more, when lag and
 * length have passed.
 *
 * <p>A window that is not complete is left out, unless what is kept without it is too little for a reference.
 *
 * <p>Kept are lag and length in windows, with a share of the reference's sample each: at most {@value #HEADROOM} times as many rows as a
 * reference has, and as many again for the lag.
 */
final class RollingWindows implements ReferencePlan {

    /** The busiest window bounds how many rows of the others can be taken, so each keeps more than its share. */
    private static final int HEADROOM = 2;

    private static final int LEAST_ROWS = 64;

    private final DriftDefinition definition;
    private final List<WatchedColumn> columns;
    private final long windowMs;
    private final long lengthMs;
    private final long lagMs;

    RollingWindows(DriftDefinition definition, List<WatchedColumn> columns) {
        this.definition = definition;
        this.columns = List.copyOf(columns);
        this.windowMs = definition.window().toMillis();
        this.lengthMs = definition.reference().first().toMillis();
        this.lagMs = definition.reference().lag().toMillis();
    }

    @Override
    public boolean fits(DetectorState state) {
        return state instanceof Rolling;
    }

    @Override
    public String shown() {
        return "those before them";
    }

    @Override
    public Step next(
            @Nullable DetectorState state,
            long windowStartMs,
            long windowEndMs,
            WindowSummary window,
            boolean complete) {
        boolean overlaps = definition.windowStartMs(windowStartMs) != windowStartMs;
        Rolling before = state instanceof Rolling begun
                ? begun
                : new Rolling(
                        definition.windowStartMs(windowStartMs) + (overlaps ? windowMs : 0),
                        Long.MIN_VALUE,
                        new TreeMap<>(),
                        AlertState.NONE);
        long firstToMs = before.startMs() + definition.reference().after().toMillis() + lengthMs;
        long toMs = Math.max(firstToMs, definition.windowStartMs(windowStartMs - lagMs));
        SortedMap<Long, WindowSummary> windows = new TreeMap<>(before.windows().tailMap(toMs - lengthMs));
        Reference reference =
                windowStartMs < firstToMs ? null : reference(toMs - lengthMs, toMs, windows.headMap(toMs));
        boolean renewed = reference != null && toMs - lengthMs >= before.publishedToMs();
        boolean taken = !overlaps && windowStartMs >= firstToMs - lengthMs;
        boolean leftOut = taken && !complete && (windowStartMs < firstToMs || isEnough(windows));
        if (taken && !leftOut) {
            windows.put(windowStartMs, kept(window));
        }
        return new Step(
                new Rolling(before.startMs(), renewed ? toMs : before.publishedToMs(), windows, before.alerts()),
                reference,
                renewed ? reference : null,
                leftOut);
    }

    private boolean isEnough(SortedMap<Long, WindowSummary> windows) {
        return windows.values().stream().mapToLong(WindowSummary::rows).sum() >= definition.referenceRows();
    }

    /** The windows that it was made of are gone. */
    @Override
    public @Nullable Reference against(DetectorState state, long windowStartMs, boolean compared) {
        return null;
    }

    /** Null while it has too few rows. */
    private @Nullable Reference reference(long fromMs, long toMs, SortedMap<Long, WindowSummary> windows) {
        WindowSummary all = new WindowSummary(columns.size(), DriftDetector.REFERENCE_ROWS);
        windows.values().forEach(all::merge);
        return all.rows() < definition.referenceRows()
                ? null
                : Reference.freeze(
                        fromMs, toMs, all, columns, definition.watch().segments());
    }

    private WindowSummary kept(WindowSummary window) {
        long share = HEADROOM * (long) DriftDetector.REFERENCE_ROWS * windowMs / lengthMs;
        WindowSummary kept = new WindowSummary(
                columns.size(), (int) Math.max(LEAST_ROWS, Math.min(DriftDetector.WINDOW_ROWS, share)));
        kept.merge(window);
        kept.forgetDetections();
        kept.forgetNames();
        return kept;
    }
}
