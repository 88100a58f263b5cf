package io.streamgauge.store.backfill.training;

/** What a column of a table holds. */
public enum ColumnType {
    STRING,
    LONG,
    DOUBLE,
    BOOLEAN,
    /** Days since 1970-01-01. */
    DATE,
    /** Milliseconds since 1970-01-01 UTC. */
    TIMESTAMP_MILLIS,
    /** Microseconds since 1970-01-01 UTC. */
    TIMESTAMP_MICROS,
    /** Nanoseconds since 1970-01-01 UTC. */
    TIMESTAMP_NANOS,
    /** Lists of numbers; the text is {@code [0.5, null, 1.0]}. */
    NUMBERS,
    /** Not said by the file, whose cells are texts: what they look like. */
    UNTOLD;

    /** Whether values are moments; their texts are whole numbers of the unit. */
    public boolean isMoment() {
        return this == DATE || this == TIMESTAMP_MILLIS || this == TIMESTAMP_MICROS || this == TIMESTAMP_NANOS;
    }

    /** A moment as milliseconds; a fraction of one is cut off towards the past. */
    public long toMillis(long value) {
        return switch (this) {
            case DATE -> Math.multiplyExact(value, 86_400_000L);
            case TIMESTAMP_MICROS -> Math.floorDiv(value, 1_000L);
            case TIMESTAMP_NANOS -> Math.floorDiv(value, 1_000_000L);
            default -> value;
        };
    }
}
