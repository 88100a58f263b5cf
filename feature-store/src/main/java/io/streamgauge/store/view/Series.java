package io.streamgauge.store.view;

import java.util.Arrays;

/**
 * The values of one entity in the order (time, arrival), without nulls. A value is known by its sequence number: its place
 * among all that were ever held; a value put in between moves those after it by one. Not thread-safe; not final so that a test may
 * count what is read of it.
 */
class Series {

    private static final int FEWEST = 4;
    /** What is let go of is reused once it is this part of the room: each value is moved this many times at most, on average. */
    private static final int SPARE = 8;

    private final boolean valued;
    private long[] times = new long[FEWEST];
    private double[] values;
    private int offset;
    private int size;
    private long first;
    private SessionStarts[] sessions = {};

    /** @param valued false when all values are 0, which are not kept then */
    Series(boolean valued) {
        this.valued = valued;
        this.values = new double[valued ? FEWEST : 0];
    }

    boolean valued() {
        return valued;
    }

    int size() {
        return size;
    }

    /** Sequence number of the oldest value held. */
    long first() {
        return first;
    }

    /** Sequence number after the newest. */
    long end() {
        return first + size;
    }

    /** Event time of a value, in milliseconds. */
    long timeMs(long sequence) {
        return times[offset + (int) (sequence - first)];
    }

    double value(long sequence) {
        return valued ? values[offset + (int) (sequence - first)] : 0;
    }

    /** Puts a value after those of its own time and returns its sequence number. */
    long insert(long timeMs, double value) {
        if (size == 0 || times[offset + size - 1] <= timeMs) {
            append(timeMs, value);
            return end() - 1;
        }
        long sequence = upTo(timeMs, end());
        room();
        int at = offset + (int) (sequence - first);
        int newer = (int) (end() - sequence);
        System.arraycopy(times, at, times, at + 1, newer);
        times[at] = timeMs;
        if (valued) {
            System.arraycopy(values, at, values, at + 1, newer);
            values[at] = value;
        }
        size++;
        for (SessionStarts starts : sessions) {
            starts.inserted(this, sequence);
        }
        return sequence;
    }

    /** Sequence number of the first value of a session: the run without a gap to which a value belongs, of those held. */
    long sessionStart(long gapMs, long sequence) {
        for (SessionStarts starts : sessions) {
            if (starts.gapMs() == gapMs) {
                return starts.of(this, sequence);
            }
        }
        SessionStarts starts = new SessionStarts(gapMs, first);
        sessions = Arrays.copyOf(sessions, sessions.length + 1);
        sessions[sessions.length - 1] = starts;
        return starts.of(this, sequence);
    }

    /** Puts a value, not older than any, at the end. */
    void append(long timeMs, double value) {
        room();
        times[offset + size] = timeMs;
        if (valued) {
            values[offset + size] = value;
        }
        size++;
    }

    /** Lets go of the values before a sequence number. */
    void dropBefore(long sequence) {
        int dropped = (int) (sequence - first);
        offset += dropped;
        size -= dropped;
        first = sequence;
        for (SessionStarts starts : sessions) {
            starts.dropBefore(sequence);
        }
    }

    /** Takes out the values from a sequence number on: the newest. */
    void dropFrom(long sequence) {
        size = (int) (sequence - first);
        sessions = new SessionStarts[0]; // made anew when asked for
    }

    /**
     * The sequence number after the last value with a time up to and including {@code timeMs}, which is mostly the newest.
     *
     * @param hint where it was at the last read, for windows that end earlier
     */
    long endOf(long timeMs, long hint) {
        return size == 0 || times[offset + size - 1] <= timeMs ? end() : upTo(timeMs, hint);
    }

    /**
     * The sequence number after the last value with a time up to and including {@code timeMs}.
     *
     * @param hint where to look first; the search costs the logarithm of how far off it is
     */
    long upTo(long timeMs, long hint) {
        int at = (int) (Math.max(first, Math.min(hint, end())) - first);
        boolean notBefore = at == 0 || times[offset + at - 1] <= timeMs;
        if (notBefore && (at == size || times[offset + at] > timeMs)) {
            return first + at;
        }
        return first + (notBefore ? forwards(timeMs, at) : backwards(timeMs, at));
    }

    private int forwards(long timeMs, int at) {
        int low = at;
        int high = low;
        int step = 1;
        while (high < size && times[offset + high] <= timeMs) {
            low = high + 1;
            high = low + step;
            step <<= 1;
        }
        return between(low, Math.min(size, high), timeMs);
    }

    private int backwards(long timeMs, int at) {
        int high = at - 1;
        int step = 1;
        int low = high - step;
        while (low > 0 && times[offset + low - 1] > timeMs) {
            high = low - 1;
            step <<= 1;
            low = high - step;
        }
        return between(Math.max(0, low), high, timeMs);
    }

    private int between(int from, int to, long timeMs) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[offset + middle] <= timeMs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Bytes on the heap, about. */
    long heapBytes() {
        long bytes = 72 + 8L * times.length + 8L * values.length;
        for (SessionStarts starts : sessions) {
            bytes += starts.heapBytes();
        }
        return bytes;
    }

    private void room() {
        if (offset + size < times.length) {
            return;
        }
        if (offset > times.length / SPARE) { // enough is let go of: move instead of growing
            System.arraycopy(times, offset, times, 0, size);
            if (valued) {
                System.arraycopy(values, offset, values, 0, size);
            }
        } else {
            int capacity = Math.max(FEWEST, size + Math.max(size / 4, FEWEST));
            times = moved(times, capacity);
            if (valued) {
                double[] larger = new double[capacity];
                System.arraycopy(values, offset, larger, 0, size);
                values = larger;
            }
        }
        offset = 0;
    }

    /** Makes room for so many values more at once. */
    void reserve(int more) {
        if (offset + size + more <= times.length) {
            return;
        }
        times = moved(times, size + more);
        if (valued) {
            double[] larger = new double[size + more];
            System.arraycopy(values, offset, larger, 0, size);
            values = larger;
        }
        offset = 0;
    }

    private long[] moved(long[] old, int capacity) {
        long[] larger = new long[capacity];
        System.arraycopy(old, offset, larger, 0, size);
        return larger;
    }
}
