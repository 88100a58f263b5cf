package io.streamgauge.schemas.wire;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Confluent's wire format: which schema the bytes of a record were written with.
 *
 * <pre>
 * byte     0       1     2     3     4      5 ...
 *      +-------+-----------------------+-------------+
 *      |   0   | schema id, big-endian | Avro binary |
 *      +-------+-----------------------+-------------+
 * </pre>
 */
public final class WireFormat {

    /** Where the Avro binary starts, in bytes. */
    public static final int PAYLOAD = 5;

    static final byte MAGIC = 0;

    private WireFormat() {}

    /** The header with {@code schemaId}, then {@code avro}. */
    public static byte[] encode(int schemaId, byte[] avro) {
        return ByteBuffer.allocate(PAYLOAD + avro.length)
                .put(MAGIC)
                .putInt(schemaId)
                .put(avro)
                .array();
    }

    /**
     * The schema id in the header.
     *
     * @throws SerializationException when the bytes do not start with such a header
     */
    public static int schemaId(byte[] bytes) {
        if (bytes.length < PAYLOAD || bytes[0] != MAGIC) {
            throw new SerializationException(
                    "expected Confluent wire format (byte 0, then a schema id of 4 bytes) but found " + bytes.length
                            + " bytes" + start(bytes));
        }
        return ByteBuffer.wrap(bytes).getInt(1);
    }

    private static String start(byte[] bytes) {
        int shown = Math.min(bytes.length, PAYLOAD);
        return shown == 0 ? "" : " starting with " + HexFormat.ofDelimiter(" ").formatHex(bytes, 0, shown);
    }
}
