package io.streamgauge.store.view;

import java.util.List;

/** The windows of a series in arrays, for loops that run once an event. Immutable. */
final class Windows {

    /** Stands for the length of a window that is not a plain sliding one. */
    private static final long OTHER = -1;

    private final WindowStart[] starts;
    private final boolean[] unbounded;
    private final long[] lengthsMs;
    private final int[] delays;
    private final long[] delaysMs;

    /** @param delaysMs distinct delays of the windows */
    Windows(List<PlacedWindow> windows, List<Long> delaysMs) {
        this.starts = windows.stream().map(PlacedWindow::start).toArray(WindowStart[]::new);
        this.unbounded = new boolean[starts.length];
        this.lengthsMs = new long[starts.length];
        for (int i = 0; i < starts.length; i++) {
            unbounded[i] = windows.get(i).unbounded();
            lengthsMs[i] = starts[i] instanceof WindowStart.Sliding sliding ? sliding.lengthMs() : OTHER;
        }
        this.delays = windows.stream().mapToInt(PlacedWindow::delay).toArray();
        this.delaysMs = delaysMs.stream().mapToLong(Long::longValue).toArray();
    }

    int size() {
        return starts.length;
    }

    WindowStart start(int window) {
        return starts[window];
    }

    boolean unbounded(int window) {
        return unbounded[window];
    }

    /** Index of a window's delay. */
    int delayOf(int window) {
        return delays[window];
    }

    int delays() {
        return delaysMs.length;
    }

    /**
     * Finds where the windows of each delay end.
     *
     * @param timeMs moment of the read
     * @param leftOut how many values are left out at the end of windows that end at the very moment
     * @param endsMs by delay, where its windows end is put there
     * @param ends by delay, sequence number after the last value at the last read; what is found is put there
     */
    void locateEnds(Series series, long timeMs, long leftOut, long[] endsMs, long[] ends) {
        for (int delay = 0; delay < ends.length; delay++) {
            long endMs = WindowStart.minus(timeMs, delaysMs[delay]);
            endsMs[delay] = endMs;
            ends[delay] = series.endOf(endMs, ends[delay]) - (delaysMs[delay] == 0 ? leftOut : 0);
        }
    }

    /**
     * Finds where each window begins.
     *
     * @param found by window, sequence number of its first value at the last read; what is found is put there
     */
    void locateStarts(Series series, long[] endsMs, long[] ends, long[] found) {
        for (int window = 0; window < found.length; window++) {
            long endMs = endsMs[delays[window]];
            long end = ends[delays[window]];
            long lengthMs = lengthsMs[window];
            found[window] = lengthMs == OTHER
                    ? starts[window].of(series, end, endMs, found[window])
                    : Math.min(end, series.upTo(WindowStart.minus(endMs, lengthMs), found[window]));
        }
    }
}
