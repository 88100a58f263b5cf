package io.streamgauge.store.aggregate;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import java.util.stream.IntStream;

/**
 * The state of {@link Entropy}: counts of values, and the exact sum of the doubles nearest to {@code c ln c}, so that it is the
 * same by whatever way the counts came to be what they are.
 */
final class EntropyState implements Invertible {

    /** {@code c ln c} for small counts. */
    private static final double[] TERMS =
            IntStream.range(0, 1024).mapToDouble(EntropyState::computed).toArray();

    private final ValueCounts counts;
    private final ExactSum terms = new ExactSum();

    /** @param limit most distinct values to tell apart; 0 for as many as there are */
    EntropyState(int limit) {
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

    private static double term(long count) {
        return count < TERMS.length ? TERMS[(int) count] : computed(count);
    }

    private static double computed(long count) {
        return count < 2 ? 0 : count * StrictMath.log((double) count);
    }

    @Override
    public void add(long timeMs, double value) {
        add(Distinct.canonical(value), 1L);
    }

    private void add(double value, long times) {
        if (counts.forgot()) {
            return;
        }
        int entry = counts.add(value, times);
        changed(counts.count(entry) - times, counts.count(entry));
        if (counts.forgetIfTooMany()) {
            terms.clear();
        }
    }

    @Override
    public void remove(long timeMs, double value) {
        if (counts.forgot()) {
            return;
        }
        int entry = counts.remove(Distinct.canonical(value));
        long count = counts.count(entry);
        changed(count + 1, count);
        if (count == 0) {
            counts.drop(entry);
        }
    }

    private void changed(long before, long after) {
        terms.subtract(term(before));
        terms.add(term(after));
    }

    /** Whether there are more distinct values than the limit, so that there is no result. */
    boolean tooMany() {
        return counts.tooMany();
    }

    /**
     * The entropy.
     *
     * @param n how many values there are
     */
    double entropy(long n) {
        return counts.size() < 2 ? 0.0 : Math.max(0.0, StrictMath.log((double) n) - terms.rounded() / n);
    }

    @Override
    public void merge(Accumulator newer) {
        ValueCounts other = ((EntropyState) newer).counts;
        if (other.forgot()) {
            counts.forget();
            terms.clear();
        }
        for (int entry = 0; entry < other.size(); entry++) {
            add(other.value(entry), other.count(entry));
        }
    }

    @Override
    public void clear() {
        counts.clear();
        terms.clear();
    }

    @Override
    public void write(ByteWriter out) {
        counts.write(out);
    }

    @Override
    public void read(ByteReader in) {
        counts.read(in);
        terms.clear();
        for (int entry = 0; entry < counts.size(); entry++) {
            terms.add(term(counts.count(entry)));
        }
    }
}
