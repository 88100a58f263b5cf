package io.streamgauge.store.view;

import io.streamgauge.store.row.RowCodec;

/**
 * A row as of one moment. At time t the window of length w holds the events with times in {@code (t - w - delay,
 * t - delay]}: in a sorted row, a run that ends where every window ends and starts at a place of its own. Reused from read
 * to read; not thread-safe.
 */
final class Moment {

    private final RowCodec codec;
    private final long delayMs;
    private final long[] windowsMs;
    private final int[] starts;
    private byte[] row;
    private boolean found;
    private int end;

    /** @param windowsMs distinct lengths, ascending */
    Moment(RowCodec codec, long delayMs, long[] windowsMs) {
        this.codec = codec;
        this.delayMs = delayMs;
        this.windowsMs = windowsMs.clone();
        this.starts = new int[windowsMs.length];
        this.row = codec.empty();
    }

    /**
     * Finds the windows.
     *
     * @param newRow a checked row
     * @param newFound whether the entity has a row; without one it is read as an empty one
     */
    void locate(byte[] newRow, boolean newFound, long timeMs) {
        row = newRow;
        found = newFound;
        long newestMs = minus(timeMs, delayMs);
        end = codec.countUpTo(row, codec.count(row), newestMs);
        int limit = end;
        for (int i = 0; i < windowsMs.length; i++) {
            limit = codec.countUpTo(row, limit, minus(newestMs, windowsMs[i]));
            starts[i] = limit;
        }
    }

    /**
     * Takes the event being enriched out of the windows. It stands last among those of its time, so it is the newest in
     * any window, or, where there is a delay, in none yet.
     *
     * @param foundBefore whether the entity had a row before that event
     */
    void leaveOutCurrent(boolean foundBefore) {
        if (delayMs == 0) {
            end--;
        }
        found = foundBefore;
    }

    /** Whether the entity has a row. */
    boolean found() {
        return found;
    }

    int windows() {
        return starts.length;
    }

    /** How many events a window holds, null values included. */
    int events(int window) {
        return end - starts[window];
    }

    /** The most events that any window holds. */
    int mostEvents() {
        return starts.length == 0 ? 0 : events(starts.length - 1);
    }

    /**
     * Copies the values of a column, without the nulls, newest first, window by window.
     *
     * @param values at least {@link #mostEvents} long
     * @param counts how many of the values each window holds
     */
    void gather(int column, double[] values, int[] counts) {
        int gathered = 0;
        int to = end;
        for (int window = 0; window < starts.length; window++) {
            gathered = codec.gatherNewestFirst(row, column, starts[window], to, values, gathered);
            counts[window] = gathered;
            to = starts[window];
        }
    }

    /** {@code a - b} for {@code b >= 0}, or the earliest moment where there is none so early. */
    static long minus(long a, long b) {
        return a >= Long.MIN_VALUE + b ? a - b : Long.MIN_VALUE;
    }
}
