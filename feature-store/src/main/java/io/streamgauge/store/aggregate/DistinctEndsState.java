package io.streamgauge.store.aggregate;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import java.util.Arrays;
import java.util.function.DoubleConsumer;

/**
 * The state of {@link DistinctEnds}: its results, in order. What it drops, nothing newer could bring back. The values stand in a
 * table with linear probing that finds them, and are linked in the order of the results: a value costs O(1), a merge O(n).
 */
final class DistinctEndsState implements HeldValues {

    private static final int LEAST = 8;
    private static final int NONE = -1;

    private final boolean last;
    private final int n;
    private int size;
    private double[] values = new double[LEAST];
    /** The entry that stands before one, and after it, among the results. */
    private int[] before = new int[LEAST];

    private int[] after = new int[LEAST];
    private int front = NONE;
    private int back = NONE;
    /** Entry + 1, or 0 for a free place; twice as many places as there is room for entries. */
    private int[] table = new int[2 * LEAST];

    DistinctEndsState(boolean last, int n) {
        this.last = last;
        this.n = n;
    }

    @Override
    public void add(long timeMs, double value) {
        double known = Distinct.canonical(value);
        int at = table[place(known)] - 1;
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
        if (size == values.length) {
            grow();
        }
        values[size] = value;
        table[place(value)] = size + 1;
        return size++;
    }

    /** Puts a value in the place of the one that is last among the results. */
    private int replaceBack(double value) {
        int entry = back;
        unlink(entry);
        free(place(values[entry]));
        values[entry] = value;
        table[place(value)] = entry + 1;
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

    /** Where a value stands in the table, or the free place where it would. */
    private int place(double value) {
        int place = home(value);
        while (table[place] != 0 && !Distinct.same(values[table[place] - 1], value)) {
            place = (place + 1) & (table.length - 1);
        }
        return place;
    }

    private int home(double value) {
        return (int) Distinct.hash(value) & (table.length - 1);
    }

    /** Empties a place and moves up those that would be looked for across it. */
    private void free(int place) {
        int hole = place;
        int mask = table.length - 1;
        for (int at = (hole + 1) & mask; table[at] != 0; at = (at + 1) & mask) {
            int home = home(values[table[at] - 1]);
            if (((at - home) & mask) >= ((at - hole) & mask)) {
                table[hole] = table[at];
                hole = at;
            }
        }
        table[hole] = 0;
    }

    private void grow() {
        values = Arrays.copyOf(values, 2 * size);
        before = Arrays.copyOf(before, 2 * size);
        after = Arrays.copyOf(after, 2 * size);
        table = new int[4 * size];
        for (int entry = 0; entry < size; entry++) {
            table[place(values[entry])] = entry + 1;
        }
    }

    @Override
    public void merge(Accumulator newer) {
        DistinctEndsState other = (DistinctEndsState) newer;
        for (int entry = last ? other.back : other.front;
                entry != NONE;
                entry = last ? other.before[entry] : other.after[entry]) {
            add(0, other.values[entry]);
        }
    }

    @Override
    public void held(DoubleConsumer each) {
        for (int entry = 0; entry < size; entry++) {
            each.accept(values[entry]);
        }
    }

    void read(Results results) {
        int i = 0;
        for (int entry = front; entry != NONE; entry = after[entry]) {
            results.set(i++, values[entry]);
        }
    }

    @Override
    public void clear() {
        if (size > 0) {
            Arrays.fill(table, 0);
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
            out.putDouble(values[entry]);
        }
    }

    @Override
    public void read(ByteReader in) {
        int written = Lengths.read(in, n);
        clear();
        for (int i = 0; i < written; i++) {
            double value = Distinct.read(in);
            if (table[place(value)] != 0) {
                throw new IllegalArgumentException("the distinct values hold " + value + " twice");
            }
            append(create(value));
        }
    }
}
