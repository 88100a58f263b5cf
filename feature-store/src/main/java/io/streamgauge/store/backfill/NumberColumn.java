package io.streamgauge.store.backfill;

import io.streamgauge.store.event.Event;
import java.util.Arrays;
import java.util.BitSet;

/** A column of LONG, DOUBLE, BOOLEAN or TIMESTAMP values, 8 bytes and a bit each. */
final class NumberColumn implements Column {

    private final int field;
    private final boolean floating;
    private final BitSet nulls = new BitSet();
    private long[] bits = new long[1024];
    private int size;

    NumberColumn(int field, boolean floating) {
        this.field = field;
        this.floating = floating;
    }

    @Override
    public void add(Event event) {
        if (size == bits.length) {
            bits = Arrays.copyOf(bits, Capacity.after(size));
        }
        if (event.isNull(field)) {
            nulls.set(size);
        } else {
            bits[size] = floating ? Double.doubleToRawLongBits(event.doubleAt(field)) : event.longAt(field);
        }
        size++;
    }

    @Override
    public void fill(int row, Event event) {
        if (nulls.get(row)) {
            event.setNull(field);
        } else if (floating) {
            event.setDouble(field, Double.longBitsToDouble(bits[row]));
        } else {
            event.setLong(field, bits[row]);
        }
    }
}
