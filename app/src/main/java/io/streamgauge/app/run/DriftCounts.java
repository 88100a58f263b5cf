package io.streamgauge.app.run;

import io.streamgauge.drift.DriftJobCounts;

/** What the drift job has counted since this process began: the job itself begins at 0 again with each of its restarts. Thread-safe. */
final class DriftCounts {

    private DriftJobCounts last = DriftJobCounts.NONE;
    private DriftJobCounts total = DriftJobCounts.NONE;

    /** @param told what the job says now */
    synchronized void next(DriftJobCounts told) {
        total = new DriftJobCounts(
                total.latePredictions() + more(last.latePredictions(), told.latePredictions()),
                total.incompleteWindows() + more(last.incompleteWindows(), told.incompleteWindows()));
        last = told;
    }

    synchronized DriftJobCounts total() {
        return total;
    }

    private static long more(long before, long now) {
        return now < before ? now : now - before;
    }
}
