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

    /** Start of the windows whose outcomes have been waited for at a moment. */
    long firstJudgedStartMs(long momentMs) {
        return momentMs - definition.waitFor().toMillis() - windowMs();
    }

    /** Time between the ends of two windows of a subject from which on it is forgotten before the second. */
    private long patienceMs() {
        return Math.max(
                Math.max(windowMs(), definition.corrections().toMillis()),
                drift.watch().absence().forget().toMillis());
    }

    /** Whether a subject begins anew with a window, since so much time lies between it and the last. */
    boolean beginsAnew(long lastEndMs, long windowEndMs) {
        return lastEndMs != SubjectState.NOT_BEGUN && windowEndMs > lastEndMs + patienceMs();
    }

    /** When a subject is forgotten whose last window ended at a moment: when all windows that it goes on with have been judged. */
    long subjectForgottenMs(SubjectState known) {
        return known.lastEndMs() == SubjectState.NOT_BEGUN
                ? Long.MAX_VALUE
                : known.lastEndMs() + patienceMs() + definition.waitFor().toMillis();
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
