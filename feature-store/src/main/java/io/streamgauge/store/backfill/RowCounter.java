package io.streamgauge.store.backfill;

import java.util.concurrent.atomic.AtomicLong;

/** Counts rows from many threads and tells the progress about every 16,384th. */
public final class RowCounter {

    private static final int STEP_BITS = 14;

    private final Progress progress;
    private final Progress.Phase phase;
    private final long ofRows;
    private final AtomicLong rows = new AtomicLong();

    public RowCounter(Progress progress, Progress.Phase phase, long ofRows) {
        this.progress = progress;
        this.phase = phase;
        this.ofRows = ofRows;
    }

    public void add(int more) {
        long now = rows.addAndGet(more);
        if (now >>> STEP_BITS != (now - more) >>> STEP_BITS) {
            progress.report(phase, now, ofRows);
        }
    }

    /** Tells the last number. */
    public void finish() {
        progress.report(phase, rows.get(), ofRows);
    }
}
