package io.streamgauge.drift.labels;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.PerformanceDefinition;

/** When something happens to a window of outcomes, in event time; drawn in {@link PerformanceWatch}. */
final class WindowTimes {

    private final DriftDefinition drift;
    private final PerformanceDefinition definition;

    WindowTimes(DriftDefinition drift, PerformanceDefinition definition) {
        this.drift = drift;
        this.definition = definition;
    }

    long windowMs() {
        return drift.window().toMillis();
    }

    /** Start of the window that holds a moment. */
    long startMs(long momentMs) {
        return drift.windowStartMs(momentMs);
    }

    /** Whether no prediction of a window is to come when all of a moment and before have. */
    boolean ended(long windowStartMs, long momentMs) {
        return windowStartMs + windowMs() - 1 <= momentMs;
    }

    /** When a window's outcomes have been waited for. */
    long firstJudgedMs(long windowStartMs) {
        return windowStartMs + windowMs() + definition.waitFor().toMillis();
    }

    /** When no outcome corrects a window any more. */
    long forgottenMs(long windowStartMs) {
        return firstJudgedMs(windowStartMs) + definition.corrections().toMillis();
    }

    /** The next moment at which something is to be done about a window. */
    long dueMs(OutcomeWindow window) {
        if (window.published() == 0) {
            return firstJudgedMs(window.startMs());
        }
        long forgottenMs = forgottenMs(window.startMs());
        return window.pendingMs() >= forgottenMs ? forgottenMs : startMs(window.pendingMs()) + windowMs();
    }
}
