package io.streamgauge.drift.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far each partition of the predictions has come, and which stretches of event time were closed without it: its <i>gaps</i>. Windows
 * close without a partition when it is idle, which the clock decides and not the predictions.
 *
 * <p>What a gap is likely to lack is the partition's usual share of the predictions. The usual number is a sum in which each earlier window
 * counts half, as it stood after the window before: a partition that stays silent counts for less with each window, and for nothing in the
 * end, so that one that will never come again does not keep all windows from counting for ever. Of p partitions that bring equally many and one
 * of which falls silent, its share is 2⁻ᵏ / (p − 1 + 2⁻ᵏ) in the window after k others.
 *
 * <p>Bounded: {@value #MOST_GAPS} gaps of each partition. When there are more, the two oldest become one with what is between them, so that too
 * much may be missing of windows long ago and never too little. Not thread-safe.
 */
public final class PartitionWatch {

    /** End of a gap that goes on. */
    public static final long OPEN = Long.MAX_VALUE;

    private static final int MOST_GAPS = 64;

    /** Share of a window below which a partition is not told to be missing: it brings nothing any more, or lacks a moment. */
    private static final double LEAST_SHARE = 0.001;

    private final SortedMap<Integer, Known> known = new TreeMap<>();
    private long settledToMs = Long.MIN_VALUE;
    private long judgedToMs = Long.MIN_VALUE;

    private static final class Known {
        private long clockMs = Long.MIN_VALUE;
        private double usual;
        private double settled;
        private double settledBefore;
        private List<Gap> gaps = new ArrayList<>();
        /** Not told of since a restart: what follows its clock is not known. */
        private boolean unheard;
    }

    /**
     * Event time closed without a partition.
     *
     * @param fromMs inclusive
     * @param toMs exclusive; {@link #OPEN} when it goes on
     */
    public record Gap(long fromMs, long toMs) {

        private long overlapMs(long startMs, long endMs) {
            return Math.max(0, Math.min(toMs, endMs) - Math.max(fromMs, startMs));
        }
    }

    /**
     * What is remembered of a partition.
     *
     * @param partition itself
     * @param clockMs latest event time it has brought
     * @param usual predictions it brings, each earlier window counting half
     * @param settled the same after the window that was judged last
     * @param gaps ascending, none overlapping
     * @param settledToMs end of that window, the same for all partitions
     * @param settledBefore as {@code settled}, after the window before that one
     * @param judgedToMs end of the windows that were judged, the same for all partitions
     */
    public record Remembered(
            int partition,
            long clockMs,
            double usual,
            double settled,
            List<Gap> gaps,
            long settledToMs,
            double settledBefore,
            long judgedToMs) {}

    /**
     * How far a partition has come.
     *
     * @param partition of the predictions' topic
     * @param clockMs latest event time it has brought
     * @param rows predictions since it was last told of
     */
    public record Progress(int partition, long clockMs, long rows) {}

    /**
     * Whoever reads a partition has nothing more to read: nobody waits for it from now on. All it has brought is sent, so that a gap which
     * went on until now ends where windows are judged: later ones have what it brought up to its clock.
     *
     * @param judgedToMs end of the windows that are judged
     */
    public void idle(Progress progress, long judgedToMs) {
        passed(judgedToMs);
        Known one = heard(progress);
        endOpen(one, Math.max(judgedToMs, this.judgedToMs));
        add(one, new Gap(one.clockMs, OPEN));
    }

    /** How far a partition had come before a restart: all up to there was read, and sent or kept. */
    public void known(Progress progress) {
        Known one = known.get(progress.partition());
        if (one != null && one.unheard) {
            one.clockMs = Math.max(one.clockMs, progress.clockMs());
        }
    }

    /**
     * Whoever reads a partition has closed all windows that end by a moment, and has sent them.
     *
     * @param closedToMs that moment
     * @param judgedToMs end of the windows that are judged
     */
    public void closed(Progress progress, long closedToMs, long judgedToMs) {
        passed(judgedToMs);
        long endMs = Math.max(judgedToMs, this.judgedToMs);
        Known one = heard(progress);
        if (closedToMs >= endMs) {
            endOpen(one, endMs);
        }
        if (one.clockMs < closedToMs) {
            add(one, new Gap(one.clockMs, closedToMs));
        }
    }

    /**
     * All windows that end by a moment are judged. It never goes back, so that it is known after a restart before a watermark has come. The end
     * of all time does not count, since a job that is stopped there may go on.
     */
    public void passed(long judgedToMs) {
        if (judgedToMs < Long.MAX_VALUE) {
            this.judgedToMs = Math.max(this.judgedToMs, judgedToMs);
        }
    }

    /** End of the windows that are judged. */
    public long judgedToMs() {
        return judgedToMs;
    }

    /** Takes in how far one has come; the first time after a restart, what followed its clock of before is a gap that goes on. */
    private Known heard(Progress progress) {
        Known one = known.computeIfAbsent(progress.partition(), partition -> new Known());
        if (one.unheard) {
            one.unheard = false;
            add(one, new Gap(one.clockMs, OPEN));
        }
        one.clockMs = Math.max(one.clockMs, progress.clockMs());
        one.usual += progress.rows();
        return one;
    }

    /** Ends the gap that goes on. */
    private static void endOpen(Known one, long toMs) {
        one.gaps.replaceAll(gap -> gap.toMs() == OPEN ? new Gap(gap.fromMs(), toMs) : gap);
        one.gaps.removeIf(gap -> gap.fromMs() >= gap.toMs());
    }

    private static void add(Known one, Gap added) {
        List<Gap> sorted = new ArrayList<>(one.gaps);
        sorted.add(added);
        sorted.sort(Comparator.comparingLong(Gap::fromMs));
        List<Gap> apart = new ArrayList<>();
        for (Gap gap : sorted) {
            int last = apart.size() - 1;
            if (last >= 0 && gap.fromMs() <= apart.get(last).toMs()) {
                apart.set(
                        last,
                        new Gap(
                                apart.get(last).fromMs(),
                                Math.max(apart.get(last).toMs(), gap.toMs())));
            } else {
                apart.add(gap);
            }
        }
        while (apart.size() > MOST_GAPS) {
            apart.set(1, new Gap(apart.get(0).fromMs(), apart.get(1).toMs()));
            apart.remove(0);
        }
        one.gaps = apart;
    }

    /** What a window lacks: the same of all models. */
    public MissingPartitions missing(long startMs, long endMs) {
        // Another model was judged in this window, which is no part of what was usual before it.
        boolean again = endMs <= settledToMs;
        double all = known.values().stream()
                .mapToDouble(one -> again ? one.settledBefore : one.settled)
                .sum();
        List<Integer> partitions = new ArrayList<>();
        double share = 0;
        for (Map.Entry<Integer, Known> entry : known.entrySet()) {
            Known one = entry.getValue();
            long untoldMs = one.unheard ? Math.max(startMs, one.clockMs) : endMs;
            long uncoveredMs = one.gaps.stream()
                            .mapToLong(gap -> gap.overlapMs(startMs, Math.min(endMs, untoldMs)))
                            .sum()
                    + Math.max(0, endMs - untoldMs);
            double settled = again ? one.settledBefore : one.settled;
            double usual = all > 0 ? settled / all : 1.0 / known.size();
            double own = usual * uncoveredMs / (endMs - startMs);
            share += own;
            if (own >= LEAST_SHARE) {
                partitions.add(entry.getKey());
            }
        }
        return partitions.isEmpty() ? MissingPartitions.NONE : new MissingPartitions(partitions, Math.min(1, share));
    }

    /** What a window lacks that was judged before: nothing once all that it lacked then have come to its end, else the same. */
    public MissingPartitions still(MissingPartitions before, long endMs) {
        boolean come = before.partitions().stream().allMatch(partition -> {
            Known one = known.get(partition);
            return one != null && one.clockMs >= endMs;
        });
        return come ? MissingPartitions.NONE : before;
    }

    /** A window was judged: what was usual until its end counts half from now on. Of windows that overlap, those that do not count. */
    public void judged(long startMs, long endMs) {
        passed(endMs);
        if (startMs < settledToMs) {
            return;
        }
        settledToMs = endMs;
        for (Known one : known.values()) {
            one.settledBefore = one.settled;
            one.settled = one.usual;
            one.usual /= 2;
        }
    }

    /** All that is remembered, in order of the partitions. */
    public List<Remembered> remembered() {
        return known.entrySet().stream()
                .map(entry -> new Remembered(
                        entry.getKey(),
                        entry.getValue().clockMs,
                        entry.getValue().usual,
                        entry.getValue().settled,
                        Collections.unmodifiableList(entry.getValue().gaps),
                        settledToMs,
                        entry.getValue().settledBefore,
                        judgedToMs))
                .toList();
    }

    /** Takes back what was remembered; until a partition is told of again, nothing is known of what follows. */
    public void restore(Remembered remembered) {
        Known one = new Known();
        one.clockMs = remembered.clockMs();
        one.usual = remembered.usual();
        one.settled = remembered.settled();
        one.gaps = new ArrayList<>(remembered.gaps());
        one.unheard = true;
        known.put(remembered.partition(), one);
        one.settledBefore = remembered.settledBefore();
        settledToMs = Math.max(settledToMs, remembered.settledToMs());
        passed(remembered.judgedToMs());
    }
}
