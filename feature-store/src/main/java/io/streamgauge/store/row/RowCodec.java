package io.streamgauge.store.row;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The bytes of a state row, version 1: the events of one entity that one view still needs, in the order (time, arrival),
 * oldest first, column by column. Everything works on the bytes themselves; a changed row is a new array.
 *
 * <pre>
 *   offset               size         what
 *   0                    1            version, 1
 *   1                    1            k, number of columns, 0 to 255
 *   2                    2            0
 *   4                    4            n, number of events
 *   8                    8 n          times: milliseconds since 1970-01-01 UTC, ascending
 *   8 + 8 n              ceil(n / 8)  column 0, nulls: bit i % 8 of byte i / 8 is 1 when event i has none; spare bits are 0
 *   ... + ceil(n / 8)    8 n          column 0, values: IEEE 754 bits as they came, NaN payloads too; 0 where null
 *   ...                               column 1, ... up to column k - 1
 * </pre>
 *
 * All numbers are little-endian. A row takes {@code 8 + 8 n + k (8 n + ceil(n / 8))} bytes: 8 per event and 8.125 more
 * per event and column. Times are whole, not deltas, so that a moment is found by binary search in the bytes and dropping
 * old events rewrites nothing.
 *
 * <p>Thread-safe: it holds the number of columns only.
 */
public final class RowCodec {

    public static final int VERSION = 1;
    public static final int MAX_COLUMNS = 255;

    private static final int VERSION_OFFSET = 0;
    private static final int COLUMNS_OFFSET = 1;
    private static final int RESERVED_OFFSET = 2;
    private static final int COUNT_OFFSET = 4;
    private static final int TIMES_OFFSET = 8;

    private static final VarHandle SHORTS = view(short[].class);
    private static final VarHandle INTS = view(int[].class);
    private static final VarHandle LONGS = view(long[].class);
    private static final VarHandle DOUBLES = view(double[].class);

    private final int columns;

    public RowCodec(int columns) {
        if (columns < 0 || columns > MAX_COLUMNS) {
            throw new IllegalArgumentException("a row has 0 to " + MAX_COLUMNS + " columns, not " + columns);
        }
        this.columns = columns;
    }

    /** Size of a row of {@code events} events. */
    public long sizeBytes(int events) {
        return TIMES_OFFSET + 8L * events + columns * (8L * events + bitmapBytes(events));
    }

    /** A row without events. */
    public byte[] empty() {
        return allocate(0);
    }

    /**
     * Checks the header and the length, which every access relies on, and returns the number of events.
     *
     * @throws CorruptRowException when these are no bytes of such a row
     */
    public int check(byte[] row) {
        if (row.length < TIMES_OFFSET) {
            throw new CorruptRowException("a state row has at least 8 bytes, these are " + row.length);
        }
        if (row[VERSION_OFFSET] != VERSION || (short) SHORTS.get(row, RESERVED_OFFSET) != 0) {
            throw new CorruptRowException("state row of version " + Byte.toUnsignedInt(row[VERSION_OFFSET])
                    + ", flags " + SHORTS.get(row, RESERVED_OFFSET) + "; this build reads version " + VERSION
                    + ", flags 0");
        }
        int found = Byte.toUnsignedInt(row[COLUMNS_OFFSET]);
        if (found != columns) {
            throw new CorruptRowException("state row of " + found + " columns; the view has " + columns);
        }
        int count = count(row);
        if (count < 0 || sizeBytes(count) != row.length) {
            throw new CorruptRowException("state row of " + count + " events and " + columns + " columns in "
                    + row.length + " bytes; expected " + (count < 0 ? "no negative count" : sizeBytes(count)));
        }
        return count;
    }

    /** Checks also what {@link #check} does not look at: that times ascend, spare bits are 0 and nulls hold 0. */
    public void checkDeeply(byte[] row) {
        int count = check(row);
        for (int i = 1; i < count; i++) {
            if (timeAt(row, i - 1) > timeAt(row, i)) {
                throw new CorruptRowException("times of a state row ascend; event " + i + " is at " + timeAt(row, i)
                        + ", the one before at " + timeAt(row, i - 1));
            }
        }
        for (int column = 0; column < columns; column++) {
            checkNulls(row, column, count);
        }
    }

    private void checkNulls(byte[] row, int column, int count) {
        for (int i = 0; i < count; i++) {
            if (isNull(row, column, i) && (long) LONGS.get(row, valuesOffset(column, count) + 8 * i) != 0) {
                throw new CorruptRowException("a null holds 0; column " + column + " of event " + i + " does not");
            }
        }
        int spareBits = 8 * bitmapBytes(count) - count;
        int last = nullsOffset(column, count) + bitmapBytes(count) - 1;
        if (spareBits > 0 && Byte.toUnsignedInt(row[last]) >>> (8 - spareBits) != 0) {
            throw new CorruptRowException("spare bits of column " + column + "'s nulls are 0, not " + row[last]);
        }
    }

    /** How many events a checked row has. */
    public int count(byte[] row) {
        return (int) INTS.get(row, COUNT_OFFSET);
    }

    /** Time of an event, in milliseconds. */
    public long timeAt(byte[] row, int index) {
        return (long) LONGS.get(row, TIMES_OFFSET + 8 * index);
    }

    /** Whether an event has no value in a column. */
    public boolean isNull(byte[] row, int column, int index) {
        return bit(row, nullsOffset(column, count(row)), index);
    }

