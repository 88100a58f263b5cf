package io.streamgauge.store.view;

import io.streamgauge.store.event.Event;

/** What a series takes of an event. Thread-safe. */
interface SeriesInput {

    /** Takes a value. */
    interface Sink {
        void take(long timeMs, double value);

        /** Takes a text, of an input that gives {@link SeriesInput#texts}. */
        void take(long timeMs, String text);
    }

    /** Hands over the event's value, if it has one. */
    void give(Event event, Sink sink);

    /** Whether there are values at all; without, events are counted and give 0. */
    boolean valued();

    /**
     * Whether an event is a row of a table, in place of all before it: nulls and deletions are values too, as {@link RowCell}
     * has them.
     */
    boolean rows();

    /** Whether the values are texts, to be given back. */
    boolean texts();
}
