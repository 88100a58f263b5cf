package io.streamgauge.store.event;

/** What a field of an event holds. */
public enum FieldType {
    STRING,
    LONG,
    DOUBLE,
    BOOLEAN,
    /** Milliseconds since 1970-01-01 UTC. */
    TIMESTAMP;

    /** Whether an aggregate may take it as a number; booleans count as 0 and 1. */
    public boolean numeric() {
        return this == LONG || this == DOUBLE || this == BOOLEAN;
    }
}
