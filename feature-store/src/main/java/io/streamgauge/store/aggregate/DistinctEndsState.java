package io.streamgauge.store.aggregate;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import java.util.Arrays;
import java.util.function.DoubleConsumer;

/**
 * The state of {@link DistinctEnds}: its results, in order. What it drops, nothing newer could bring back. The values are
 * found by a {@link DistinctIndex}, and are linked in the order of the results: a value costs O(1), a merge O(n).
 */
final class DistinctEndsState implements HeldValues {

    private static final int LEAST = 8;
    private static final int NONE = DistinctIndex.NONE;

    private final boolean last;
    private final int n;
    private int size;
    private final DistinctIndex index = new DistinctIndex(LEAST);
    /** The entry that stands before one, and after it, among the results. */
    private int[] before = new int[LEAST];

    private int[] after = new int[LEAST];
    private int front = NONE;
    private int back = NONE;

    DistinctEndsState(boolean last, int n) {
        this.last = last;
        this.n = n;
    }

    @Override
    public void add(long timeMs, double value) {
        double known = Distinct.canonical(value);
        int at = index.entryOf(known);
        if (!last) {
            if (at < 0 && size < n) {
                append(create(known));
            }
        } else if (at < 0) {
            prepend(size == n ? replaceBack(known) : create(known));
        } else if (at != front) {
            unlink(at);
            prepend(at);
        }
    }

    private int create(double value) {
        if (size == index.room()) {
            grow();
        }
        index.put(size, value);
        return size++;
    }

    /** Puts a value in the place of the one that is last among the results. */
    private int replaceBack(double value) {
        int entry = back;
        unlink(entry);
        index.remove(entry);
        index.put(entry, value);
        return entry;
    }

    private void prepend(int entry) {
        before[entry] = NONE;
        after[entry] = front;
        if (front == NONE) {
            back = entry;
        } else {
            before[front] = entry;
        }
        front = entry;
    }

    private void append(int entry) {
        before[entry] = back;
        after[entry] = NONE;
        if (back == NONE) {
            front = entry;
        } else {
            after[back] = entry;
        }
        back = entry;
    }

    private void unlink(int entry) {
        if (entry == front) {
            front = after[entry];
        } else {
            after[before[entry]] = after[entry];
        }
        if (entry == back) {
            back = before[entry];
        } else {
            before[after[entry]] = before[entry];
        }
    }

    private void grow() {
        index.resize(2 * size, size);
        before = Arrays.copyOf(before, 2 * size);
        after = Arrays.copyOf(after, 2 * size);
    }

    @Override
    public void merge(Accumulator newer) {
        DistinctEndsState other = (DistinctEndsState) newer;
        for (int entry = last ? other.back : other.front;
                entry != NONE;
                entry = last ? other.before[entry] : other.after[entry]) {
            add(0, other.index.value(entry));
        }
    }

    @Override
    public void held(DoubleConsumer each) {
        for (int entry = 0; entry < size; entry++) {
            each.accept(index.value(entry));
        }
    }

    void read(Results results) {
        int i = 0;
        for (int entry = front; entry != NONE; entry = after[entry]) {
            results.set(i++, index.value(entry));
        }
    }

    @Override
    public void clear() {
        if (size > 0) {
            index.clear();
            size = 0;
            front = NONE;
            back = NONE;
        }
    }

    @Override
    public boolean ordered() {
        return true;
    }

    /** How many; each, in the order of the results. */
    @Override
    public void write(ByteWriter out) {
        out.putVarint(size);
        for (int entry = front; entry != NONE; entry = after[entry]) {
            out.putDouble(index.value(entry));
        }
    }

    @Override
    public void read(ByteReader in) {
        int written = Lengths.read(in, n);
        clear();
        for (int i = 0; i < written; i++) {
            double value = Distinct.read(in);
            if (index.entryOf(value) != NONE) {
                throw new IllegalArgumentException("the distinct values hold " + value + " twice");
            }
            append(create(value));
        }
    }
}
