package io.streamgauge.store.binary;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of bytes. Fixed numbers are big-endian; varints have 7 bits a byte, the lowest first. */
public final class ByteWriter {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int LONGEST_VARINT = 10;

    private static final int INITIAL_BYTES = 128;
    private static final int KEPT_BYTES = 64 << 10;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int size;

    public void put(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    public void putInt(int value) {
        room(Integer.BYTES);
        INTS.set(bytes, size, value);
        size += Integer.BYTES;
    }

    public void putLong(long value) {
        room(Long.BYTES);
        LONGS.set(bytes, size, value);
        size += Long.BYTES;
    }

    public void putDouble(double value) {
        putLong(Double.doubleToRawLongBits(value));
    }

    /** One to ten bytes; small when the value is small and not negative. */
    public void putVarint(long value) {
        room(LONGEST_VARINT);
        long rest = value;
        int at = size;
        while ((rest & ~0x7FL) != 0) {
            bytes[at++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[at] = (byte) rest;
        size = at + 1;
    }

    /** One to ten bytes; small when the value is near zero. */
    public void putZigzag(long value) {
        putVarint((value << 1) ^ (value >> 63));
    }

    /** Length in bytes as varint, then UTF-8. */
    public void putText(String text) {
        putBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Length as varint, then the bytes. */
    public void putBytes(byte[] value) {
        putBytes(value, value.length);
    }

    /** Length as varint, then what was written to another writer. */
    public void putBytes(ByteWriter written) {
        putBytes(written.bytes, written.size);
    }

    private void putBytes(byte[] value, int length) {
        putVarint(length);
        room(length);
        System.arraycopy(value, 0, bytes, size, length);
        size += length;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** Forgets what was written; the array stays, unless it has grown beyond {@value #KEPT_BYTES} bytes. */
    public ByteWriter clear() {
        size = 0;
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[INITIAL_BYTES];
        }
        return this;
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
        }
    }
}
