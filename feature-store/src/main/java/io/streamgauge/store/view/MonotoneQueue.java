package io.streamgauge.store.view;

import io.streamgauge.store.aggregate.Extreme;
import java.util.Arrays;

/**
 * The least or greatest value of every window that ends at the newest value: a queue of the values that no newer one beats.
 * The first of them that a window holds is its result, so one queue serves all windows. Each value enters and leaves once:
 * amortised O(1) per value, a binary search per read; of n values in random order about ln n stand in the queue.
 *
 * <p>Not thread-safe.
 */
final class MonotoneQueue {

    private final Extreme extreme;
    private long[] sequences = new long[4];
    private double[] values = new double[4];
    private int head;
    private int tail;
    private long end;

    /** @param first sequence number of the first value to come */
    MonotoneQueue(Extreme extreme, long first) {
        this.extreme = extreme;
        this.end = first;
    }

    /** The result over {@code [start, to)}, which is not empty. */
    double read(Series series, long start, long to) {
        while (end < to) {
            push(end, series.value(end));
            end++;
        }
        int at = firstFrom(start);
        if (at < tail && sequences[at] < to) {
            return values[at]; // the best of all that is newer than start lies before the window's end
        }
        double result = series.value(start);
        for (long i = start + 1; i < to; i++) {
            result = extreme.of(result, series.value(i));
        }
        return result;
    }

    /** A value was put in at a sequence number. */
    void inserted(Series series, long sequence) {
        if (sequence >= end) {
            return;
        }
        end++;
        int at = firstFrom(sequence);
        for (int i = at; i < tail; i++) {
            sequences[i]++;
        }
        double value = series.value(sequence);
        if (at < tail && beats(values[at], value)) {
            return;
        }
        int keep = at;
        while (keep > head && beats(value, values[keep - 1])) {
            keep--;
        }
        putAt(keep, at, sequence, value);
    }

    void dropBefore(long sequence) {
        while (head < tail && sequences[head] < sequence) {
            head++;
        }
        end = Math.max(end, sequence);
    }

    long heapBytes() {
        return 64 + 16L * sequences.length;
    }

    private void push(long sequence, double value) {
        while (tail > head && beats(value, values[tail - 1])) {
            tail--;
        }
        if (tail == sequences.length) {
            room();
        }
        sequences[tail] = sequence;
        values[tail++] = value;
    }

    /** Replaces the entries {@code [from, to)} by one. */
    private void putAt(int from, int to, long sequence, double value) {
        int at = from;
        int next = to;
        if (from == to) {
            if (tail == sequences.length) {
                int moved = room();
                at -= moved;
                next -= moved;
            }
            System.arraycopy(sequences, next, sequences, at + 1, tail - next);
            System.arraycopy(values, next, values, at + 1, tail - next);
            tail++;
        } else {
            System.arraycopy(sequences, next, sequences, at + 1, tail - next);
            System.arraycopy(values, next, values, at + 1, tail - next);
            tail -= next - at - 1;
        }
        sequences[at] = sequence;
        values[at] = value;
    }

    /** Whether a newer value leaves an older one without a window it could be the result of. */
    private boolean beats(double newer, double older) {
        return Double.compare(extreme.of(newer, older), newer) == 0;
    }

    private int firstFrom(long sequence) {
        int low = head;
        int high = tail;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sequences[middle] < sequence) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Makes room at the end; returns by how much entries moved to the front. */
    private int room() {
        int moved = head;
        int held = tail - head;
        int capacity = held > sequences.length / 2 ? 2 * sequences.length : sequences.length;
        sequences = Arrays.copyOf(Arrays.copyOfRange(sequences, head, tail), capacity);
        values = Arrays.copyOf(Arrays.copyOfRange(values, head, tail), capacity);
        head = 0;
        tail = held;
        return moved;
    }
}
