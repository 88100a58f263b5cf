package io.streamgauge.store.backfill;

import io.streamgauge.store.event.Event;

/** One field of many events. Written by one thread, then read by many. */
interface Column {

    /** Appends the field of an event. */
    void add(Event event);

    /** Sets the field of an event to that of a row. */
    void fill(int row, Event event);
}
