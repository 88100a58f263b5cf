package io.streamgauge.examples.chaos;

import io.streamgauge.examples.chaos.Places.Fate;
import io.streamgauge.examples.chaos.Places.Place;
import io.streamgauge.schemas.registry.SchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Records that are no events of the fraud example, or may not be, made from good ones in Avro or JSON. */
final class MalformedRecords {

    private static final int HEADER = 5;
    private static final int LONGEST_RANDOM = 300;
    private static final int HUGE = 200_000;
    private static final int DEEP = 3_000;
    /** Of the large kinds, so that they do not make up all of the bytes. */
    private static final int ONE_OF = 100;

    private final boolean avro;
    private final Random random;
    private final int wrongSchema;

    MalformedRecords(String format, SchemaRegistry registry, Random random) {
        this.avro = format.equals("avro");
        this.random = random;
        Schema wrong = SchemaBuilder.record("Transaction")
                .fields()
                .requiredString("transaction_id")
                .requiredString("event_time")
                .requiredString("customer_id")
                .requiredString("terminal_id")
                .requiredString("amount")
                .endRecord();
        this.wrongSchema = avro ? registry.register("somebody-elses-value", wrong) : -1;
    }

    /** What a record is like, and what may become of it. */
    enum Kind {
        GOOD,
        NOTHING,
        RANDOM_BYTES,
        CUT,
        PROMISES_GIGABYTES,
        HUGE_WITH_MORE_AFTER,
        DEEP_JSON,
        WRONG_TYPES,
        UNKNOWN_SCHEMA,
        UNEXPECTED,
        /** It may still be an event. */
        CHANGED;

        boolean allows(Place place) {
            return switch (this) {
                case GOOD -> place.fate() == Fate.SCORED;
                case CHANGED -> place.fate() == Fate.SCORED || !place.cause().isEmpty();
                default -> place.fate() == Fate.DEAD_LETTER && !place.cause().isEmpty();
            };
        }
    }

    /** One of them. */
    @SuppressWarnings("ArrayRecordComponent") // two of them are never compared
    record Made(Kind kind, byte @Nullable [] value) {}

    /** The next one, made from a good record. */
    Made next(byte[] good) {
        Kind kind = drawn();
        byte @Nullable [] value = switch (kind) {
            case GOOD -> throw new IllegalStateException("not drawn");
            case NOTHING -> random.nextBoolean() ? null : new byte[0];
            case RANDOM_BYTES -> bytes(1 + random.nextInt(LONGEST_RANDOM));
            case CUT -> Arrays.copyOf(good, random.nextInt(good.length));
            case PROMISES_GIGABYTES -> promising(good);
            case HUGE_WITH_MORE_AFTER -> huge(good);
            case DEEP_JSON -> deep(good);
            case WRONG_TYPES -> wrongTypes(good);
            case UNKNOWN_SCHEMA -> unknownSchema(good);
            case UNEXPECTED -> unexpected(good);
            case CHANGED -> changed(good);
        };
        return new Made(kind, value);
    }

    private Kind drawn() {
        Kind[] kinds = Kind.values();
        while (true) {
            Kind kind = kinds[1 + random.nextInt(kinds.length - 1)];
            boolean large = kind == Kind.HUGE_WITH_MORE_AFTER || kind == Kind.DEEP_JSON;
            if (!(large && random.nextInt(ONE_OF) > 0) && !(kind == Kind.UNKNOWN_SCHEMA && !avro)) {
                return kind;
            }
        }
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A text of two gigabytes of which the first bytes are there; in JSON a number of so many digits. */
    private byte[] promising(byte[] good) {
        if (!avro) {
            return text(good)
                    .replace("\"amount\":", "\"amount\":1e" + (300 + random.nextInt(2_000_000_000)) + ",\"n\":")
                    .getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(good, 0, HEADER);
        encode(out, encoder -> encoder.writeLong(Integer.MAX_VALUE - 8L - random.nextInt(1_000)));
        out.writeBytes(bytes(20));
        return out.toByteArray();
    }

    private byte[] huge(byte[] good) {
        byte[] more = bytes(HUGE);
        for (int i = 0; i < more.length; i++) {
            more[i] = (byte) ('a' + (more[i] & 15));
        }
        return joined(good, more);
    }

    private byte[] deep(byte[] good) {
        String nested = "{\"a\":".repeat(DEEP) + "1" + "}".repeat(DEEP);
        String all = avro ? nested : text(good).replaceFirst("\\{", "{\"more\":" + nested + ",");
        return all.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] wrongTypes(byte[] good) {
        if (!avro) {
            String to = random.nextBoolean() ? "\"customer_id\":{\"id\":1},\"x\":" : "\"customer_id\":17,\"x\":";
            return text(good).replace("\"customer_id\":", to).getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(
                ByteBuffer.allocate(HEADER).put((byte) 0).putInt(wrongSchema).array());
        encode(out, encoder -> {
            for (int field = 0; field < 5; field++) {
                encoder.writeString("text");
            }
        });
        return out.toByteArray();
    }

    private byte[] unknownSchema(byte[] good) {
        byte[] changed = good.clone();
        ByteBuffer.wrap(changed).putInt(1, 10_000 + random.nextInt(1_000_000_000));
        return changed;
    }

    /** Its amount is negative, and the source expects none such. */
    private byte[] unexpected(byte[] good) {
        if (!avro) {
            return text(good).replace("\"amount\":", "\"amount\":-7,\"x\":").getBytes(StandardCharsets.UTF_8);
        }
        byte[] changed = good.clone();
        changed[changed.length - 1] |= (byte) 0x80; // the sign of the last field, little-endian
        return changed;
    }

    private byte[] changed(byte[] good) {
        byte[] changed = good.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return changed;
    }

    private interface Writing {
        void to(BinaryEncoder encoder) throws IOException;
    }

    private static void encode(ByteArrayOutputStream out, Writing writing) {
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        try {
            writing.to(encoder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
