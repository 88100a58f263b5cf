package io.streamgauge.store.aggregate;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import java.util.Arrays;

/**
 * Counts of values in buckets that are 1/128 wide or less, measured by their end nearer to zero. A bucket holds the doubles of
 * one sign, exponent and first seven mantissa bits; it takes no logarithm to find [1]. Buckets are kept in ascending order,
 * those that are empty are not kept.
 *
 * <pre>
 *   key   the upper 19 bits of |x|, negative for x &lt; 0; 0 for zeros and for less than 2^-1029
 *   NaN   counted apart
 * </pre>
 *
 * <p>What it holds is a function of the values alone, as in DDSketch [2], whose logarithmic buckets are half as many for the
 * same bound; these give whole numbers up to 256 exactly.
 *
 * <p>[1] G. Tene, HdrHistogram; [2] C. Masson, J. E. Rim, H. K. Lee, DDSketch, PVLDB 12 (2019).
 */
final class BucketsState implements Invertible {

    private static final int DROPPED_BITS = 45;
    private static final int GREATEST_KEY = 0x7FF << (52 - DROPPED_BITS);
    /** Most buckets there can be. */
    static final int MOST = 2 * GREATEST_KEY + 1;

    private int[] keys = new int[8];
    private long[] counts = new long[8];
    private int size;
    private long nans;

    @Override
    public void add(long timeMs, double value) {
        if (Double.isNaN(value)) {
            nans++;
        } else {
            add(key(value), 1L);
        }
    }

    @Override
    public void remove(long timeMs, double value) {
        if (Double.isNaN(value)) {
            nans--;
            return;
        }
        int at = Arrays.binarySearch(keys, 0, size, key(value));
        if (at < 0) {
            throw new IllegalStateException(value + " is removed but was never added");
        }
        if (--counts[at] == 0) {
            size--;
            System.arraycopy(keys, at + 1, keys, at, size - at);
            System.arraycopy(counts, at + 1, counts, at, size - at);
        }
    }

    private void add(int key, long times) {
        int at = Arrays.binarySearch(keys, 0, size, key);
        if (at >= 0) {
            counts[at] += times;
        } else {
            insert(-at - 1, key, times);
        }
    }

    private void insert(int at, int key, long times) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
        }
        System.arraycopy(keys, at, keys, at + 1, size - at);
        System.arraycopy(counts, at, counts, at + 1, size - at);
        keys[at] = key;
        counts[at] = times;
        size++;
    }

    private static int key(double value) {
        int key = (int) (Double.doubleToRawLongBits(Math.abs(value)) >>> DROPPED_BITS);
        return value < 0 ? -key : key;
    }

    private static double value(int key) {
        double magnitude = Double.longBitsToDouble((long) Math.abs(key) << DROPPED_BITS);
        return key < 0 ? -magnitude : magnitude;
    }

    /** The value at an index in ascending order, from 0; NaN when there is NaN. */
    double at(long index) {
        if (nans != 0) {
            return Double.NaN;
        }
        long before = counts[0];
        int at = 0;
        while (before <= index) {
            before += counts[++at];
        }
        return value(keys[at]);
    }

    @Override
    public void merge(Accumulator newer) {
        BucketsState other = (BucketsState) newer;
        nans += other.nans;
        for (int i = 0; i < other.size; i++) {
            add(other.keys[i], other.counts[i]);
        }
    }

    @Override
    public void clear() {
        size = 0;
        nans = 0;
    }

    /** Count of NaN, number of buckets; then for each bucket the step from the last key, and its count. */
    @Override
    public void write(ByteWriter out) {
        out.putVarint(nans);
        out.putVarint(size);
        int before = 0;
        for (int i = 0; i < size; i++) {
            out.putZigzag(keys[i] - before);
            out.putVarint(counts[i]);
            before = keys[i];
        }
    }

    @Override
    public void read(ByteReader in) {
        clear();
        nans = in.nextVarint();
        int written = Lengths.read(in, MOST);
        long before = 0;
        for (int i = 0; i < written; i++) {
            long step = in.nextZigzag();
            long key = before + step;
            if (nans < 0 || Math.abs(step) > MOST || Math.abs(key) > GREATEST_KEY || (i > 0 && step <= 0)) {
                throw new IllegalArgumentException("bucket " + key + " stands after " + before);
            }
            insert(size, (int) key, Lengths.count(in));
            before = key;
        }
    }
}
