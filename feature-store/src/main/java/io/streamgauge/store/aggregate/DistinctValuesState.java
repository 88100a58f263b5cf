package io.streamgauge.store.aggregate;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;

/** All distinct values, each with its count, so that the last of its kind takes it along. */
final class DistinctValuesState implements Invertible {

    private final ValueCounts counts = new ValueCounts();

    @Override
    public void add(long timeMs, double value) {
        counts.add(Distinct.canonical(value), 1);
    }

    @Override
    public void remove(long timeMs, double value) {
        int entry = counts.remove(Distinct.canonical(value));
        if (counts.count(entry) == 0) {
            counts.drop(entry);
        }
    }

    @Override
    public void merge(Accumulator newer) {
        ValueCounts other = ((DistinctValuesState) newer).counts;
        for (int entry = 0; entry < other.size(); entry++) {
            counts.add(other.value(entry), other.count(entry));
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
    }
}
