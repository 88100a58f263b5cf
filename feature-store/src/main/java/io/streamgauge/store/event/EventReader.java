package io.streamgauge.store.event;

import org.jspecify.annotations.Nullable;

/** Turns a record's bytes into an event of one source. Not thread-safe: one per task. */
public interface EventReader {

    /**
     * Reads one record.
     *
     * @param value the record's value as received
     * @throws BadEventException when it is no event of this source; the message names what was seen and what is allowed
     */
    Event read(byte @Nullable [] value) throws BadEventException;
}
