package io.streamgauge.app.live;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where drift detection stands.
 *
 * @param watched whether the pipeline watches for drift at all
 * @param reference the reference, or how far it is
 * @param lastWindow the last window compared with it
 * @param drifted features that drifted in the last window
 * @param openAlerts alerts not resolved
 */
public record DriftState(
        boolean watched, Reference reference, @Nullable DriftWindow lastWindow, List<String> drifted, long openAlerts) {

    /**
     * The reference that windows are compared with.
     *
     * @param ready whether it is there
     * @param progress how much of its event time has passed, from 0 to 1; null when the start is not known
     * @param from event time, inclusive; null until ready
     * @param to event time, exclusive; null until ready
     */
    public record Reference(
            boolean ready,
            @Nullable Double progress,
            @Nullable Instant from,
            @Nullable Instant to) {}
}
