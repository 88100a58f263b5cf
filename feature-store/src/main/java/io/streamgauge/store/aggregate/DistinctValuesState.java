package io.streamgauge.store.aggregate;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;

/** All distinct values up to a limit, each with its count, so that the last of its kind takes it along. */
final class DistinctValuesState implements Invertible {

    private final int limit;
    private final ValueCounts counts;

    /** @param limit 0 for none */
    DistinctValuesState(int limit) {
        this.limit = limit;
        this.counts = new ValueCounts(limit);
    }

    @Override
    public void keepLittle() {
        counts.keepLittle();
    }

    @Override
    public boolean forgot() {
        return counts.forgot();
    }

    @Override
    public void add(long timeMs, double value) {
        if (!counts.forgot()) {
            counts.add(Distinct.canonical(value), 1);
            counts.forgetIfTooMany();
        }
    }

    @Override
    public void remove(long timeMs, double value) {
        if (counts.forgot()) {
            return;
        }
        int entry = counts.remove(Distinct.canonical(value));
        if (counts.count(entry) == 0) {
            counts.drop(entry);
        }
    }

    @Override
    public void merge(Accumulator newer) {
        ValueCounts other = ((DistinctValuesState) newer).counts;
        if (other.forgot()) {
            counts.forget();
        }
        for (int entry = 0; entry < other.size() && !counts.forgetIfTooMany(); entry++) {
            counts.add(other.value(entry), other.count(entry));
        }
        counts.forgetIfTooMany();
    }

    /** How many, or the limit when there are more. */
    int size() {
        return counts.tooMany() ? limit : counts.size();
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
