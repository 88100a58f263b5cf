package io.streamgauge.store.event;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import io.streamgauge.store.vector.FeatureValues;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * An enriched event as compact bytes, for the topics between views.
 *
 * <pre>
 * byte 0     1..4
 * +-------+----------+---------+-----------+----------+--------------+-------------+---------+--------------------+
 * |   2   |  layout  |  topic  | partition |  offset  | sourceTimeMs |    event    |    n    |  n feature values  |
 * +-------+----------+---------+-----------+----------+--------------+-------------+---------+--------------------+
 *  version  CRC-32    text      varint      zigzag     int64          length as     varint    1 byte each, then the
 *           of the                                                    varint, then            value as 8 bytes,
 *           features'                                                 EventCodec              IEEE 754, unless missing
 *           names
 *
 * a value's first byte:   0 0 0 0 t m s s    m: missing    s: 0 PRESENT, 1 NULL_VALUE, 2 NOT_FOUND, 3 OUTSIDE_MAX_AGE
 *                                            t: a text in place of the 8 bytes
 * </pre>
 *
 * Text is a varint of its length in bytes, then UTF-8. Fixed numbers are big-endian. Version 1, without the layout, is read
 * as one of the same features. Thread-safe.
 */
public final class EnrichedEventCodec {

    private static final int VERSION = 2;
    private static final int VERSION_WITHOUT_LAYOUT = 1;
    private static final int MISSING = 4;
    private static final int TEXT = 8;

    private final EventCodec events;
    private final int features;
    private final int layout;
    private final Map<Integer, int[]> formerPlaces = new HashMap<>();

    /**
     * A codec for events of {@code schema}.
     *
     * @param features names of the values that {@link EnrichedEvent#features} holds
     */
    public EnrichedEventCodec(EventSchema schema, List<String> features) {
        this(schema, features, List.of(), List.of());
    }

    /**
     * A codec that also reads what former definitions wrote.
     *
     * @param formerSchemas other fields that events had
     * @param formerFeatures other names that features had; those with a name of now go to its place
     */
    public EnrichedEventCodec(
            EventSchema schema,
            List<String> features,
            List<EventSchema> formerSchemas,
            List<List<String>> formerFeatures) {
        this.events = new EventCodec(schema, formerSchemas);
        this.features = features.size();
        this.layout = layout(features);
        formerFeatures.forEach(former -> formerPlaces.put(
                layout(former), former.stream().mapToInt(features::indexOf).toArray()));
    }

    private static int layout(List<String> features) {
        CRC32 crc = new CRC32();
        features.forEach(name -> crc.update((name + "\n").getBytes(StandardCharsets.UTF_8)));
        return (int) crc.getValue();
    }

    public byte[] encode(EnrichedEvent enriched) {
        if (enriched.features().size() != features) {
            throw new IllegalArgumentException(
                    "an event with " + enriched.features().size() + " features; expected " + features);
        }
        ByteWriter out = new ByteWriter();
        out.put(VERSION);
        out.putInt(layout);
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
        String text = values.textAt(index);
        if (text != null) {
            out.put(status | TEXT);
            out.putText(text);
            return;
        }
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
        int[] places = version(in) == VERSION ? places(in.nextInt()) : null;
        Origin origin = origin(in);
        long sourceTimeMs = in.nextLong();
        Event event = events.decode(in.nextBytes());
        long count = in.nextVarint();
        if (count != (places == null ? features : places.length)) {
            throw new IllegalArgumentException("an event with " + count + " features; expected " + features);
        }
        FeatureValues values = new FeatureValues((int) count);
        for (int i = 0; i < count; i++) {
            read(values, i, in);
        }
        in.end();
        return new EnrichedEvent(event, origin, sourceTimeMs, places == null ? values : placed(values, places));
    }

    /**
     * Where the event in {@code bytes} was read, whatever its schema and features.
     *
     * @throws IllegalArgumentException when the bytes are no enriched event
     */
    public static Origin originOf(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        if (version(in) == VERSION) {
            in.nextInt(); // the layout
        }
        return origin(in);
    }

    private static int version(ByteReader in) {
        int version = in.next();
        if (version != VERSION && version != VERSION_WITHOUT_LAYOUT) {
            throw new IllegalArgumentException("an enriched event of version " + version + "; known: "
                    + VERSION_WITHOUT_LAYOUT + " and " + VERSION);
        }
        return version;
    }

    private static Origin origin(ByteReader in) {
        String topic = in.nextText();
        int partition = (int) in.nextVarint();
        return new Origin(topic, partition, in.nextZigzag());
    }

    /** Where the features of a former layout are now, -1 for nowhere; null for the layout of now. */
    private int @Nullable [] places(int written) {
        if (written == layout) {
            return null;
        }
        int[] places = formerPlaces.get(written);
        if (places == null) {
            throw new IllegalArgumentException("the event was written with other features than these " + features);
        }
        return places;
    }

    private FeatureValues placed(FeatureValues former, int[] places) {
        FeatureValues values = new FeatureValues(features);
        for (int i = 0; i < places.length; i++) {
            if (places[i] >= 0) {
                values.copy(former, i, places[i]);
            }
        }
        return values;
    }

    private static void read(FeatureValues values, int index, ByteReader in) {
        int head = in.next();
        ValueStatus status = switch (head & ~MISSING & ~TEXT) {
            case 0 -> ValueStatus.PRESENT;
            case 1 -> ValueStatus.NULL_VALUE;
            case 2 -> ValueStatus.NOT_FOUND;
            case 3 -> ValueStatus.OUTSIDE_MAX_AGE;
            default -> throw new IllegalArgumentException("no feature value starts with byte " + head);
        };
        if ((head & TEXT) != 0) {
            if ((head & MISSING) != 0) {
                throw new IllegalArgumentException("no feature value starts with byte " + head);
            }
            values.set(index, in.nextText(), status);
        } else if ((head & MISSING) != 0) {
            values.setMissing(index, status);
        } else {
            values.set(index, in.nextDouble(), status);
        }
    }
}
