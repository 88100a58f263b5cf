package io.streamgauge.store.aggregate;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import java.util.Arrays;

/**
 * How often each distinct value occurs: entries 0 to size - 1, found by a {@link DistinctIndex}. No
 * boxing; about 24 bytes a distinct value, up to 48 while it grows. Values are canonical, see {@link Distinct}.
 *
 * <p>With a limit, counts of more distinct values than that are only known to be {@link #tooMany}: that alone is written, and
 * held where nothing is given back. Whether there are too many follows from the values, whatever their order.
 */
final class ValueCounts {

    private static final int LEAST_ENTRIES = 8;
    /** Most bytes of a value and its count, as written. */
    private static final int ENTRY_BYTES = 8 + 9;

    private final int limit;
    private boolean little;
    private boolean forgot;
    private final DistinctIndex index = new DistinctIndex(LEAST_ENTRIES);
    private long[] counts = new long[LEAST_ENTRIES];
    private int size;

    /** @param limit most distinct values to tell apart; 0 for as many as there are */
    ValueCounts(int limit) {
        this.limit = limit;
    }

    /** Most bytes that counts with a limit are written as. */
    static long mostWrittenBytes(int limit) {
        return limit == 0 ? Recipe.NO_BOUND : 5 + (long) ENTRY_BYTES * limit;
    }

    /** Bytes on the heap of counts of so many values, all distinct. */
    static long heapBytes(long values) {
        return 64 + 48 * values;
    }

    /** Nothing is removed from now on. */
    void keepLittle() {
        little = true;
    }

    /** Whether there are more distinct values than the limit. */
    boolean tooMany() {
        return forgot || (limit > 0 && size > limit);
    }

    /** Whether counts are no longer kept, since there are too many for ever. */
    boolean forgot() {
        return forgot;
    }

    /** Forgets the counts where there are too many for ever; whether it did. */
    boolean forgetIfTooMany() {
        if (little && !forgot && tooMany()) {
            forget();
        }
        return forgot;
    }

    /** Forgets the counts, of which there are too many. */
    void forget() {
        clear();
        forgot = true;
    }

    int size() {
        return size;
    }

    double value(int entry) {
        return index.value(entry);
    }

    long count(int entry) {
        return counts[entry];
    }

    /** Counts a value and gives its entry; one of its own, at the end, when it is the first of its kind. */
    int add(double value, long times) {
        int entry = index.entryOf(value);
        if (entry == DistinctIndex.NONE) {
            if (size == counts.length) {
                resize(2 * size);
            }
            entry = size++;
            counts[entry] = 0;
            index.put(entry, value);
        }
        counts[entry] += times;
        return entry;
    }

    /** Takes a value back once and gives its entry, which stays though its count may be 0. */
    int remove(double value) {
        int entry = index.entryOf(value);
        if (entry == DistinctIndex.NONE) {
            throw new IllegalStateException(value + " is removed but was never added");
        }
        counts[entry]--;
        return entry;
    }

    /** Forgets an entry; the last one takes its number. */
    void drop(int entry) {
        index.remove(entry);
        int last = --size;
        if (entry != last) {
            index.put(entry, index.value(last));
            counts[entry] = counts[last];
        }
        if (size < counts.length / 8 && counts.length > LEAST_ENTRIES) {
            resize(counts.length / 2);
        }
    }

    void clear() {
        forgot = false;
        size = 0;
        if (counts.length > LEAST_ENTRIES) {
            resize(LEAST_ENTRIES);
        }
        index.clear();
    }

    private void resize(int entries) {
        index.resize(entries, size);
        counts = Arrays.copyOf(counts, entries);
    }

    /** Number of distinct values; each, ascending, with its count. Too many are the limit and one more, without values. */
    void write(ByteWriter out) {
        if (tooMany()) {
            out.putVarint(limit + 1L);
            return;
        }
        double[] sorted = index.copy(size);
        Arrays.sort(sorted);
        out.putVarint(size);
        for (double value : sorted) {
            out.putDouble(value);
            out.putVarint(counts[index.entryOf(value)]);
        }
    }

    /** Replaces them all by written ones. */
    void read(ByteReader in) {
        clear();
        int written = Lengths.read(in, limit == 0 ? Integer.MAX_VALUE : limit + 1);
        if (limit > 0 && written > limit) {
            forgot = true;
            return;
        }
        double before = Double.NaN;
        for (int i = 0; i < written; i++) {
            double value = Distinct.read(in);
            if (i > 0 && Double.compare(value, before) <= 0) {
                throw new IllegalArgumentException("the value " + value + " stands after " + before);
            }
            add(value, Lengths.count(in));
            before = value;
        }
    }
}
