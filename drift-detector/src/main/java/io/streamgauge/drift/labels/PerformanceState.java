package io.streamgauge.drift.labels;

import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/** Everything that {@link PerformanceWatch} remembers. */
public final class PerformanceState {

    /** Most labels of one window's time that wait for their predictions. */
    public static final int EARLY_LABELS = 32_768;

    private final SortedMap<Integer, Long> predictionClocks = new TreeMap<>();
    private final SortedMap<Integer, Long> labelClocks = new TreeMap<>();
    private final NavigableMap<Long, NavigableMap<Long, Outcome>> early = new TreeMap<>();
    private final SortedMap<Subject, SubjectState> subjects = new TreeMap<>();
    private long predictionsToMs = Long.MIN_VALUE;

    /** Latest event time seen in each partition of predictions. */
    public SortedMap<Integer, Long> predictionClocks() {
        return predictionClocks;
    }

    /** Latest event time seen in each partition of labels. */
    public SortedMap<Integer, Long> labelClocks() {
        return labelClocks;
    }

    /** Labels whose predictions may still come, by start of their window and by rank. */
    public NavigableMap<Long, NavigableMap<Long, Outcome>> early() {
        return early;
    }

    public SortedMap<Subject, SubjectState> subjects() {
        return subjects;
    }

    /** Moment up to which every prediction has come, inclusive. */
    public long predictionsToMs() {
        return predictionsToMs;
    }

    public void setPredictionsToMs(long toMs) {
        predictionsToMs = toMs;
    }

    void keepEarly(long windowStartMs, long rank, Outcome outcome) {
        NavigableMap<Long, Outcome> labels = early.computeIfAbsent(windowStartMs, start -> new TreeMap<>());
        labels.merge(rank, outcome, (one, other) -> one.compareTo(other) >= 0 ? one : other);
        if (labels.size() > EARLY_LABELS) {
            labels.pollLastEntry();
        }
    }
}
