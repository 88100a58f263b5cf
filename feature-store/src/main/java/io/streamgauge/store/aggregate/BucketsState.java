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
 * <p>Values that fill more than {@value #MOST_KEPT} buckets are read, and written, in buckets of twice the width, or four times,
 * the least power of two that takes no more of them [3]. Narrow buckets say the same of which width that is as wide ones do, so
 * it follows from the values, whoever counted which of them in what. There are at most 2^19 buckets, so six doublings are enough.
 *
 * <p>What it holds is a function of the values alone, as in DDSketch [2], whose logarithmic buckets are half as many for the
 * same bound; these give whole numbers up to 256 exactly.
 *
 * <p>[1] G. Tene, HdrHistogram; [2] C. Masson, J. E. Rim, H. K. Lee, DDSketch, PVLDB 12 (2019); [3] I. Epicoco et al., UDDSketch,
 * IEEE Access 8 (2020), which collapses alike.
 */
final class BucketsState implements Invertible {

    private static final int DROPPED_BITS = 45;
    private static final int GREATEST_KEY = 0x7FF << (52 - DROPPED_BITS);
    /** Most buckets there can be. */
    static final int MOST = 2 * GREATEST_KEY + 1;
    /** Most that are read and written. */
    static final int MOST_KEPT = 8192;
    /** Of NaN and of buckets the numbers, and of each bucket a step of at most 3 bytes and a count. */
    static final long MOST_WRITTEN_BYTES = 12 + (3 + 9) * MOST_KEPT;

    private static final int MOST_LEVEL = 6;
    /** Above the number of buckets there stands how often their width was doubled. */
    private static final int SIZE_BITS = 20;

    private int[] keys = new int[8];
    private long[] counts = new long[8];
    private int size;
    private long nans;
    /** How often the width was doubled: of what was read or merged, no less. */
    private int level;

    private boolean little;

    @Override
    public void keepLittle() {
        little = true;
    }

    @Override
    public void add(long timeMs, double value) {
        if (Double.isNaN(value)) {
            nans++;
        } else {
            add(wider(key(value), level), 1L);
            if (little && size > MOST_KEPT) {
                widen(level());
            }
        }
    }

    @Override
    public void remove(long timeMs, double value) {
        if (Double.isNaN(value)) {
            nans--;
            return;
        }
        int at = Arrays.binarySearch(keys, 0, size, wider(key(value), level));
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

    /** The key that stands for a key where buckets are wider; its end nearer to zero. */
    private static int wider(int key, int level) {
        int magnitude = Math.abs(key) >>> level << level;
        return key < 0 ? -magnitude : magnitude;
    }

    private static double value(int key) {
        double magnitude = Double.longBitsToDouble((long) Math.abs(key) << DROPPED_BITS);
        return key < 0 ? -magnitude : magnitude;
    }

    /** How often the width must be doubled for the buckets to be few enough. */
    private int level() {
        int enough = level;
        while (size > MOST_KEPT && distinct(enough) > MOST_KEPT) {
            enough++;
        }
        return enough;
    }

    private int distinct(int ofLevel) {
        int distinct = 0;
        for (int i = 0; i < size; i++) {
            distinct += i == 0 || wider(keys[i], ofLevel) != wider(keys[i - 1], ofLevel) ? 1 : 0;
        }
        return distinct;
    }

    private void widen(int toLevel) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            int key = wider(keys[i], toLevel);
            if (kept > 0 && keys[kept - 1] == key) {
                counts[kept - 1] += counts[i];
            } else {
                keys[kept] = key;
                counts[kept++] = counts[i];
            }
        }
        size = kept;
        level = toLevel;
    }

    /** The value at an index in ascending order, from 0; NaN when there is NaN. */
    double at(long index) {
        if (nans != 0) {
            return Double.NaN;
        }
        long before = counts[0];
        int at = 0;
        while (before <= index && at + 1 < size) {
            before += counts[++at];
        }
        return value(wider(keys[at], level()));
    }

    @Override
    public void merge(Accumulator newer) {
        BucketsState other = (BucketsState) newer;
        nans += other.nans;
        if (other.level > level) {
            widen(other.level);
        }
        for (int i = 0; i < other.size; i++) {
            add(wider(other.keys[i], level), other.counts[i]);
        }
        if (little && size > MOST_KEPT) {
            widen(level());
        }
    }

    @Override
    public void clear() {
        size = 0;
        nans = 0;
        level = 0;
    }

    /**
     * Count of NaN; number of buckets and, times 2^20, how often their width was doubled; then for each bucket the step from
     * the last key, and its count.
     */
    @Override
    public void write(ByteWriter out) {
        int written = level();
        out.putVarint(nans);
        out.putVarint(((long) written << SIZE_BITS) + distinct(written));
        int before = 0;
        int at = 0;
        while (at < size) {
            int key = wider(keys[at], written);
            long count = 0;
            while (at < size && wider(keys[at], written) == key) {
                count += counts[at++];
            }
            out.putZigzag(key - before);
            out.putVarint(count);
            before = key;
        }
    }

    @Override
    public void read(ByteReader in) {
        clear();
        nans = in.nextVarint();
        long sizeAndLevel = in.nextVarint();
        int written = (int) (sizeAndLevel & ((1 << SIZE_BITS) - 1));
        long writtenLevel = sizeAndLevel >>> SIZE_BITS;
        if (written > MOST || writtenLevel > MOST_LEVEL) {
            throw new IllegalArgumentException(
                    written + " buckets, doubled " + writtenLevel + " times; there are " + MOST + " and " + MOST_LEVEL);
        }
        level = (int) writtenLevel;
        long before = 0;
        for (int i = 0; i < written; i++) {
            long step = in.nextZigzag();
            long key = before + step;
            if (nans < 0 || Math.abs(step) > MOST || Math.abs(key) > GREATEST_KEY || (i > 0 && step <= 0)) {
                throw new IllegalArgumentException("bucket " + key + " stands after " + before);
            }
            if (wider((int) key, level) != key) {
                throw new IllegalArgumentException("bucket " + key + " is none of width 2^" + level);
            }
            insert(size, (int) key, Lengths.count(in));
            before = key;
        }
    }
}
