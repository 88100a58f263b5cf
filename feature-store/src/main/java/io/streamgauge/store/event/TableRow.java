package io.streamgauge.store.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamgauge.store.definition.SourceDefinition;
import org.jspecify.annotations.Nullable;

/**
 * What a record of a table says beside its value: a row is known by its place in the topic, has the time of its record where
 * the table is declared so, and a record without a value deletes the row of its key, at the record's time. Thread-safe.
 */
public final class TableRow {

    private final SourceDefinition table;
    private final int key;

    public TableRow(SourceDefinition table) {
        if (!table.table()) {
            throw new IllegalArgumentException("source '" + table.name() + "' is no table");
        }
        this.table = table;
        this.key = table.keyField().map(table.schema()::indexOf).orElse(-1);
    }

    /** The deletion that a record without a value is, which {@link #complete} tells what it deletes. */
    public Event deletion() {
        return Event.deletion(table.schema());
    }

    /**
     * Tells a row what its record says.
     *
     * @param event the row, as read from the record's value
     * @param place its place in the topic
     * @param recordKey the record's key as received
     * @param recordMs the record's time; below 0 when it has none
     * @throws BadEventException when the record lacks what the row needs
     */
    public void complete(Event event, String place, byte @Nullable [] recordKey, long recordMs)
            throws BadEventException {
        boolean ofRecord = event.deletion() || table.timeOfRecord();
        if (ofRecord && recordMs < 0) {
            throw new BadEventException(
                    BadEventException.Cause.NULL_TIME,
                    event.deletion()
                            ? "a deletion has the time of its record, which has none"
                            : "the row has the time of its record, which has none");
        }
        if (event.deletion()) {
            setKey(event, recordKey);
        }
        event.identify(place, ofRecord ? recordMs : event.timeMs());
    }

    private void setKey(Event event, byte @Nullable [] recordKey) throws BadEventException {
        if (recordKey == null) {
            throw new BadEventException(
                    BadEventException.Cause.KEY_MISMATCH,
                    "a record without a value deletes the row of its key, and this one has no key either");
        }
        String text = new String(recordKey, UTF_8);
        try {
            if (table.schema().typeAt(key) == FieldType.LONG) {
                event.setLong(key, Long.parseLong(text));
            } else {
                event.setText(key, text);
            }
        } catch (NumberFormatException e) {
            throw new BadEventException(
                    BadEventException.Cause.KEY_MISMATCH,
                    "a record without a value deletes the row of its key, which is '" + text
                            + "' and no long, as field '"
                            + table.schema().names().get(key) + "' is");
        }
    }
}
