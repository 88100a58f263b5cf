package io.streamgauge.drift.profile;

import io.streamgauge.drift.definition.Seasons;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;

/**
 * Rows of many windows parted by the hour of the week, each hour with a sample of its own. A window that holds one hour goes there with
 * its exact totals; of a longer one the sampled rows of each hour, and its exact number of rows.
 */
public final class Strata {

    private final Seasons seasons;
    private final int width;
    private final int capacity;

    /**
     * @param width values of a row
     * @param capacity rows sampled of each hour
     */
    public Strata(Seasons seasons, int width, int capacity) {
        this.seasons = seasons;
        this.width = width;
        this.capacity = capacity;
    }

    /** Adds a window's rows to the hours they belong to. */
    public void add(WindowSummary window, SortedMap<Integer, WindowSummary> into) {
        SortedSet<Integer> held = new TreeSet<>();
        window.rowsByWindow().keySet().forEach(partMs -> held.add(seasons.stratum(partMs)));
        for (int stratum : held) {
            WindowSummary more = new WindowSummary(width, capacity);
            WindowSummary before = into.get(stratum);
            if (before != null) {
                more.merge(before);
            }
            more.merge(held.size() == 1 ? window : part(window, partMs -> seasons.stratum(partMs) == stratum));
            more.forgetDetections();
            more.forgetNames();
            into.put(stratum, more);
        }
    }

    private WindowSummary part(WindowSummary window, LongPredicate held) {
        List<SampledRow> rows = new ArrayList<>();
        List<FeatureTotals> totals = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            totals.add(new FeatureTotals());
        }
        for (SampledRow row : window.sample().rows()) {
            if (held.test(row.windowStartMs())) {
                rows.add(row);
                for (int i = 0; i < width; i++) {
                    totals.get(i).add(row.value(i));
                }
            }
        }
        SortedMap<Long, Long> counts = new TreeMap<>(window.rowsByWindow());
        counts.keySet().removeIf(partMs -> !held.test(partMs));
        return new WindowSummary(
                counts.values().stream().mapToLong(Long::longValue).sum(),
                totals,
                RowSample.restore(window.sample().capacity(), window.sample().cut(), rows),
                window.offsets(),
                counts,
                new TreeMap<>(window.names()),
                new TreeMap<>());
    }

    /**
     * The rows of the times of the week that a window holds as one, each told to be of the window that held it.
     *
     * @param windowStart start of the window that holds a part
     */
    public WindowSummary like(
            long windowStartMs, SortedMap<Integer, WindowSummary> from, LongUnaryOperator windowStart) {
        LongPredicate alike = seasons.alike(windowStartMs);
        SortedMap<Integer, WindowSummary> hours = new TreeMap<>();
        SortedSet<Integer> wanted = seasons.strata(windowStartMs);
        for (int stratum : wanted) {
            WindowSummary hour = from.get(stratum);
            if (hour != null) {
                Set<Long> parts = hour.rowsByWindow().keySet();
                // State of before parts began with windows has none of an hour's second half.
                boolean whole =
                        parts.stream().allMatch(alike::test) || parts.stream().noneMatch(alike::test);
                hours.put(stratum, whole ? hour : part(hour, alike));
            }
        }
        return of(wanted, hours, windowStart);
    }

    /**
     * The rows of some hours as one, each told to be of the window that held it.
     *
     * @param windowStart start of the window that holds a part
     */
    public WindowSummary of(
            Set<Integer> wanted, SortedMap<Integer, WindowSummary> from, LongUnaryOperator windowStart) {
        WindowSummary all = new WindowSummary(width, Profile.ROWS);
        for (int stratum : wanted) {
            WindowSummary part = from.get(stratum);
            if (part != null) {
                all.merge(part);
            }
        }
        SortedMap<Long, Long> counts = new TreeMap<>();
        for (Map.Entry<Long, Long> part : all.rowsByWindow().entrySet()) {
            long windowMs = windowStart.applyAsLong(part.getKey());
            if (seasons.strata(windowMs).equals(wanted)) {
                counts.merge(windowMs, part.getValue(), Long::sum);
            }
        }
        List<FeatureTotals> totals = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            totals.add(all.totals(i));
        }
        return new WindowSummary(
                all.rows(),
                totals,
                RowSample.restore(
                        Profile.ROWS,
                        all.sample().cut(),
                        all.sample().rows().stream()
                                .map(row -> row.ofWindow(windowStart.applyAsLong(row.windowStartMs())))
                                .toList()),
                all.offsets(),
                counts,
                new TreeMap<>(all.names()),
                new TreeMap<>());
    }
}
