package io.streamgauge.drift;

import io.streamgauge.drift.policy.AlertChange;
import io.streamgauge.drift.policy.ModelKey;
import io.streamgauge.drift.policy.RetrainingRequest;
import io.streamgauge.drift.policy.WindowVerdict;
import io.streamgauge.drift.profile.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a window of the past led to, as the job would have it.
 *
 * @param model whose predictions it holds
 * @param startMs inclusive
 * @param endMs exclusive
 * @param rows predictions in it
 * @param frozen the reference, when this window completed it; else null
 * @param verdict on the window, when it was compared; else null
 * @param changes of alerts, in order
 * @param retraining the event raised; null when none is
 */
public record ReplayedWindow(
        ModelKey model,
        long startMs,
        long endMs,
        long rows,
        @Nullable Reference frozen,
        @Nullable WindowVerdict verdict,
        List<AlertChange> changes,
        @Nullable RetrainingRequest retraining) {

    public ReplayedWindow {
        changes = List.copyOf(changes);
    }

    /** The same with the verdict of a correction, from which nothing else follows. */
    public ReplayedWindow corrected(ReplayedWindow correction) {
        return new ReplayedWindow(
                model, startMs, endMs, correction.rows(), frozen, correction.verdict(), changes, retraining);
    }
}
