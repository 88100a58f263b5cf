package io.streamgauge.store.aggregate;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;

/** The state of {@link Ranked}: the k best values, the best first. */
final class RankedState implements Accumulator {

    private final boolean greatest;
    private final double[] values;
    private int size;

    RankedState(boolean greatest, int k) {
        this.greatest = greatest;
        this.values = new double[k];
    }

    @Override
    public void add(long timeMs, double value) {
        if (size == values.length && !better(value, values[size - 1])) {
            return;
        }
        int at = size < values.length ? size++ : size - 1;
        while (at > 0 && better(value, values[at - 1])) {
            values[at] = values[at - 1];
            at--;
        }
        values[at] = Double.isNaN(value) ? Double.NaN : value;
    }

    private boolean better(double a, double b) {
        int order = Double.compare(a, b);
        return greatest ? order > 0 : order < 0;
    }

    @Override
    public void merge(Accumulator newer) {
        RankedState other = (RankedState) newer;
        for (int i = 0; i < other.size; i++) {
            add(0, other.values[i]);
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
            double value = in.nextDouble();
            if (size > 0 && better(value, values[size - 1])) {
                throw new IllegalArgumentException(value + " stands after " + values[size - 1]);
            }
            values[size++] = value;
        }
    }
}
