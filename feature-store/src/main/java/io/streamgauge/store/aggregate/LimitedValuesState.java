package io.streamgauge.store.aggregate;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;

/** Distinct values up to a limit; which ones are held at the limit says nothing, for nothing leaves. */
final class LimitedValuesState implements Accumulator {

    private final int limit;
    private final ValueCounts counts = new ValueCounts();

    LimitedValuesState(int limit) {
        this.limit = limit;
    }

    @Override
    public void add(long timeMs, double value) {
        if (counts.size() < limit) {
            counts.add(Distinct.canonical(value), 1);
        }
    }

    @Override
    public void merge(Accumulator newer) {
        ValueCounts other = ((LimitedValuesState) newer).counts;
        for (int entry = 0; entry < other.size(); entry++) {
            add(0, other.value(entry));
        }
    }

    int size() {
        return counts.size();
    }

    @Override
    public void clear() {
        counts.clear();
    }

    @Override
    public void write(ByteWriter out) {
        counts.write(out);
    }

    @Override
    public void read(ByteReader in) {
        counts.read(in);
        if (counts.size() > limit) {
            int size = counts.size();
            clear();
            throw new IllegalArgumentException(size + " values where there may be " + limit);
        }
    }
}
