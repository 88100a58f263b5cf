package io.streamgauge.store.aggregate;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import java.util.Arrays;

/** The state of {@link Histogram}: a count per bin. */
final class HistogramState implements Invertible {

    private final double[] edges;
    private final long[] counts;

    HistogramState(double[] edges) {
        this.edges = edges;
        this.counts = new long[edges.length + 1];
    }

    @Override
    public void add(long timeMs, double value) {
        change(value, 1);
    }

    @Override
    public void remove(long timeMs, double value) {
        change(value, -1);
    }

    private void change(double value, int by) {
        if (!Double.isNaN(value)) {
            counts[bin(value)] += by;
        }
    }

    /** How many edges are not above a value. */
    private int bin(double value) {
        int from = 0;
        int to = edges.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (edges[middle] <= value) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    @Override
    public void merge(Accumulator newer) {
        HistogramState other = (HistogramState) newer;
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
    }

    void read(Results results) {
        for (int i = 0; i < counts.length; i++) {
            results.set(i, (double) counts[i]);
        }
    }

    @Override
    public void clear() {
        Arrays.fill(counts, 0);
    }

    @Override
    public void write(ByteWriter out) {
        for (long count : counts) {
            out.putVarint(count);
        }
    }

    @Override
    public void read(ByteReader in) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = in.nextVarint();
            if (counts[i] < 0) {
                throw new IllegalArgumentException("a count of " + counts[i]);
            }
        }
    }
}
