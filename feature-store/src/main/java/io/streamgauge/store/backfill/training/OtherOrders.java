package io.streamgauge.store.backfill.training;

import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.StandingRows;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.FeedEvents;
import io.streamgauge.store.view.EntityState;
import io.streamgauge.store.view.ViewEngine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The orders of arrival that the log leaves open, tried where the stream served other features of a view than a replay gives:
 *
 * <ul>
 *   <li>of a view that another source feeds: the last events of that source had not arrived, so the state was that after
 *       some of them, in the order of their offsets;
 *   <li>of a view whose events came over a hop: those of other partitions that were taken at the very same moment may have
 *       come before it or after it.
 * </ul>
 *
 * <p>No order lets an event count at a moment before its time, so a value with something of the future in it is explained by
 * none.
 */
final class OtherOrders {

    /** How many orders are tried for an event; after that it counts as not explained. */
    private static final int MOST_TRIED = 1_024;

    private final Served served;
    private final int view;
    private final ViewEngine engine;
    private final FeedEvents feed;
    private final int offset;
    private final long delayMs;
    private final FeatureValues values;

    OtherOrders(Served served, int view, ViewEngine engine, FeedEvents feed, int offset, long delayMs) {
        this.served = served;
        this.view = view;
        this.engine = engine;
        this.feed = feed;
        this.offset = offset;
        this.delayMs = delayMs;
        this.values = new FeatureValues(engine.features());
    }

    /**
     * Rows in the order in which they were taken; each partition's stay in order, and one of which nothing is known goes
     * with the one before it.
     */
    List<SpineRow> taken(List<SpineRow> rows) {
        Map<Long, Long> at = takenAt(rows);
        List<SpineRow> ordered = new ArrayList<>(rows);
        ordered.sort(Comparator.comparingLong((SpineRow row) -> at.getOrDefault(row.number(), 0L)));
        return ordered;
    }

    /** By number of the row. */
    private Map<Long, Long> takenAt(List<SpineRow> rows) {
        Map<Integer, Long> ofPartition = new HashMap<>();
        Map<Long, Long> at = new HashMap<>();
        for (SpineRow row : rows) {
            long own = row.attached().isEmpty()
                    ? Long.MIN_VALUE
                    : served.takenAt(row.attached().get(0));
            at.put(row.number(), ofPartition.merge(partition(row), own, Math::max));
        }
        return at;
    }

    private static int partition(SpineRow row) {
        return row.enriched().origin().partition();
    }

    /** Tries how much of a feed had arrived, in the order of arrival. */
    void ofFeed(SpineRow row, List<Event> arrived) {
        if (agrees(row)) {
            return;
        }
        int tried = 0;
        for (int end = arrived.size() - 1; end >= 0 && tried < MOST_TRIED; end--) {
            if (arrived.get(end).timeMs() > row.timeMs() - delayMs) {
                continue; // counts for nothing, there or not
            }
            tried++;
            EntityState state = engine.newState();
            StandingRows.of(arrived.subList(0, end)).stream()
                    .filter(event -> event.timeMs() <= row.timeMs() - delayMs)
                    .sorted(Comparator.comparingLong(Event::timeMs)) // stable
                    .forEach(state::add);
            state.read(row.timeMs(), values, 0);
            if (agrees(with(row), row)) {
                served.explained(view, row.enriched());
                return;
            }
        }
    }

    /** Tries which events of other partitions, taken at the same moment, came before. */
    void ofEvents(List<SpineRow> ordered) {
        Map<Long, Long> at = takenAt(ordered);
        for (int i = 0; i < ordered.size(); i++) {
            if (!agrees(ordered.get(i)) && someOrderAgrees(ordered, i, at)) {
                served.explained(view, ordered.get(i).enriched());
            }
        }
    }

    private boolean someOrderAgrees(List<SpineRow> ordered, int index, Map<Long, Long> at) {
        SpineRow row = ordered.get(index);
        List<SpineRow> before = new ArrayList<>();
        List<SpineRow> open = new ArrayList<>();
        for (int i = 0; i < ordered.size(); i++) {
            SpineRow other = ordered.get(i);
            boolean same = at.getOrDefault(other.number(), 0L).equals(at.getOrDefault(row.number(), 0L));
            if (same && partition(other) != partition(row)) {
                open.add(other);
            } else if (i < index) {
                before.add(other);
            }
        }
        int free = Math.min(open.size(), Integer.numberOfTrailingZeros(MOST_TRIED));
        for (int chosen = 0; chosen < 1 << free; chosen++) {
            EntityState state = engine.newState();
            before.forEach(other -> state.add(fed(other)));
            for (int i = 0; i < free; i++) {
                if ((chosen >> i & 1) != 0) {
                    state.add(fed(open.get(i)));
                }
            }
            state.addAndRead(fed(row), values, 0);
            if (agrees(with(row), row)) {
                return true;
            }
        }
        return false;
    }

    private Event fed(SpineRow row) {
        return feed.of(row.enriched().event(), row.enriched().features());
    }

    private boolean agrees(SpineRow row) {
        return agrees(row.enriched(), row);
    }

    /** Of an event that several were served for, nothing is explained: one of them must be wrong. */
    private boolean agrees(EnrichedEvent enriched, SpineRow row) {
        return row.attached().size() != 1
                || served.agrees(view, enriched, row.attached().get(0));
    }

    /** The row's event with the values of this try. */
    private EnrichedEvent with(SpineRow row) {
        FeatureValues all = new FeatureValues(row.enriched().features().size());
        for (int i = 0; i < all.size(); i++) {
            all.copy(row.enriched().features(), i, i);
        }
        for (int i = 0; i < values.size(); i++) {
            all.copy(values, i, offset + i);
        }
        return new EnrichedEvent(
                row.enriched().event(), row.enriched().origin(), row.enriched().sourceTimeMs(), all);
    }
}
