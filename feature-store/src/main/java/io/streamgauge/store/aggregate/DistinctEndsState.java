package io.streamgauge.store.aggregate;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import java.util.function.DoubleConsumer;

/** The state of {@link DistinctEnds}: its results, in order. What it drops, nothing newer could bring back. */
final class DistinctEndsState implements HeldValues {

    private final boolean last;
    private final double[] values;
    private int size;

    DistinctEndsState(boolean last, int n) {
        this.last = last;
        this.values = new double[n];
    }

    @Override
    public void add(long timeMs, double value) {
        double known = Distinct.canonical(value);
        int at = indexOf(known);
        if (last) {
            moveToFront(known, at < 0 ? Math.min(size, values.length - 1) : at);
        } else if (at < 0 && size < values.length) {
            values[size++] = known;
        }
    }

    /** Puts a value first; those before an index move back by one. */
    private void moveToFront(double value, int index) {
        System.arraycopy(values, 0, values, 1, index);
        values[0] = value;
        size = Math.max(size, index + 1);
    }

    private int indexOf(double value) {
        for (int i = 0; i < size; i++) {
            if (Distinct.same(values[i], value)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public void merge(Accumulator newer) {
        DistinctEndsState other = (DistinctEndsState) newer;
        for (int i = 0; i < other.size; i++) {
            add(0, other.values[last ? other.size - 1 - i : i]);
        }
    }

    @Override
    public void held(DoubleConsumer each) {
        for (int i = 0; i < size; i++) {
            each.accept(values[i]);
        }
    }

    void read(Results results) {
        for (int i = 0; i < size; i++) {
            results.set(i, values[i]);
        }
    }

    @Override
    public void clear() {
        size = 0;
    }

    @Override
    public boolean ordered() {
        return true;
    }

    @Override
    public void write(ByteWriter out) {
        out.putVarint(size);
        for (int i = 0; i < size; i++) {
            out.putDouble(values[i]);
        }
    }

    @Override
    public void read(ByteReader in) {
        int written = Lengths.read(in, values.length);
        clear();
        for (int i = 0; i < written; i++) {
            double value = Distinct.read(in);
            if (indexOf(value) >= 0) {
                throw new IllegalArgumentException("the distinct values hold " + value + " twice");
            }
            values[size++] = value;
        }
    }
}
