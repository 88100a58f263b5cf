package io.streamgauge.drift.policy;

import io.streamgauge.drift.profile.OffsetRanges;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the policy remembers between windows.
 *
 * @param recent whether each of the last windows drifted, oldest first
 * @param open the alert that is open; null when none is
 * @param lastRetrainingMs when the last retraining event was raised, event time; null before the first
 */
public record AlertState(
        List<Boolean> recent,
        @Nullable OpenAlert open,
        @Nullable Long lastRetrainingMs) {

    /** Nothing seen yet. */
    public static final AlertState NONE = new AlertState(List.of(), null, null);

    public AlertState {
        recent = List.copyOf(recent);
    }

    /** What stays when all else begins anew: when the last retraining event was raised, so that the cool-down goes on. */
    public AlertState anew() {
        return new AlertState(List.of(), null, lastRetrainingMs);
    }

    /**
     * An alert that is not resolved yet.
     *
     * @param id deterministic id
     * @param openedAtMs end of the window that opened it
     * @param firstWindowStartMs start of that window
     * @param escalated whether it has turned critical
     * @param retraining whether it has raised its retraining event
     * @param offsets where the rows since the first drifted window came from
     */
    public record OpenAlert(
            String id,
            long openedAtMs,
            long firstWindowStartMs,
            boolean escalated,
            boolean retraining,
            OffsetRanges offsets) {}
}
