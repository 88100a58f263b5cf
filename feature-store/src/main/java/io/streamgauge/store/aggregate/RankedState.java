package io.streamgauge.store.aggregate;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import java.util.Arrays;

/**
 * The state of {@link Ranked}: the k best values. They stand ascending in the order of {@link Double#compare}, and behind them
 * up to as many that came since and may be among the best; once there are as many as that, or they are read, all are sorted and
 * the k best stay. So a value costs amortised O(log k), and a merge of two states O(k), since sorting finds two runs.
 */
final class RankedState implements Accumulator {

    private static final int LEAST = 8;

    private final boolean greatest;
    private final int k;
    private double[] values;
    private int sorted;
    private int size;

    RankedState(boolean greatest, int k) {
        this.greatest = greatest;
        this.k = k;
        this.values = new double[Math.min(2 * k, LEAST)];
    }

    @Override
    public void add(long timeMs, double value) {
        if (sorted == k && !better(value, values[greatest ? 0 : k - 1])) {
            return;
        }
        if (size == 2 * k) {
            settle();
            add(timeMs, value);
            return;
        }
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.min(2 * k, 2 * size));
        }
        values[size++] = Double.isNaN(value) ? Double.NaN : value;
    }

    private boolean better(double a, double b) {
        int order = Double.compare(a, b);
        return greatest ? order > 0 : order < 0;
    }

    /** Sorts all and keeps the k best. */
    private void settle() {
        if (sorted == size) {
            return;
        }
        Arrays.sort(values, 0, size);
        if (greatest && size > k) {
            System.arraycopy(values, size - k, values, 0, k);
        }
        size = Math.min(size, k);
        sorted = size;
    }

    @Override
    public void merge(Accumulator newer) {
        RankedState other = (RankedState) newer;
        other.settle();
        settle();
        int all = size + other.size;
        if (all > values.length) {
            values = Arrays.copyOf(values, Math.min(2 * k, Math.max(all, 2 * values.length)));
        }
        System.arraycopy(other.values, 0, values, size, other.size);
        size = all;
        settle();
    }

    void read(Results results) {
        settle();
        for (int i = 0; i < size; i++) {
            results.set(i, ranked(i));
        }
    }

    /** The value of a rank, from 0. */
    private double ranked(int rank) {
        return values[greatest ? size - 1 - rank : rank];
    }

    @Override
    public void clear() {
        size = 0;
        sorted = 0;
    }

    /** How many; each, the best first. */
    @Override
    public void write(ByteWriter out) {
        settle();
        out.putVarint(size);
        for (int i = 0; i < size; i++) {
            out.putDouble(ranked(i));
        }
    }

    @Override
    public void read(ByteReader in) {
        int written = Lengths.read(in, k);
        clear();
        double[] read = new double[Math.max(written, Math.min(2 * k, LEAST))];
        for (int i = 0; i < written; i++) {
            double value = in.nextDouble();
            if (i > 0 && better(value, read[i - 1])) {
                throw new IllegalArgumentException(value + " stands after " + read[i - 1]);
            }
            read[i] = value;
        }
        values = read;
        size = written;
        if (greatest) {
            Arrays.sort(values, 0, size);
        }
        sorted = size;
    }
}
