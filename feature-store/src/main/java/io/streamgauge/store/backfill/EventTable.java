package io.streamgauge.store.backfill;

import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.FieldType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The events of one file in file order, column by column, without the late ones: see {@link PartitionClocks}.
 */
final class EventTable {

    private final EventSchema schema;
    private final PartitionClocks clocks;
    private final int idField;
    private final @Nullable Column[] columns;
    private final int[] kept;
    private final BitSet deletions = new BitSet();
    private long[] timesMs = new long[1024];
    private long[] leastAfterMs = {};
    private int size;
    private long late;

    /**
     * An empty one.
     *
     * @param fields names of the fields to keep
     * @param partitions of the source's topic
     */
    EventTable(SourceDefinition source, Set<String> fields, int partitions) {
        this.schema = source.schema();
        this.clocks = new PartitionClocks(source, partitions);
        this.idField = schema.indexOf(source.idField());
        this.columns = new @Nullable Column[schema.size()];
        this.kept = new TreeSet<>(fields)
                .stream().mapToInt(schema::indexOf).sorted().toArray();
        for (int field : kept) {
            FieldType type = schema.typeAt(field);
            columns[field] = type == FieldType.STRING
                    ? new TextColumn(field)
                    : new NumberColumn(field, type == FieldType.DOUBLE);
        }
    }

    /** Appends an event, or counts it as late. */
    void add(Event event) {
        if (!clocks.inTime(event)) {
            late++;
            return;
        }
        if (size == timesMs.length) {
            timesMs = Arrays.copyOf(timesMs, Capacity.after(size));
        }
        deletions.set(size, event.deletion());
        timesMs[size++] = event.timeMs();
        for (int field : kept) {
            column(field).add(event);
        }
    }

    EventSchema schema() {
        return schema;
    }

    int size() {
        return size;
    }

    long late() {
        return late;
    }

    long timeAt(int row) {
        return timesMs[row];
    }

    boolean hasDeletions() {
        return !deletions.isEmpty();
    }

    /** Whether a row deletes the row of its key. */
    boolean deletionAt(int row) {
        return deletions.get(row);
    }

    /** All events are in: what is known of those to come is worked out. */
    void complete() {
        leastAfterMs = new long[size];
        long leastMs = Long.MAX_VALUE;
        for (int row = size - 1; row >= 0; row--) {
            leastAfterMs[row] = leastMs;
            leastMs = Math.min(leastMs, timesMs[row]);
        }
    }

    /** The least event time below a row of a complete table, or the latest long below the last. */
    long leastTimeAfter(int row) {
        return leastAfterMs[row];
    }

    /** Reads some fields of the rows. Not thread-safe: one per thread. */
    Cursor cursor(List<String> fields) {
        return new Cursor(fields.stream().mapToInt(schema::indexOf).toArray());
    }

    /** Reads all kept fields of the rows. Not thread-safe: one per thread. */
    Cursor cursor() {
        return new Cursor(kept);
    }

    private Column column(int field) {
        Column column = columns[field];
        if (column == null) {
            throw new IllegalArgumentException(
                    "field '" + schema.names().get(field) + "' was not kept; kept are " + keptNames());
        }
        return column;
    }

    private List<String> keptNames() {
        List<String> names = new ArrayList<>();
        for (int field : kept) {
            names.add(schema.names().get(field));
        }
        return names;
    }

    /** One event object, filled from row after row. */
    final class Cursor {

        private final Event event = new Event(schema);
        private final Column[] filled;
        private final boolean identified;

        private Cursor(int[] fields) {
            this.filled =
                    Arrays.stream(fields).mapToObj(EventTable.this::column).toArray(Column[]::new);
            this.identified = Arrays.stream(fields).anyMatch(field -> field == idField);
        }

        /** The event of a row; its id is empty unless the id is among the fields. Valid until the next call. */
        Event at(int row) {
            for (Column column : filled) {
                column.fill(row, event);
            }
            event.deletion(deletions.get(row));
            String id = identified ? event.keyAt(idField) : "";
            return event.identify(id == null ? "" : id, timesMs[row]);
        }
    }
}
