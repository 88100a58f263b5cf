package io.streamgauge.store.binary;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link ByteWriter} wrote. Every method throws IllegalArgumentException when the bytes end too early, so that
 * damaged bytes cost no memory.
 */
public final class ByteReader {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private int at;

    public ByteReader(byte[] bytes) {
        this.bytes = bytes;
    }

    public int next() {
        need(1);
        return bytes[at++] & 0xFF;
    }

    public int nextInt() {
        need(Integer.BYTES);
        int value = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            value = value << 8 | (bytes[at++] & 0xFF);
        }
        return value;
    }

    public long nextLong() {
        need(Long.BYTES);
        long value = (long) LONGS.get(bytes, at);
        at += Long.BYTES;
        return value;
    }

    public double nextDouble() {
        return Double.longBitsToDouble(nextLong());
    }

    public long nextVarint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int part = next();
            value |= (long) (part & 0x7F) << shift;
            if (part < 0x80) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number longer than 64 bits at byte " + at);
    }

    public long nextZigzag() {
        long raw = nextVarint();
        return (raw >>> 1) ^ -(raw & 1);
    }

    public String nextText() {
        int length = length();
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    public byte[] nextBytes() {
        int length = length();
        byte[] value = new byte[length];
        System.arraycopy(bytes, at, value, 0, length);
        at += length;
        return value;
    }

    /** How many bytes are left. */
    public int left() {
        return bytes.length - at;
    }

    /** Refuses bytes that go on after what was read. */
    public void end() {
        if (at != bytes.length) {
            throw new IllegalArgumentException((bytes.length - at) + " bytes are left over");
        }
    }

    private int length() {
        long length = nextVarint();
        if (length < 0 || length > bytes.length - at) {
            throw new IllegalArgumentException(
                    "a length of " + length + " bytes at byte " + at + " of " + bytes.length);
        }
        return (int) length;
    }

    private void need(int more) {
        if (bytes.length - at < more) {
            throw new IllegalArgumentException("the bytes end at " + bytes.length + ", " + more + " more are needed");
        }
    }
}
