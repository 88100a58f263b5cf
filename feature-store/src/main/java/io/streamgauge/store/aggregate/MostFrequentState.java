package io.streamgauge.store.aggregate;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.function.DoubleConsumer;

/** The state of {@link MostFrequent}: counts of values, and a binary heap of their entries with the most frequent on top. */
final class MostFrequentState implements Invertible, HeldValues {

    private final ValueOrder order;
    private final ValueCounts counts;
    private int[] heap = new int[8];
    /** Where in the heap an entry is. */
    private int[] places = new int[8];

    /** @param limit most distinct values to tell apart; 0 for as many as there are */
    MostFrequentState(int limit, ValueOrder order) {
        this.counts = new ValueCounts(limit);
        this.order = order;
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
        add(Distinct.canonical(value), 1L);
    }

    private void add(double value, long times) {
        if (counts.forgot()) {
            return;
        }
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
        counts.forgetIfTooMany();
    }

    @Override
    public void remove(long timeMs, double value) {
        if (counts.forgot()) {
            return;
        }
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

    /** Gives the k most frequent values, or all when there are fewer; none when there are more than the limit. */
    void read(int k, Results results) {
        int given = Math.min(k, counts.size());
        if (given == 0 || counts.tooMany()) {
            return;
        }
        results.set(0, counts.value(heap[0]));
        if (given > 1) {
            readRest(given, results);
        }
    }

    /** The next one is always a child of one given before it. */
    private void readRest(int given, Results results) {
        PriorityQueue<Integer> next = new PriorityQueue<>((a, b) -> compare(heap[a], heap[b]));
        int at = 0;
        for (int i = 1; i < given; i++) {
            for (int child = 2 * at + 1; child <= 2 * at + 2 && child < counts.size(); child++) {
                next.add(child);
            }
            at = next.remove();
            results.set(i, counts.value(heap[at]));
        }
    }

    @Override
    public void held(DoubleConsumer each) {
        for (int entry = 0; entry < counts.size(); entry++) {
            each.accept(counts.value(entry));
        }
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
        return compare(a, b) < 0;
    }

    private int compare(int a, int b) {
        int byCount = Long.compare(counts.count(b), counts.count(a));
        return byCount != 0 ? byCount : order.compare(counts.value(a), counts.value(b));
    }

    private void put(int place, int entry) {
        heap[place] = entry;
        places[entry] = place;
    }

    @Override
    public void merge(Accumulator newer) {
        ValueCounts other = ((MostFrequentState) newer).counts;
        if (other.forgot()) {
            counts.forget();
        }
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
