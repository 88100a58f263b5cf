package io.streamgauge.store.event;

/** Turns an event of one source into a record's value, as the source's topic holds it. Not thread-safe. */
public interface EventWriter {

    /** The value's bytes; the source's reader reads the same event from them. */
    byte[] write(Event event);
}
