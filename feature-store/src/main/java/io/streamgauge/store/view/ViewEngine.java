package io.streamgauge.store.view;

import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.row.RowCodec;
import io.streamgauge.store.vector.FeatureValues;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of one feature view: takes the row of an entity, gives it an event, reads features as of a moment. The
 * topology, a backfill and an HTTP read call this same object on the same bytes.
 *
 * <p><b>Windows.</b> A read at time t of a window w counts the row's events with times in {@code (t - w - delay,
 * t - delay]}. Events of one time stand in the order they arrived.
 *
 * <p><b>The current event.</b> {@link #updateAndRead} reads as of its event's own time, counting what arrived before. An
 * aggregate with {@code include_current} false reads the row as it stood before that event; all others as it stands after
 * it. A read without an event has no current one, so both kinds read alike.
 *
 * <p><b>Nothing to aggregate.</b> A count is 0 and PRESENT. Everything else is missing, or its declared default, with
 * status NULL_VALUE when the entity has a row and NOT_FOUND when it has none. Null values are skipped by every aggregate;
 * {@code count} without a field counts events, with a field the events that have a value in it.
 *
 * <p><b>Order and eviction.</b> Features depend on the events in the window only: on their times, on their values, and on
 * the order of arrival among events of one time. An event with time up to {@code t - horizonMs} matters to no read at or
 * after t, so evicting it changes no bit; a row that loses its last event stays, empty.
 *
 * <p>Numeric fields are kept as 64-bit floating point, booleans as 0 and 1; LONG values beyond 2^53 are rounded.
 *
 * <p>Cost: a read takes one binary search per window and one pass over the values in the longest window; an update
 * copies the row. Not thread-safe: one per task.
 */
public final class ViewEngine {

    private final RowCodec codec;
    private final byte[] noEvents;
    private final int[] columnFields;
    private final List<Scan> withCurrent;
    private final List<Scan> withoutCurrent;
    private final Moment moment;
    private final long horizonMs;

    /**
     * @param view the view
     * @param feed fields of the source that feeds it
     */
    public ViewEngine(ViewDefinition view, EventSchema feed) {
        ViewPlan plan = new ViewPlan(view, feed);
        long delayMs = view.delay().toMillis();
        columnFields = plan.columnFields();
        codec = new RowCodec(columnFields.length);
        noEvents = codec.empty();
        withCurrent = plan.withCurrent();
        withoutCurrent = plan.withoutCurrent();
        moment = new Moment(codec, delayMs, plan.windowsMs());
        horizonMs = Math.addExact(delayMs, view.longestWindow().toMillis());
    }

    /** Delay + longest window: an event with time up to {@code t - horizonMs} matters to no read at or after t. */
    public long horizonMs() {
        return horizonMs;
    }

    /**
     * Adds an event to a row.
     *
     * @param row the entity's row, null when it has none; left as it is
     * @param evictUpToMs events with times up to and including this one are dropped, this event too
     * @return the new row; without events, but never absent, when all were dropped
     */
    public byte[] update(byte @Nullable [] row, Event event, long evictUpToMs) {
        byte[] before = row == null ? noEvents : row;
        int count = codec.check(before);
        int dropped = codec.countUpTo(before, count, evictUpToMs);
        if (event.timeMs() <= evictUpToMs) {
            return codec.drop(before, dropped);
        }
        int index = codec.countUpTo(before, count, event.timeMs());
        byte[] after = codec.insert(before, dropped, index, event.timeMs());
        for (int column = 0; column < columnFields.length; column++) {
            if (!event.isNull(columnFields[column])) {
                codec.setValue(after, column, index - dropped, event.numberAt(columnFields[column]));
            }
        }
        return after;
    }

    /**
     * Reads the view's features as of a moment.
     *
     * @param row the entity's row, null when it has none
     * @param timeMs the moment; no event it counts may have been evicted
     * @param out where to
     * @param offset index there of the view's first feature
     */
    public void read(byte @Nullable [] row, long timeMs, FeatureValues out, int offset) {
        byte[] known = row == null ? noEvents : row;
        codec.check(known);
        moment.locate(known, row != null, timeMs);
        readAll(withCurrent, out, offset);
        readAll(withoutCurrent, out, offset);
    }

    /**
     * Adds an event to a row and reads the view's features as of that event. Evicts no event that this read counts,
     * whatever {@code evictUpToMs}.
     *
     * @return the new row
     */
    public byte[] updateAndRead(byte @Nullable [] row, Event event, long evictUpToMs, FeatureValues out, int offset) {
        long timeMs = event.timeMs();
        byte[] after = update(row, event, Math.min(evictUpToMs, Moment.minus(timeMs, Math.max(1, horizonMs))));
        moment.locate(after, true, timeMs);
        readAll(withCurrent, out, offset);
        if (!withoutCurrent.isEmpty()) {
            moment.leaveOutCurrent(row != null);
            readAll(withoutCurrent, out, offset);
        }
        return after;
    }

    private void readAll(List<Scan> scans, FeatureValues out, int offset) {
        for (Scan scan : scans) {
            scan.read(moment, out, offset);
        }
    }
}
