package io.streamgauge.store.event;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;

/**
 * An event as compact bytes, for topics within a pipeline; sources have their own format.
 *
 * <pre>
 * byte 0    1..4          5..12
 * +-------+-------------+-----------+---------+------------+-----------------------------+
 * | 1, 2  | fingerprint |  timeMs   |   id    |  presence  |  present fields, in order   |
 * +-------+-------------+-----------+---------+------------+-----------------------------+
 *  version  CRC-32 of     int64       text      1 bit each,  STRING           text
 *           the fields'                         field i at   LONG, TIMESTAMP  zigzag varint
 *           names and                           bit i % 8    DOUBLE           8 bytes, IEEE 754
 *           types                               of byte i/8  BOOLEAN          1 byte, 0 or 1
 * </pre>
 *
 * A row of a table that is deleted has version 2. Text is a varint of its length in bytes, then UTF-8. Fixed numbers are big-endian. The fingerprint refuses bytes that
 * were written with other fields, which would decode to nonsense. Thread-safe.
 */
public final class EventCodec {

    private static final int VERSION = 1;
    private static final int DELETION = 2;

    private final EventSchema schema;
    private final int fingerprint;
    private final Map<Integer, EventCodec> former = new HashMap<>();

    public EventCodec(EventSchema schema) {
        this(schema, List.of());
    }

    /** A codec that also reads events written with other fields, by the names of those that have kept their type. */
    public EventCodec(EventSchema schema, List<EventSchema> others) {
        this.schema = schema;
        this.fingerprint = fingerprint(schema);
        others.forEach(other -> former.put(fingerprint(other), new EventCodec(other)));
    }

    private static int fingerprint(EventSchema schema) {
        CRC32 crc = new CRC32();
        for (Field field : schema.fields()) {
            crc.update((field.name() + " " + field.type() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return (int) crc.getValue();
    }

    public byte[] encode(Event event) {
        ByteWriter out = new ByteWriter();
        out.put(event.deletion() ? DELETION : VERSION);
        out.putInt(fingerprint);
        out.putLong(event.timeMs());
        out.putText(event.id());
        for (int i = 0; i < schema.size(); i += 8) {
            out.put(presence(event, i));
        }
        for (int i = 0; i < schema.size(); i++) {
            if (!event.isNull(i)) {
                write(event, i, out);
            }
        }
        return out.toBytes();
    }

    private int presence(Event event, int from) {
        int bits = 0;
        for (int i = from; i < Math.min(from + 8, schema.size()); i++) {
            bits |= event.isNull(i) ? 0 : 1 << (i - from);
        }
        return bits;
    }

    private void write(Event event, int index, ByteWriter out) {
        switch (schema.typeAt(index)) {
            case STRING -> out.putText(Objects.requireNonNull(event.textAt(index)));
            case LONG, TIMESTAMP -> out.putZigzag(event.longAt(index));
            case DOUBLE -> out.putDouble(event.doubleAt(index));
            case BOOLEAN -> out.put(event.booleanAt(index) ? 1 : 0);
        }
    }

    /**
     * The event in {@code bytes}.
     *
     * @throws IllegalArgumentException when the bytes are no event of this schema
     */
    public Event decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        int version = in.next();
        if (version != VERSION && version != DELETION) {
            throw new IllegalArgumentException(
                    "an event of version " + version + "; known: " + VERSION + ", " + DELETION);
        }
        int written = in.nextInt();
        if (written != fingerprint) {
            EventCodec other = former.get(written);
            if (other != null) {
                return translated(other.decode(bytes));
            }
            throw new IllegalArgumentException("the event was written with other fields than " + schema.names());
        }
        long timeMs = in.nextLong();
        Event event = new Event(schema).identify(in.nextText(), timeMs);
        event.deletion(version == DELETION);
        int[] presence = new int[(schema.size() + 7) / 8];
        for (int i = 0; i < presence.length; i++) {
            presence[i] = in.next();
        }
        for (int i = 0; i < schema.size(); i++) {
            if ((presence[i / 8] >> (i % 8) & 1) != 0) {
                read(event, i, in);
            }
        }
        in.end();
        return event;
    }

    private Event translated(Event other) {
        Event event = new Event(schema).identify(other.id(), other.timeMs());
        event.deletion(other.deletion());
        for (int i = 0; i < schema.size(); i++) {
            int from = other.schema().indexOf(schema.fields().get(i).name());
            if (from >= 0 && !other.isNull(from) && other.schema().typeAt(from) == schema.typeAt(i)) {
                switch (schema.typeAt(i)) {
                    case STRING -> event.setText(i, other.textAt(from));
                    case LONG, TIMESTAMP -> event.setLong(i, other.longAt(from));
                    case DOUBLE -> event.setDouble(i, other.doubleAt(from));
                    case BOOLEAN -> event.setBoolean(i, other.booleanAt(from));
                }
            }
        }
        return event;
    }

    private void read(Event event, int index, ByteReader in) {
        switch (schema.typeAt(index)) {
            case STRING -> event.setText(index, in.nextText());
            case LONG, TIMESTAMP -> event.setLong(index, in.nextZigzag());
            case DOUBLE -> event.setDouble(index, in.nextDouble());
            case BOOLEAN -> event.setBoolean(index, in.next() != 0);
        }
    }
}
