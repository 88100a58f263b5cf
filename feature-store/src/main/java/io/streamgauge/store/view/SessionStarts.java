package io.streamgauge.store.view;

import java.util.Arrays;

/**
 * Where sessions begin in a series: the values that come later than a gap after the one before them, by sequence number. It
 * follows the series to where it was last asked; a value costs O(1) then, a question a binary search. Not thread-safe.
 */
final class SessionStarts {

    private final long gapMs;
    private long[] starts = new long[4];
    private int head;
    private int tail;
    private long end;

    /** @param first sequence number of the first value to come */
    SessionStarts(long gapMs, long first) {
        this.gapMs = gapMs;
        this.end = first;
    }

    long gapMs() {
        return gapMs;
    }

    /** Where the session of a value begins, of those held; the value is held. */
    long of(Series series, long sequence) {
        while (end <= sequence) {
            if (isStart(series, end)) {
                put(tail, end);
            }
            end++;
        }
        int at = firstAfter(sequence);
        return at == head ? series.first() : starts[at - 1];
    }

    private boolean isStart(Series series, long sequence) {
        return sequence > series.first() && series.timeMs(sequence) - series.timeMs(sequence - 1) > gapMs;
    }

    /** A value was put in at a sequence number. */
    void inserted(Series series, long sequence) {
        if (sequence >= end) {
            return;
        }
        end++;
        int at = firstAfter(sequence - 1);
        for (int i = at; i < tail; i++) {
            starts[i]++;
        }
        boolean hadNext = at < tail && starts[at] == sequence + 1;
        boolean hasNext = sequence + 1 < end && isStart(series, sequence + 1);
        if (hadNext && !hasNext) {
            remove(at);
        } else if (!hadNext && hasNext) {
            put(at, sequence + 1);
            at = firstAfter(sequence); // making room may have moved it
        }
        if (isStart(series, sequence)) {
            put(firstAfter(sequence), sequence);
        }
    }

    void dropBefore(long sequence) {
        while (head < tail && starts[head] <= sequence) {
            head++;
        }
        end = Math.max(end, sequence);
    }

    long heapBytes() {
        return 48 + 8L * starts.length;
    }

    /** Index of the first start after a sequence number; the tail when there is none. */
    private int firstAfter(long sequence) {
        int low = head;
        int high = tail;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (starts[middle] <= sequence) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void put(int index, long sequence) {
        int at = index;
        if (tail == starts.length) {
            int held = tail - head;
            int capacity = held > starts.length / 2 ? 2 * starts.length : starts.length;
            starts = Arrays.copyOf(Arrays.copyOfRange(starts, head, tail), capacity);
            at -= head;
            head = 0;
            tail = held;
        }
        System.arraycopy(starts, at, starts, at + 1, tail - at);
        starts[at] = sequence;
        tail++;
    }

    private void remove(int index) {
        System.arraycopy(starts, index + 1, starts, index, tail - index - 1);
        tail--;
    }
}
