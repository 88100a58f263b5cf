package io.streamgauge.store.view;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import java.util.Arrays;

/**
 * When one entity of a view with a {@code max_age} M is known: at every moment e with an event in {@code [e - M, e]}. That is
 * the union of {@code [s, s + M]} over the times s of all its events, so it does not matter in which order they came.
 *
 * <p>Held are its parts, the <em>lives</em>: runs of events with no gap of more than M, each by the times of its first and of
 * its last event. There mostly is one, for lives that no read can reach any more are let go of. Not thread-safe.
 *
 * <pre>
 *   written   number of lives (varint), and per life, oldest first: time of its first event (8), how long after that its
 *             last one was (varint), in milliseconds
 * </pre>
 */
final class Lives {

    private final long maxAgeMs;
    private long[] firsts = new long[1];
    private long[] lasts = new long[1];
    private int count;

    /** No life yet. */
    Lives(long maxAgeMs) {
        this.maxAgeMs = maxAgeMs;
    }

    /** Takes in an event. */
    void add(long timeMs) {
        add(timeMs, timeMs);
    }

    /** Takes in a run of events; it joins those lives from which no more than M parts it. */
    void add(long firstMs, long lastMs) {
        int from = 0;
        while (from < count && lasts[from] < WindowStart.minus(firstMs, maxAgeMs)) {
            from++;
        }
        int to = from;
        long first = firstMs;
        long last = lastMs;
        while (to < count && WindowStart.minus(firsts[to], maxAgeMs) <= lastMs) {
            first = Math.min(first, firsts[to]);
            last = Math.max(last, lasts[to]);
            to++;
        }
        replace(from, to, first, last);
    }

    private void replace(int from, int to, long firstMs, long lastMs) {
        int newCount = count - (to - from) + 1;
        if (newCount > firsts.length) {
            firsts = Arrays.copyOf(firsts, newCount);
            lasts = Arrays.copyOf(lasts, newCount);
        }
        System.arraycopy(firsts, to, firsts, from + 1, count - to);
        System.arraycopy(lasts, to, lasts, from + 1, count - to);
        firsts[from] = firstMs;
        lasts[from] = lastMs;
        count = newCount;
    }

    /**
     * Whether an event counts as known at a moment.
     *
     * @param withoutOneAt whether an event of that very moment, the only one then, is left out
     */
    boolean knownAt(long timeMs, boolean withoutOneAt) {
        for (int i = count - 1; i >= 0; i--) {
            if (firsts[i] < timeMs || (firsts[i] == timeMs && !withoutOneAt)) {
                return lasts[i] >= WindowStart.minus(timeMs, maxAgeMs);
            }
        }
        return false;
    }

    /** Whether nothing is known at a moment, nor at any later one unless another event comes. */
    boolean overAt(long timeMs) {
        return count == 0 || lasts[count - 1] < WindowStart.minus(timeMs, maxAgeMs);
    }

    /** Lets go of the lives that are over at a moment, but for the last. */
    void evict(long timeMs) {
        int over = 0;
        while (over < count - 1 && lasts[over] < WindowStart.minus(timeMs, maxAgeMs)) {
            over++;
        }
        System.arraycopy(firsts, over, firsts, 0, count - over);
        System.arraycopy(lasts, over, lasts, 0, count - over);
        count -= over;
    }

    /** When the first of the lives that are held begins; the latest long when none is. */
    long firstMs() {
        return count == 0 ? EntityState.NEVER : firsts[0];
    }

    long heapBytes() {
        return 80 + 16L * firsts.length;
    }

    void write(ByteWriter out) {
        out.putVarint(count);
        for (int i = 0; i < count; i++) {
            out.putLong(firsts[i]);
            out.putVarint(lasts[i] - firsts[i]);
        }
    }

    /** Takes in what is written, with whatever max_age it was. */
    void read(ByteReader in) {
        long written = in.nextVarint();
        for (long i = 0; i < written; i++) {
            long firstMs = in.nextLong();
            long lengthMs = in.nextVarint();
            if (lengthMs < 0) {
                throw new IllegalArgumentException("a life ends " + lengthMs + " ms after it begins");
            }
            add(firstMs, firstMs + lengthMs);
        }
        in.end();
    }
}
