package io.streamgauge.stream;

import io.streamgauge.store.event.BadEventException;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.TableRow;
import org.jspecify.annotations.Nullable;

/**
 * A record's value as received, and what became of it: an event, or the reason why not. It is made where Kafka Streams
 * deserialises a record, so that the timestamp extractor and the ingest processor after it share one decoding.
 */
final class Received {

    private final byte @Nullable [] value;
    private final @Nullable Event event;
    private @Nullable BadEventException bad;
    private final @Nullable RuntimeException failure;
    private long timestampMs;

    private Received(
            byte @Nullable [] value,
            @Nullable Event event,
            @Nullable BadEventException bad,
            @Nullable RuntimeException failure) {
        this.value = value;
        this.event = event;
        this.bad = bad;
        this.failure = failure;
    }

    static Received event(byte @Nullable [] value, Event event) {
        return new Received(value, event, null, null);
    }

    /** The record's own fault: it goes to the dead letters. */
    static Received bad(byte @Nullable [] value, BadEventException bad) {
        return new Received(value, null, bad, null);
    }

    /** Not the record's fault, e.g. an unreachable registry: it stops the task, which tries again. */
    static Received failure(byte @Nullable [] value, RuntimeException failure) {
        return new Received(value, null, null, failure);
    }

    byte @Nullable [] value() {
        return value;
    }

    /** From now on bad: what it says is not to be believed. */
    void refuse(BadEventException reason) {
        bad = reason;
    }

    /** Whether there is an event that is not refused, hence an event time. */
    boolean decoded() {
        return event != null && bad == null;
    }

    /** Tells a row of a table what its record says; a record that says too little is bad from now on. */
    void complete(TableRow table, String place, byte @Nullable [] key, long recordMs) {
        if (event == null || bad != null) {
            return;
        }
        try {
            table.complete(event, place, key, recordMs);
        } catch (BadEventException e) {
            bad = e;
        }
    }

    /** Event time; only of a decoded one. */
    long timeMs() {
        return event == null ? 0 : event.timeMs();
    }

    /** The event, or what stood in its way. */
    Event orThrow() throws BadEventException {
        if (failure != null) {
            throw failure;
        }
        if (bad != null) {
            throw bad;
        }
        if (event == null) {
            throw new IllegalStateException("neither event nor cause");
        }
        return event;
    }

    /** Timestamp of the record as it was published, kept for the record that leaves when it is refused. */
    long timestampMs() {
        return timestampMs;
    }

    void publishedAt(long newTimestampMs) {
        this.timestampMs = newTimestampMs;
    }
}
