package io.streamgauge.store.event;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import io.streamgauge.store.vector.FeatureValues;

/**
 * An enriched event as compact bytes, for the topics between views.
 *
 * <pre>
 * byte 0
 * +-------+---------+-----------+----------+--------------+-------------+---------+-----------------------+
 * |   1   |  topic  | partition |  offset  | sourceTimeMs |    event    |    n    |   n feature values    |
 * +-------+---------+-----------+----------+--------------+-------------+---------+-----------------------+
 *  version  text      varint      zigzag     int64          length as     varint    1 byte each, then the
 *                                                           varint, then            value as 8 bytes,
 *                                                           EventCodec              IEEE 754, unless missing
 *
 * a value's first byte:   0 0 0 0 0 m s s    m: missing    s: 0 PRESENT, 1 NULL_VALUE, 2 NOT_FOUND, 3 OUTSIDE_MAX_AGE
 * </pre>
 *
 * Text is a varint of its length in bytes, then UTF-8. Fixed numbers are big-endian. Thread-safe.
 */
public final class EnrichedEventCodec {

    private static final int VERSION = 1;
    private static final int MISSING = 4;

    private final EventCodec events;
    private final int features;

    /**
     * A codec for events of {@code schema}.
     *
     * @param features how many values {@link EnrichedEvent#features} holds
     */
    public EnrichedEventCodec(EventSchema schema, int features) {
        this.events = new EventCodec(schema);
        this.features = features;
    }

    public byte[] encode(EnrichedEvent enriched) {
        if (enriched.features().size() != features) {
            throw new IllegalArgumentException(
                    "an event with " + enriched.features().size() + " features; expected " + features);
        }
        ByteWriter out = new ByteWriter();
        out.put(VERSION);
        out.putText(enriched.origin().topic());
        out.putVarint(enriched.origin().partition());
        out.putZigzag(enriched.origin().offset());
        out.putLong(enriched.sourceTimeMs());
        out.putBytes(events.encode(enriched.event()));
        out.putVarint(features);
        for (int i = 0; i < features; i++) {
            write(enriched.features(), i, out);
        }
        return out.toBytes();
    }

    private static void write(FeatureValues values, int index, ByteWriter out) {
        int status = switch (values.statusAt(index)) {
            case PRESENT -> 0;
            case NULL_VALUE -> 1;
            case NOT_FOUND -> 2;
            case OUTSIDE_MAX_AGE -> 3;
        };
        out.put(values.isMissing(index) ? status | MISSING : status);
        if (!values.isMissing(index)) {
            out.putDouble(values.valueAt(index));
        }
    }

    /**
     * The event in {@code bytes}.
     *
     * @throws IllegalArgumentException when the bytes are no enriched event of this schema and number of features
     */
    public EnrichedEvent decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        int version = in.next();
        if (version != VERSION) {
            throw new IllegalArgumentException("an enriched event of version " + version + "; known: " + VERSION);
        }
        String topic = in.nextText();
        int partition = (int) in.nextVarint();
        Origin origin = new Origin(topic, partition, in.nextZigzag());
        long sourceTimeMs = in.nextLong();
        Event event = events.decode(in.nextBytes());
        long count = in.nextVarint();
        if (count != features) {
            throw new IllegalArgumentException("an event with " + count + " features; expected " + features);
        }
        FeatureValues values = new FeatureValues(features);
        for (int i = 0; i < features; i++) {
            read(values, i, in);
        }
        in.end();
        return new EnrichedEvent(event, origin, sourceTimeMs, values);
    }

    private static void read(FeatureValues values, int index, ByteReader in) {
        int head = in.next();
        ValueStatus status = switch (head & ~MISSING) {
            case 0 -> ValueStatus.PRESENT;
            case 1 -> ValueStatus.NULL_VALUE;
            case 2 -> ValueStatus.NOT_FOUND;
            case 3 -> ValueStatus.OUTSIDE_MAX_AGE;
            default -> throw new IllegalArgumentException("no feature value starts with byte " + head);
        };
        if ((head & MISSING) != 0) {
            values.setMissing(index, status);
        } else {
            values.set(index, in.nextDouble(), status);
        }
    }
}
