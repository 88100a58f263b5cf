package io.streamgauge.drift.policy;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.Seasons;
import io.streamgauge.drift.definition.WatchedColumn;
import io.streamgauge.drift.policy.DetectorState.Seasonal;
import io.streamgauge.drift.profile.Reference;
import io.streamgauge.drift.profile.Strata;
import io.streamgauge.drift.profile.WindowSummary;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The model's first weeks as reference, hour of the week by hour of the week: a window is compared with the rows of the same hours
 * alone, so that what differs between night and day, or workdays and Sundays, is no drift.
 *
 * <p>A window that is not complete is left out where its hours are known from another week, or a later week of the reference may bring
 * them. If none does, as when those hours of the last week are an outage, it is taken when the reference comes to its end.
 */
final class SeasonalWindows implements ReferencePlan {

    private static final long HOUR_MS = 3_600_000L;
    private static final long WEEK_MS = Seasons.STRATA * HOUR_MS;
    private static final int LEAST_ROWS = 256;
    private static final int MOST_ROWS = 1024;

    private final DriftDefinition definition;
    private final List<WatchedColumn> columns;
    private final Seasons seasons;
    private final int capacity;
    private final Strata strata;

    SeasonalWindows(DriftDefinition definition, List<WatchedColumn> columns, Seasons seasons) {
        this.definition = definition;
        this.columns = List.copyOf(columns);
        long hours = Math.max(1, definition.window().toMillis() / HOUR_MS);
        this.seasons = seasons;
        this.capacity = (int) Math.max(LEAST_ROWS, Math.min(MOST_ROWS, DriftDetector.REFERENCE_ROWS / hours));
        this.strata = new Strata(seasons, columns.size(), capacity);
    }

    @Override
    public boolean fits(DetectorState state) {
        return state instanceof Seasonal;
    }

    @Override
    public String shown() {
        return "the same hours of the week";
    }

    @Override
    public Step next(
            @Nullable DetectorState state,
            long windowStartMs,
            long windowEndMs,
            WindowSummary window,
            boolean complete) {
        boolean overlaps = definition.windowStartMs(windowStartMs) != windowStartMs;
        Seasonal before = state instanceof Seasonal begun
                ? begun
                : new Seasonal(
                        definition.windowStartMs(windowStartMs)
                                + (overlaps ? definition.window().toMillis() : 0),
                        false,
                        new TreeMap<>(),
                        AlertState.NONE);
        long fromMs = before.startMs() + definition.reference().after().toMillis();
        long toMs = fromMs + definition.reference().first().toMillis();
        if (windowStartMs >= toMs) {
            return compared(before, fromMs, toMs, windowStartMs);
        }
        if (overlaps || windowStartMs < fromMs) {
            return Step.skipped(before);
        }
        boolean known = !complete && isKnown(before.strata(), windowStartMs);
        if (known) {
            return Step.skipped(before).withoutTheWindow();
        }
        boolean leftOut = !complete && windowEndMs + WEEK_MS <= toMs;
        SortedMap<Integer, WindowSummary> more = new TreeMap<>(leftOut ? before.leftOut() : before.strata());
        strata.add(window, more);
        return leftOut
                ? Step.skipped(new Seasonal(before.startMs(), false, before.strata(), more, before.alerts()))
                        .withoutTheWindow()
                : Step.skipped(new Seasonal(before.startMs(), false, more, before.leftOut(), before.alerts()));
    }

    private boolean isKnown(SortedMap<Integer, WindowSummary> hours, long windowStartMs) {
        return strata.like(windowStartMs, hours, definition::windowStartMs).rows() >= definition.minSamples();
    }

    /** With what was left out of the hours that no week has brought, of which there is nothing else to compare with. */
    private Seasonal closed(Seasonal collected, long fromMs, long toMs) {
        if (collected.leftOut().isEmpty()) {
            return collected;
        }
        SortedMap<Integer, WindowSummary> hours = new TreeMap<>(collected.strata());
        Map<Integer, WindowSummary> left = new TreeMap<>(collected.leftOut());
        for (long startMs = fromMs;
                startMs < toMs && !left.isEmpty();
                startMs += definition.window().toMillis()) {
            SortedSet<Integer> held = seasons.strata(startMs);
            if (held.stream().anyMatch(left::containsKey) && !isKnown(hours, startMs)) {
                held.forEach(hour -> merge(hours, hour, left.remove(hour)));
            }
        }
        return new Seasonal(collected.startMs(), collected.published(), hours, collected.alerts());
    }

    private void merge(SortedMap<Integer, WindowSummary> hours, int hour, @Nullable WindowSummary leftOut) {
        if (leftOut == null) {
            return;
        }
        WindowSummary both = new WindowSummary(columns.size(), capacity);
        WindowSummary few = hours.get(hour);
        if (few != null) {
            both.merge(few);
        }
        both.merge(leftOut);
        hours.put(hour, both);
    }

    private Step compared(Seasonal collected, long fromMs, long toMs, long windowStartMs) {
        Seasonal before = closed(collected, fromMs, toMs);
        Reference reference = like(before, fromMs, toMs, windowStartMs);
        if (before.published()) {
            return new Step(before, reference, null);
        }
        WindowSummary all = strata.of(before.strata().keySet(), before.strata(), definition::windowStartMs);
        return new Step(
                new Seasonal(before.startMs(), true, before.strata(), before.alerts()),
                reference,
                freeze(fromMs, toMs, all));
    }

    @Override
    public @Nullable Reference against(DetectorState state, long windowStartMs, boolean compared) {
        if (!(state instanceof Seasonal seasonal)) {
            return null;
        }
        long fromMs = seasonal.startMs() + definition.reference().after().toMillis();
        long toMs = fromMs + definition.reference().first().toMillis();
        return windowStartMs < toMs ? null : like(closed(seasonal, fromMs, toMs), fromMs, toMs, windowStartMs);
    }

    /** The rows of the same hours; null when there are too few. */
    private @Nullable Reference like(Seasonal state, long fromMs, long toMs, long windowStartMs) {
        WindowSummary rows = strata.like(windowStartMs, state.strata(), definition::windowStartMs);
        return rows.rows() < definition.minSamples() ? null : freeze(fromMs, toMs, rows);
    }

    private Reference freeze(long fromMs, long toMs, WindowSummary rows) {
        return Reference.freeze(fromMs, toMs, rows, columns, definition.watch().segments());
    }
}
