package io.streamgauge.drift.labels;

import java.util.BitSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * Labels whose predictions may still come, by the start of the window that their own time lies in and by the rank of their event. At most
 * {@value #PER_WINDOW} of one window and {@value #ALL} of all are kept: of one window those of least rank, of all those of the earliest
 * windows. What is let go is counted.
 */
public final class EarlyLabels {

    /** Most labels of one window's time that wait for their predictions. */
    public static final int PER_WINDOW = 32_768;

    /** Most labels that wait for their predictions; some 30 MB. */
    public static final int ALL = 262_144;

    /** Parts that the labels of one window are written in. */
    public static final int PARTS = 64;

    private final int perWindow;
    private final int all;
    private final NavigableMap<Long, NavigableMap<Long, Outcome>> byWindow = new TreeMap<>();
    private final SortedMap<Long, BitSet> changed = new TreeMap<>();
    private int size;
    private long dropped;

    EarlyLabels() {
        this(PER_WINDOW, ALL);
    }

    EarlyLabels(int perWindow, int all) {
        this.perWindow = perWindow;
        this.all = all;
    }

    /** The part that a label of some rank is written in. */
    public static int part(long rank) {
        return (int) (rank & (PARTS - 1));
    }

    /** Labels of an event in a window and later ones. */
    List<Outcome> of(long rank, long fromStartMs) {
        return byWindow.tailMap(fromStartMs, true).values().stream()
                .map(labels -> labels.get(rank))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Keeps a label; of one event and window the last. False when that made one too many. */
    boolean keep(long startMs, long rank, Outcome outcome) {
        restore(startMs, rank, outcome);
        NavigableMap<Long, Outcome> labels = Objects.requireNonNull(byWindow.get(startMs));
        if (labels.size() > perWindow) {
            letGo(startMs, labels);
            return false;
        }
        if (size > all) {
            Map.Entry<Long, NavigableMap<Long, Outcome>> last = Objects.requireNonNull(byWindow.lastEntry());
            letGo(last.getKey(), last.getValue());
            return false;
        }
        return true;
    }

    private void letGo(long startMs, NavigableMap<Long, Outcome> labels) {
        change(startMs, Objects.requireNonNull(labels.pollLastEntry()).getKey());
        size--;
        dropped++;
        if (labels.isEmpty()) {
            byWindow.remove(startMs);
        }
    }

    /** Takes a label as it was. */
    public void restore(long startMs, long rank, Outcome outcome) {
        NavigableMap<Long, Outcome> labels = byWindow.computeIfAbsent(startMs, start -> new TreeMap<>());
        Outcome other = labels.get(rank);
        if (other == null || other.compareTo(outcome) < 0) {
            labels.put(rank, outcome);
            change(startMs, rank);
        }
        size += other == null ? 1 : 0;
    }

    private void change(long startMs, long rank) {
        changed.computeIfAbsent(startMs, start -> new BitSet()).set(part(rank));
    }

    /** Forgets the labels of some windows. */
    void forget(LongPredicate which) {
        for (Iterator<Map.Entry<Long, NavigableMap<Long, Outcome>>> windowsLeft =
                        byWindow.entrySet().iterator();
                windowsLeft.hasNext(); ) {
            Map.Entry<Long, NavigableMap<Long, Outcome>> window = windowsLeft.next();
            if (which.test(window.getKey())) {
                window.getValue().keySet().forEach(rank -> change(window.getKey(), rank));
                size -= window.getValue().size();
                windowsLeft.remove();
            }
        }
    }

    /** All of them. */
    public SortedMap<Long, NavigableMap<Long, Outcome>> all() {
        return Collections.unmodifiableSortedMap(byWindow);
    }

    /** Labels kept. */
    public int size() {
        return size;
    }

    /** Labels let go because there were too many. */
    public long dropped() {
        return dropped;
    }

    /** Windows and parts of them that have changed since this was last asked. */
    public SortedMap<Long, BitSet> takeChanged() {
        SortedMap<Long, BitSet> taken = new TreeMap<>(changed);
        changed.clear();
        return taken;
    }
}
