package io.streamgauge.drift;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.policy.DriftDetector;
import io.streamgauge.drift.profile.WindowSummary;

/**
 * A window by count in the making: the slices of event time since the last one that ended, of which those without predictions are none of
 * it. It ends with the first slice that brings it to {@code drift.rows} predictions, so it holds fewer than one slice more than these. What it holds and where it ends
 * depends on the event times of the predictions alone, and in no way on how partitions interleave.
 *
 * <p>Slices that are complete are merged at once: memory is that of one sample, however many there are.
 *
 * @param startMs start of its first slice
 * @param summary what it holds
 */
record CountedWindow(long startMs, WindowSummary summary) {

    /** A window that begins with a slice. */
    static CountedWindow begun(long sliceStartMs, WindowSummary slice) {
        WindowSummary summary = new WindowSummary(slice.width(), DriftDetector.WINDOW_ROWS);
        return new CountedWindow(sliceStartMs, summary).with(slice);
    }

    /** The same with a further slice. */
    CountedWindow with(WindowSummary slice) {
        summary.merge(slice);
        summary.forgetNames();
        return new CountedWindow(startMs, summary.ofWindow(startMs));
    }

    /** Whether it ends here. */
    boolean isFull(DriftDefinition definition) {
        return summary.rows() >= definition.watch().rows();
    }
}
