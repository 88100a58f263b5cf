package io.streamgauge.store.view;

import io.streamgauge.store.aggregate.Extreme;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The least or greatest value of every window that ends at the newest value: a queue of the values that no newer one beats.
 * The first of them that a window holds is its result, so one queue serves all windows. Each value enters and leaves once:
 * amortised O(1) per value, at most a binary search per read; of n values in random order about ln n stand in the queue. Of a
 * window that ends before the newest value, as an event that came late reads it, what it says may be newer; then
 * {@link ExtremeBlocks} say it.
 *
 * <p>Not thread-safe.
 */
final class MonotoneQueue {

    /** How far from where it was at the last read a window's first entry is looked for one by one. */
    private static final int NEAR = 4;

    private final Extreme extreme;
    private final int[] hints;
    private @Nullable ExtremeBlocks past;
    private long[] sequences = new long[4];
    private double[] values = new double[4];
    private int head;
    private int tail;
    private long end;

    /**
     * @param first sequence number of the first value to come
     * @param windows how many windows it serves
     */
    MonotoneQueue(Extreme extreme, long first, int windows) {
        this.extreme = extreme;
        this.hints = new int[windows];
        this.end = first;
    }

    /**
     * The result over {@code [start, to)}, which is not empty.
     *
     * @param window whose bounds these are
     */
    double read(Series series, int window, long start, long to) {
        while (end < to) {
            push(end, series.value(end));
            end++;
        }
        int at = firstFrom(start, hints[window]);
        hints[window] = at;
        if (at < tail && sequences[at] < to) {
            return values[at]; // the best of all that is newer than start lies before the window's end
        }
        if (past == null) {
            past = new ExtremeBlocks(extreme);
        }
        return past.over(series, start, to);
    }

    /** A value was put in at a sequence number. */
    void inserted(Series series, long sequence) {
        if (past != null) {
            past.inserted(sequence);
        }
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
        if (past != null) {
            past.dropBefore(sequence);
        }
        while (head < tail && sequences[head] < sequence) {
            head++;
        }
        end = Math.max(end, sequence);
    }

    long heapBytes() {
        return 64 + 16L * sequences.length + (past == null ? 0 : past.heapBytes());
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
        if (newer > older || newer < older) { // neither NaN nor zeros
            return (newer > older) == extreme.greatest();
        }
        return Double.compare(extreme.of(newer, older), newer) == 0;
    }

    /** Place of the first entry from a sequence number on, which mostly is where it was or next to it. */
    private int firstFrom(long sequence, int hint) {
        int at = Math.max(head, Math.min(hint, tail));
        for (int steps = 0; steps < NEAR; steps++) {
            if (at > head && sequences[at - 1] >= sequence) {
                at--;
            } else if (at < tail && sequences[at] < sequence) {
                at++;
            } else {
                return at;
            }
        }
        return firstFrom(sequence);
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