    /** Value of an event in a column; 0 when null. */
    public double valueAt(byte[] row, int column, int index) {
        return (double) DOUBLES.get(row, valuesOffset(column, count(row)) + 8 * index);
    }

    /** How many of the row's first {@code limit} events have a time up to and including {@code timeMs}. */
    public int countUpTo(byte[] row, int limit, long timeMs) {
        if (limit > 0 && timeAt(row, limit - 1) <= timeMs) {
            return limit; // the newest event is where most searches end
        }
        int low = 0;
        int high = limit;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (timeAt(row, middle) <= timeMs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * Copies a column's values of the events {@code [from, to)} without the nulls, newest first.
     *
     * @param into where to
     * @param at index of the first
     * @return index after the last
     */
    public int gatherNewestFirst(byte[] row, int column, int from, int to, double[] into, int at) {
        int count = count(row);
        int nulls = nullsOffset(column, count);
        int values = valuesOffset(column, count);
        int next = at;
        int i = to - 1;
        while (i >= from) {
            if ((i & 7) == 7 && i - 7 >= from && row[nulls + (i >>> 3)] == 0) {
                for (int j = i; j > i - 8; j--) { // the usual eight: nothing null
                    into[next++] = (double) DOUBLES.get(row, values + 8 * j);
                }
                i -= 8;
            } else {
                if (!bit(row, nulls, i)) {
                    into[next++] = (double) DOUBLES.get(row, values + 8 * i);
                }
                i--;
            }
        }
        return next;
    }

    /** The row without its {@code dropped} oldest events. */
    public byte[] drop(byte[] row, int dropped) {
        int count = count(row);
        byte[] shorter = allocate(count - dropped);
        copyEvents(row, dropped, shorter, 0, count - dropped);
        return shorter;
    }

    /**
     * The row without its {@code dropped} oldest events and with one more, all columns null, after the events of its own
     * time.
     *
     * @param index where the event goes: {@link #countUpTo} its time; at least {@code dropped}. In the new row it stands
     *     at {@code index - dropped}
     */
    public byte[] insert(byte[] row, int dropped, int index, long timeMs) {
        int count = count(row);
        int position = index - dropped;
        byte[] longer = allocate(count - dropped + 1);
        copyEvents(row, dropped, longer, 0, position);
        copyEvents(row, index, longer, position + 1, count - index);
        LONGS.set(longer, TIMES_OFFSET + 8 * position, timeMs);
        for (int column = 0; column < columns; column++) {
            setBit(longer, nullsOffset(column, count - dropped + 1), position);
        }
        return longer;
    }

    /** Gives a null its value; only for an event just inserted. */
    public void setValue(byte[] row, int column, int index, double value) {
        int count = count(row);
        DOUBLES.set(row, valuesOffset(column, count) + 8 * index, value);
        row[nullsOffset(column, count) + (index >>> 3)] &= (byte) ~(1 << (index & 7));
    }

    private byte[] allocate(int events) {
        long sizeBytes = sizeBytes(events);
        if (sizeBytes > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException("a state row of " + events + " events and " + columns
                    + " columns would take " + sizeBytes + " bytes, more than an array holds");
        }
        byte[] row = new byte[(int) sizeBytes];
        row[VERSION_OFFSET] = VERSION;
        row[COLUMNS_OFFSET] = (byte) columns;
        INTS.set(row, COUNT_OFFSET, events);
        return row;
    }

    private void copyEvents(byte[] source, int from, byte[] target, int to, int length) {
        if (length == 0) {
            return;
        }
        int count = count(source);
        int targetCount = count(target);
        System.arraycopy(source, TIMES_OFFSET + 8 * from, target, TIMES_OFFSET + 8 * to, 8 * length);
        for (int column = 0; column < columns; column++) {
            int sourceNulls = nullsOffset(column, count);
            int targetNulls = nullsOffset(column, targetCount);
            copyBits(source, sourceNulls, from, target, targetNulls, to, length);
            int sourceValues = valuesOffset(column, count) + 8 * from;
            int targetValues = valuesOffset(column, targetCount) + 8 * to;
            System.arraycopy(source, sourceValues, target, targetValues, 8 * length);
        }
    }

    /** Copies bits into a bitmap whose bits from {@code to} on are 0. */
    private static void copyBits(
            byte[] source, int sourceOffset, int from, byte[] target, int targetOffset, int to, int length) {
        int i = 0;
        while (i < length) {
            int index = from + i;
            if (source[sourceOffset + (index >>> 3)] == 0) {
                i += 8 - (index & 7); // the usual byte: nothing null
            } else {
                if (bit(source, sourceOffset, index)) {
                    setBit(target, targetOffset, to + i);
                }
                i++;
            }
        }
    }

    private int nullsOffset(int column, int count) {
        return TIMES_OFFSET + 8 * count + column * (8 * count + bitmapBytes(count));
    }

    private int valuesOffset(int column, int count) {
        return nullsOffset(column, count) + bitmapBytes(count);
    }

    private static int bitmapBytes(int count) {
        return (count + 7) >>> 3;
    }

    private static boolean bit(byte[] bytes, int offset, int index) {
        return (bytes[offset + (index >>> 3)] & 1 << (index & 7)) != 0;
    }

    private static void setBit(byte[] bytes, int offset, int index) {
        bytes[offset + (index >>> 3)] |= (byte) (1 << (index & 7));
    }

    private static VarHandle view(Class<?> arrayClass) {
        return MethodHandles.byteArrayViewVarHandle(arrayClass, ByteOrder.LITTLE_ENDIAN);
    }
}
