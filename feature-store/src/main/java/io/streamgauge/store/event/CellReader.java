package io.streamgauge.store.event;

import io.streamgauge.store.definition.CsvMapping;

/** Sets fields of events from texts, as a source's files write them. Thread-safe. */
public final class CellReader {

    private final CsvCell cell;

    public CellReader(CsvMapping mapping) {
        cell = new CsvCell(CsvTime.of(mapping.timeFormat(), mapping.zone()), mapping.booleans());
    }

    /**
     * Sets a field; an empty text is null.
     *
     * @throws IllegalArgumentException when the text does not fit the field
     */
    public void set(Event event, int field, String text) {
        cell.set(event, field, text);
    }

    /**
     * True or false as the text says.
     *
     * @throws IllegalArgumentException when it says neither
     */
    public boolean bool(String text) {
        return cell.bool(text);
    }

    /**
     * The moment that the text says, in milliseconds since 1970-01-01 UTC.
     *
     * @throws IllegalArgumentException when it says none
     */
    public long timestampMs(String text) {
        return cell.timestampMs(text);
    }
}
