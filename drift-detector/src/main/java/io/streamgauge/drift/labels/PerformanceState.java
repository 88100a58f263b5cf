package io.streamgauge.drift.labels;

import java.util.SortedMap;
import java.util.TreeMap;

/** Everything that {@link PerformanceWatch} remembers. */
public final class PerformanceState {

    private final SortedMap<Integer, Long> predictionClocks = new TreeMap<>();
    private final SortedMap<Integer, Long> labelClocks = new TreeMap<>();
    private final EarlyLabels early = new EarlyLabels();
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

    /** Labels whose predictions may still come. */
    public EarlyLabels early() {
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

    /** What is remembered of a subject, begun if there is nothing. */
    public SubjectState subject(Subject subject) {
        return subjects.computeIfAbsent(subject, who -> new SubjectState());
    }
}
