package io.streamgauge.drift.labels;

import io.streamgauge.drift.detector.ChangeDetector;
import io.streamgauge.drift.policy.AlertState;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is remembered of one subject. */
public final class SubjectState {

    /** Start before the first window was complete. */
    public static final long NOT_BEGUN = Long.MIN_VALUE;

    private final NavigableMap<Long, OutcomeWindow> windows = new TreeMap<>();
    private final Set<Long> forgotten = new TreeSet<>();
    private final ReferenceRows collected = new ReferenceRows();
    private final Changes changes = new Changes();
    private long startMs = NOT_BEGUN;
    private long lastEndMs = NOT_BEGUN;
    private @Nullable PerformanceReference reference;
    private AlertState alerts = AlertState.NONE;
    private AlertState fairnessAlerts = AlertState.NONE;
    private List<ChangeDetector> detectors = List.of();

    /** What has changed, apart from windows, since it was last written. */
    public static final class Changes {
        private boolean head = true;
        private boolean collected = true;
        private boolean reference = true;
        private boolean lastEnd;
        private boolean fairness;
        private boolean detectors;

        /** The start and the alerts. */
        public boolean head() {
            return head;
        }

        /** The outcomes collected. */
        public boolean collected() {
            return collected;
        }

        /** The reference. */
        public boolean reference() {
            return reference;
        }

        /** The end of the last window. */
        public boolean lastEnd() {
            return lastEnd;
        }

        /** The alerts about gaps between groups. */
        public boolean fairness() {
            return fairness;
        }

        /** The change detectors. */
        public boolean detectors() {
            return detectors;
        }

        private void set(boolean all) {
            head = all;
            collected = all;
            reference = all;
            lastEnd = all;
            fairness = all;
            detectors = all;
        }
    }

    /** Start of the first window, which is known once its outcomes have been waited for; {@link #NOT_BEGUN} before. */
    public long startMs() {
        return startMs;
    }

    public void setStartMs(long firstMs) {
        startMs = firstMs;
        changes.head = true;
    }

    /** End of the last window whose outcomes have been waited for; {@link #NOT_BEGUN} before, and in state of before this was remembered. */
    public long lastEndMs() {
        return lastEndMs;
    }

    public void setLastEndMs(long endMs) {
        lastEndMs = endMs;
        changes.lastEnd = true;
    }

    /** Windows that wait for outcomes, by start. */
    public NavigableMap<Long, OutcomeWindow> windows() {
        return windows;
    }

    /** A window, begun if there is none. */
    OutcomeWindow window(long windowStartMs) {
        return windows.computeIfAbsent(windowStartMs, OutcomeWindow::new);
    }

    void forget(long windowStartMs) {
        windows.remove(windowStartMs);
        forgotten.add(windowStartMs);
    }

    /** Outcomes of the reference so far; of no use once it is frozen. */
    public ReferenceRows collected() {
        return collected;
    }

    void collect(OutcomeWindow window, long momentMs) {
        window.collect(momentMs, collected);
        changes.collected = true;
    }

    /** The reference; null until it is frozen. */
    public @Nullable PerformanceReference reference() {
        return reference;
    }

    void freeze(PerformanceReference frozen) {
        setReference(frozen);
        collected.clear();
        changes.collected = true;
    }

    public void setReference(PerformanceReference frozen) {
        reference = frozen;
        changes.reference = true;
    }

    public AlertState alerts() {
        return alerts;
    }

    public void setAlerts(AlertState next) {
        alerts = next;
        changes.head = true;
    }

    /** Alerts about gaps between groups, which are apart from those about performance. */
    public AlertState fairnessAlerts() {
        return fairnessAlerts;
    }

    public void setFairnessAlerts(AlertState next) {
        fairnessAlerts = next;
        changes.fairness = true;
    }

    /** Change detectors over the errors, as they are now. */
    public List<ChangeDetector> detectors() {
        return detectors;
    }

    public void setDetectors(List<ChangeDetector> running) {
        detectors = List.copyOf(running);
        changes.detectors = true;
    }

    /** What has changed since {@link #written}; everything before. */
    public Changes changes() {
        return changes;
    }

    /** Starts of windows forgotten since {@link #written}. */
    public Set<Long> forgotten() {
        return forgotten;
    }

    /** Notes that all changes, but for those of windows, are written. */
    public void written() {
        changes.set(false);
        forgotten.clear();
    }
}
