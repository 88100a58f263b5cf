package io.streamgauge.drift;

import io.streamgauge.drift.policy.AlertChange;
import io.streamgauge.drift.policy.ModelKey;
import io.streamgauge.drift.policy.RetrainingRequest;
import io.streamgauge.drift.policy.WindowVerdict;
import io.streamgauge.drift.profile.Reference;
import java.util.List;
import java.util.stream.Stream;
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

    /**
     * This and what else was said of the same window: the verdict of the greater revision, and all that followed from either. A correction
     * may come before the first verdict, as of a window in which nothing came in time.
     */
    public ReplayedWindow with(ReplayedWindow other) {
        ReplayedWindow holding = revision(other) >= revision(this) ? other : this;
        return new ReplayedWindow(
                model,
                startMs,
                endMs,
                holding.rows(),
                frozen == null ? other.frozen() : frozen,
                holding.verdict(),
                Stream.concat(changes.stream(), other.changes().stream()).toList(),
                retraining == null ? other.retraining() : retraining);
    }

    private static int revision(ReplayedWindow window) {
        return window.verdict() == null ? -1 : window.verdict().revision();
    }
}
