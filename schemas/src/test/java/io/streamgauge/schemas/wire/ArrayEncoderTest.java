package io.streamgauge.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.Test;

class ArrayEncoderTest {

    private static final long SEED = 20261122;
    private static final int SCHEMA_ID = 0x01020384;

    @Test
    void writesTheBytesThatAvrosOwnEncoderWrites() throws IOException {
        ArrayEncoder ours = new ArrayEncoder();
        for (int record = 0; record < 300; record++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            BinaryEncoder theirs = EncoderFactory.get().directBinaryEncoder(out, null);
            ours.begin(SCHEMA_ID);
            write(new Random(SEED + record), theirs);
            write(new Random(SEED + record), ours);
            assertThat(ours.toBytes())
                    .as("record %d of seed %d", record, SEED)
                    .isEqualTo(WireFormat.encode(SCHEMA_ID, out.toByteArray()));
            assertThat(ours.bytesBuffered()).isEqualTo(WireFormat.PAYLOAD + out.size());
        }
    }

    private static void write(Random random, Encoder out) throws IOException {
        int values = random.nextInt(400);
        for (int i = 0; i < values; i++) {
            switch (random.nextInt(12)) {
                case 0 -> out.writeBoolean(random.nextBoolean());
                case 1 -> out.writeInt(random.nextInt() >> random.nextInt(32));
                case 2 -> out.writeLong(random.nextLong() >> random.nextInt(64));
                case 3 -> out.writeFloat(Float.intBitsToFloat(random.nextInt()));
                case 4 -> out.writeDouble(Double.longBitsToDouble(random.nextLong()));
                case 5 -> out.writeString(text(random));
                case 6 -> out.writeString(new Utf8(text(random)));
                case 7 -> out.writeBytes(text(random).getBytes(StandardCharsets.UTF_8));
                case 8 -> out.writeBytes(ByteBuffer.wrap(text(random).getBytes(StandardCharsets.UTF_8)));
                case 9 -> array(random, out);
                case 10 -> out.writeEnum(random.nextInt(5));
                default -> {
                    out.writeIndex(random.nextInt(3));
                    out.writeNull();
                }
            }
        }
    }

    private static void array(Random random, Encoder out) throws IOException {
        int items = random.nextInt(3);
        out.writeArrayStart();
        out.setItemCount(items);
        for (int i = 0; i < items; i++) {
            out.startItem();
            out.writeString(text(random));
        }
        out.writeArrayEnd();
    }

    /** Some again and again, some of more than one byte a letter, some long. */
    private static String text(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> "customer.tx_count_" + random.nextInt(30) + "d";
            case 1 -> "größe 電 😀 " + random.nextInt(2_000);
            case 2 -> "";
            default -> "x".repeat(random.nextInt(600));
        };
    }

    @Test
    void goesOnAfterARecordThatWasVeryLong() {
        ArrayEncoder encoder = new ArrayEncoder();
        byte[] large = new byte[3 << 20];
        Arrays.fill(large, (byte) 7);
        encoder.begin(1);
        encoder.writeFixed(large, 0, large.length);
        assertThat(encoder.toBytes()).hasSize(WireFormat.PAYLOAD + large.length).endsWith(large);

        encoder.begin(2);
        encoder.writeInt(-1);

        assertThat(encoder.toBytes()).isEqualTo(new byte[] {0, 0, 0, 0, 2, 1});
    }
}
