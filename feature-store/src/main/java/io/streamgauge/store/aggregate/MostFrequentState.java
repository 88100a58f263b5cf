package io.streamgauge.store.aggregate;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import java.util.Arrays;

/** The state of {@link MostFrequent}: counts of values, and a binary heap of their entries with the most frequent on top. */
final class MostFrequentState implements Invertible {

    private final ValueCounts counts = new ValueCounts();
    private int[] heap = new int[8];
    /** Where in the heap an entry is. */
    private int[] places = new int[8];

    @Override
    public void add(long timeMs, double value) {
        add(Distinct.canonical(value), 1L);
    }

    private void add(double value, long times) {
        int known = counts.size();
        int entry = counts.add(value, times);
        if (entry == known) {
            if (entry == heap.length) {
                heap = Arrays.copyOf(heap, 2 * entry);
                places = Arrays.copyOf(places, 2 * entry);
            }
            put(entry, entry);
        }
        up(places[entry]);
    }

    @Override
    public void remove(long timeMs, double value) {
        int entry = counts.remove(Distinct.canonical(value));
        down(places[entry]);
        if (counts.count(entry) == 0) {
            drop(entry);
        }
    }

    private void drop(int entry) {
        int last = counts.size() - 1;
        int hole = places[entry];
        if (hole != last) {
            put(hole, heap[last]);
            down(hole);
            up(hole);
        }
        counts.drop(entry);
        if (entry != last) {
            put(places[last], entry);
        }
    }

    /** The most frequent value. Undefined when there is none. */
    double mode() {
        return counts.value(heap[0]);
    }

    private void up(int from) {
        int at = from;
        int entry = heap[at];
        while (at > 0 && before(entry, heap[(at - 1) >>> 1])) {
            put(at, heap[(at - 1) >>> 1]);
            at = (at - 1) >>> 1;
        }
        put(at, entry);
    }

    private void down(int from) {
        int at = from;
        int entry = heap[at];
        int child = firstChild(at);
        while (child < counts.size() && before(heap[child], entry)) {
            put(at, heap[child]);
            at = child;
            child = firstChild(at);
        }
        put(at, entry);
    }

    /** The child that comes first; beyond the heap where there is none. */
    private int firstChild(int at) {
        int left = 2 * at + 1;
        return left + 1 < counts.size() && before(heap[left + 1], heap[left]) ? left + 1 : left;
    }

    private boolean before(int a, int b) {
        int order = Long.compare(counts.count(b), counts.count(a));
        return (order != 0 ? order : Double.compare(counts.value(a), counts.value(b))) < 0;
    }

    private void put(int place, int entry) {
        heap[place] = entry;
        places[entry] = place;
    }

    @Override
    public void merge(Accumulator newer) {
        ValueCounts other = ((MostFrequentState) newer).counts;
        for (int entry = 0; entry < other.size(); entry++) {
            add(other.value(entry), other.count(entry));
        }
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
        int size = counts.size();
        heap = new int[Math.max(8, size)];
        places = new int[heap.length];
        for (int entry = 0; entry < size; entry++) {
            put(entry, entry);
        }
        for (int at = size / 2 - 1; at >= 0; at--) {
            down(at);
        }
    }
}
