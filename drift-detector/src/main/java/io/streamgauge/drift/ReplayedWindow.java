package io.streamgauge.drift;

import io.streamgauge.drift.policy.DriftDetector;
import io.streamgauge.drift.policy.ModelKey;

/**
 * What a window of the past led to.
 *
 * @param model whose predictions it holds
 * @param startMs inclusive
 * @param endMs exclusive
 * @param rows predictions in it
 * @param outcome as the job would have it
 */
public record ReplayedWindow(ModelKey model, long startMs, long endMs, long rows, DriftDetector.Outcome outcome) {}
