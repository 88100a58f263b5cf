package io.streamgauge.drift.labels;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.PerformanceDefinition.Kind;

/**
 * How the reference of a subject comes about: the windows of {@code drift.reference} are collected, each at the moment its outcomes have
 * been waited for, and with the last of them, and enough outcomes, it is frozen.
 */
final class OutcomeReference {

    private final DriftDefinition drift;
    private final Kind kind;
    private final WindowTimes times;

    OutcomeReference(DriftDefinition drift, Kind kind, WindowTimes times) {
        this.drift = drift;
        this.kind = kind;
        this.times = times;
    }

    /** Takes a window that comes before the reference is frozen; true when it lies after it, so that it is to be compared. */
    boolean lies(SubjectState known, OutcomeWindow window, long momentMs) {
        if (known.startMs() == SubjectState.NOT_BEGUN) {
            known.setStartMs(window.startMs());
        }
        long fromMs = known.startMs() + drift.reference().after().toMillis();
        long toMs = fromMs + drift.reference().first().toMillis();
        if (window.startMs() >= toMs && isEnough(known.collected())) {
            freeze(known, fromMs, toMs);
            return true;
        }
        if (window.startMs() < fromMs) {
            return false;
        }
        known.collect(window, momentMs);
        long endMs = window.startMs() + times.windowMs();
        if (endMs >= toMs && isEnough(known.collected())) {
            freeze(known, fromMs, Math.max(toMs, endMs));
        }
        return false;
    }

    /** A reference holds no more rows than it has room for, however many are asked for. */
    private boolean isEnough(ReferenceRows rows) {
        return rows.size() >= Math.min(drift.referenceRows(), ReferenceRows.ROWS)
                && (kind != Kind.BINARY || rows.twoSided());
    }

    private void freeze(SubjectState known, long fromMs, long toMs) {
        known.freeze(
                new PerformanceReference(kind, fromMs, toMs, known.collected().outcomes()));
    }
}
