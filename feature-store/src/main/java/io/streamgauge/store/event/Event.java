package io.streamgauge.store.event;

import org.jspecify.annotations.Nullable;

/**
 * One event of a source. Numbers are kept as 64 raw bits and texts as strings, at the index of their field in the
 * {@link EventSchema}, so that reading one boxes nothing. Not thread-safe.
 */
public final class Event {

    private final EventSchema schema;
    private final long[] bits;
    private final @Nullable String[] texts;
    private final boolean[] present;
    private String id = "";
    private long timeMs;
    private boolean deletion;

    public Event(EventSchema schema) {
        this.schema = schema;
        this.bits = new long[schema.size()];
        this.texts = new @Nullable String[schema.size()];
        this.present = new boolean[schema.size()];
    }

    /** One that deletes a row of a table: its fields are null but for the key. */
    public static Event deletion(EventSchema schema) {
        Event event = new Event(schema);
        event.deletion = true;
        return event;
    }

    /** Whether it deletes a row of a table. */
    public boolean deletion() {
        return deletion;
    }

    /** From now on it does, or does not. */
    public void deletion(boolean newDeletion) {
        this.deletion = newDeletion;
    }

    /** A copy under a schema that begins with the fields of this event's; the further ones are null. */
    public Event widened(EventSchema wider) {
        Event wide = new Event(wider).identify(id, timeMs);
        System.arraycopy(bits, 0, wide.bits, 0, bits.length);
        System.arraycopy(texts, 0, wide.texts, 0, texts.length);
        System.arraycopy(present, 0, wide.present, 0, present.length);
        wide.deletion = deletion;
        return wide;
    }

    public EventSchema schema() {
        return schema;
    }

    /** Id of the event, unique in its source. */
    public String id() {
        return id;
    }

    /** Event time, milliseconds since 1970-01-01 UTC. */
    public long timeMs() {
        return timeMs;
    }

    public Event identify(String newId, long newTimeMs) {
        this.id = newId;
        this.timeMs = newTimeMs;
        return this;
    }

    public boolean isNull(int index) {
        return !present[index];
    }

    /** The text of a STRING field; null when the field is null. */
    public @Nullable String textAt(int index) {
        return texts[index];
    }

    /** The value of a LONG, TIMESTAMP or BOOLEAN (0 or 1) field; 0 when null. */
    public long longAt(int index) {
        return bits[index];
    }

    /** The value of a DOUBLE field; 0 when null. */
    public double doubleAt(int index) {
        return Double.longBitsToDouble(bits[index]);
    }

    public boolean booleanAt(int index) {
        return bits[index] != 0;
    }

    /** Any numeric field as a number: booleans as 0 and 1. Undefined when null: ask {@link #isNull} first. */
    public double numberAt(int index) {
        return schema.typeAt(index) == FieldType.DOUBLE ? doubleAt(index) : (double) bits[index];
    }

    public void setText(int index, @Nullable String value) {
        texts[index] = value;
        present[index] = value != null;
    }

    public void setLong(int index, long value) {
        bits[index] = value;
        present[index] = true;
    }

    public void setDouble(int index, double value) {
        bits[index] = Double.doubleToRawLongBits(value);
        present[index] = true;
    }

    public void setBoolean(int index, boolean value) {
        setLong(index, value ? 1 : 0);
    }

    public void setNull(int index) {
        bits[index] = 0;
        texts[index] = null;
        present[index] = false;
    }

    /** A field as the text that names an entity: texts as they are, numbers in shortest form; null when the field is null. */
    public @Nullable String keyAt(int index) {
        if (isNull(index)) {
            return null;
        }
        return switch (schema.typeAt(index)) {
            case STRING -> texts[index];
            case DOUBLE -> Double.toString(doubleAt(index));
            case BOOLEAN -> Boolean.toString(booleanAt(index));
            case LONG, TIMESTAMP -> Long.toString(bits[index]);
        };
    }
}
