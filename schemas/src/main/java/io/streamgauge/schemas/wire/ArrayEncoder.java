package io.streamgauge.schemas.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.io.BinaryData;
import org.apache.avro.io.BinaryEncoder;
import org.jspecify.annotations.Nullable;

/**
 * Avro's binary encoding into an array that grows and is used again, without a lock or an object per value. Strings that come
 * again and again, such as names and digests, are turned into UTF-8 once: the bytes of {@value #REMEMBERED} of them are
 * remembered. Not thread-safe.
 */
final class ArrayEncoder extends BinaryEncoder {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int INITIAL_BYTES = 1_024;
    private static final int KEPT_BYTES = 256 << 10;
    private static final int LONGEST_VARINT = 10;

    /** A power of two. */
    private static final int REMEMBERED = 256;

    /** Longer ones are seldom constants. */
    private static final int LONGEST_REMEMBERED = 128;

    private final @Nullable String[] strings = new @Nullable String[REMEMBERED];
    private final byte[][] utf8 = new byte[REMEMBERED][];
    private byte[] bytes = new byte[INITIAL_BYTES];
    private int size;

    /** Begins anew, with the wire format's head. */
    void begin(int schemaId) {
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[INITIAL_BYTES];
        }
        bytes[0] = WireFormat.MAGIC;
        for (int i = 1; i < WireFormat.PAYLOAD; i++) {
            bytes[i] = (byte) (schemaId >>> (Byte.SIZE * (WireFormat.PAYLOAD - 1 - i)));
        }
        size = WireFormat.PAYLOAD;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void room(int more) {
        if (more > bytes.length - size) {
            bytes = Arrays.copyOf(
                    bytes, Math.max(Math.addExact(size, more), (int) Math.min(2L * bytes.length, 1 << 30)));
        }
    }

    @Override
    protected void writeZero() {
        room(1);
        bytes[size++] = 0;
    }

    @Override
    public void writeBoolean(boolean value) {
        room(1);
        bytes[size++] = (byte) (value ? 1 : 0);
    }

    @Override
    public void writeInt(int value) {
        room(LONGEST_VARINT);
        size += BinaryData.encodeInt(value, bytes, size);
    }

    @Override
    public void writeLong(long value) {
        room(LONGEST_VARINT);
        size += BinaryData.encodeLong(value, bytes, size);
    }

    @Override
    public void writeFloat(float value) {
        room(Float.BYTES);
        INTS.set(bytes, size, Float.floatToRawIntBits(value));
        size += Float.BYTES;
    }

    @Override
    public void writeDouble(double value) {
        room(Double.BYTES);
        LONGS.set(bytes, size, Double.doubleToRawLongBits(value));
        size += Double.BYTES;
    }

    @Override
    public void writeString(String value) {
        byte[] encoded = encoded(value);
        writeInt(encoded.length);
        writeFixed(encoded, 0, encoded.length);
    }

    private byte[] encoded(String value) {
        if (value.length() > LONGEST_REMEMBERED) {
            return value.getBytes(StandardCharsets.UTF_8);
        }
        int hash = value.hashCode();
        int slot = (hash ^ (hash >>> 8) ^ (hash >>> 16)) & (REMEMBERED - 1);
        // Mostly one object, which equals() sees at once.
        if (!value.equals(strings[slot])) {
            strings[slot] = value;
            utf8[slot] = value.getBytes(StandardCharsets.UTF_8);
        }
        return utf8[slot];
    }

    @Override
    public void writeFixed(byte[] from, int start, int length) {
        room(length);
        System.arraycopy(from, start, bytes, size, length);
        size += length;
    }

    @Override
    public int bytesBuffered() {
        return size;
    }

    @Override
    public void flush() {}
}
