package io.streamgauge.drift;

/**
 * What the drift job has counted since its tasks last started: a restart after a failure begins at 0 again, and what came after the
 * checkpoint that it goes on from is counted once more. What tasks count is known here up to 10 s later, Flink's heartbeat.
 *
 * @param latePredictions predictions that entered no window, as they came too late
 * @param incompleteWindows windows that closed while a partition of the predictions was idle
 */
public record DriftJobCounts(long latePredictions, long incompleteWindows) {

    /** Nothing yet. */
    public static final DriftJobCounts NONE = new DriftJobCounts(0, 0);
}
