package io.streamgauge.store.aggregate;

import java.util.Arrays;

/**
 * Distinct values under the numbers of their entries, and a table with linear probing that finds the entry of a value. No boxing;
 * 16 bytes an entry that there is room for. Values are canonical, see {@link Distinct}. Which entries are in use is the owner's
 * to know. Not thread-safe.
 */
final class DistinctIndex {

    static final int NONE = -1;

    private double[] values;
    /** Entry + 1, or 0 for a free place; twice as many places as there is room for entries. */
    private int[] table;

    /** @param entries how many there is room for; a power of two */
    DistinctIndex(int entries) {
        values = new double[entries];
        table = new int[2 * entries];
    }

    /** How many entries there is room for. */
    int room() {
        return values.length;
    }

    double value(int entry) {
        return values[entry];
    }

    /** The first so many values, a copy. */
    double[] copy(int size) {
        return Arrays.copyOf(values, size);
    }

    /** The entry of a value, or {@link #NONE}. */
    int entryOf(double value) {
        return table[place(value)] - 1;
    }

    /** Gives a value to an entry, whichever it had before. */
    void put(int entry, double value) {
        table[place(value)] = entry + 1;
        values[entry] = value;
    }

    /** Takes the value of an entry out, and moves up those that would be looked for across its place. */
    void remove(int entry) {
        int hole = place(values[entry]);
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

    /** Makes room for another number of entries, a power of two, of which the first so many are in use. */
    void resize(int entries, int size) {
        values = Arrays.copyOf(values, entries);
        table = new int[2 * entries];
        for (int entry = 0; entry < size; entry++) {
            table[place(values[entry])] = entry + 1;
        }
    }

    void clear() {
        Arrays.fill(table, 0);
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
}
