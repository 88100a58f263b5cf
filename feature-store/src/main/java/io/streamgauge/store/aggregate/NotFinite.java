package io.streamgauge.store.aggregate;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;

/** Counts of NaN and infinities, which sums keep apart so that one which leaves takes its mark with it. */
final class NotFinite {

    private long nans;
    private long positive;
    private long negative;

    /**
     * Counts a value that is not finite.
     *
     * @param by 1 when it comes, -1 when it goes
     */
    void count(double value, int by) {
        if (Double.isNaN(value)) {
            nans += by;
        } else if (value > 0) {
            positive += by;
        } else {
            negative += by;
        }
    }

    boolean any() {
        return (nans | positive | negative) != 0;
    }

    /** What a sum with them is: NaN, or the one infinity. Undefined when there is none. */
    double sum() {
        if (nans != 0 || (positive != 0 && negative != 0)) {
            return Double.NaN;
        }
        return positive != 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }

    void merge(NotFinite other) {
        nans += other.nans;
        positive += other.positive;
        negative += other.negative;
    }

    void clear() {
        nans = 0;
        positive = 0;
        negative = 0;
    }

    void write(ByteWriter out) {
        out.putVarint(nans);
        out.putVarint(positive);
        out.putVarint(negative);
    }

    void read(ByteReader in) {
        nans = count(in);
        positive = count(in);
        negative = count(in);
    }

    private static long count(ByteReader in) {
        long count = in.nextVarint();
        if (count < 0) {
            throw new IllegalArgumentException("a negative count, " + count);
        }
        return count;
    }
}
