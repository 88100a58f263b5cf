package io.streamgauge.drift.labels;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Everything that {@link PerformanceWatch} remembers. */
public final class PerformanceState {

    private final SortedMap<Integer, Long> predictionClocks = new TreeMap<>();
    private final SortedMap<Integer, Long> labelClocks = new TreeMap<>();
    private final EarlyLabels early = new EarlyLabels();
    private final SortedMap<Subject, SubjectState> subjects = new TreeMap<>();
    private SortedMap<Subject, Set<Long>> forgotten = new TreeMap<>();
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

    /** Forgets a subject; windows that are left are of one that begins anew. */
    void forget(Subject subject) {
        SubjectState before = subjects.remove(subject);
        if (before == null) {
            return;
        }
        forgotten.computeIfAbsent(subject, who -> new TreeSet<>()).addAll(before.forgotten());
        if (!before.windows().isEmpty()) {
            subject(subject).windows().putAll(before.windows());
        }
    }

    /** Subjects forgotten since this was last asked, with the starts of windows of theirs that were forgotten before. */
    public SortedMap<Subject, Set<Long>> takeForgotten() {
        SortedMap<Subject, Set<Long>> taken = forgotten;
        forgotten = new TreeMap<>();
        return taken;
    }
}
