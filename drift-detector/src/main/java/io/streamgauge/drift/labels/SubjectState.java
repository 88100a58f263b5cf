package io.streamgauge.drift.labels;

import io.streamgauge.drift.policy.AlertState;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is remembered of one subject. */
public final class SubjectState {

    /** Start before the first window was complete. */
    public static final long NOT_BEGUN = Long.MIN_VALUE;

    private long startMs = NOT_BEGUN;
    private final NavigableMap<Long, OutcomeWindow> windows = new TreeMap<>();
    private final ReferenceRows collected = new ReferenceRows();
    private @Nullable PerformanceReference reference;
    private AlertState alerts = AlertState.NONE;

    /** Start of the first window, which is known once its outcomes have been waited for; {@link #NOT_BEGUN} before. */
    public long startMs() {
        return startMs;
    }

    public void setStartMs(long firstMs) {
        startMs = firstMs;
    }

    /** Windows that wait for outcomes, by start. */
    public NavigableMap<Long, OutcomeWindow> windows() {
        return windows;
    }

    /** Outcomes of the reference so far; of no use once it is frozen. */
    public ReferenceRows collected() {
        return collected;
    }

    /** The reference; null until it is frozen. */
    public @Nullable PerformanceReference reference() {
        return reference;
    }

    public void setReference(PerformanceReference frozen) {
        reference = frozen;
    }

    public AlertState alerts() {
        return alerts;
    }

    public void setAlerts(AlertState next) {
        alerts = next;
    }
}
