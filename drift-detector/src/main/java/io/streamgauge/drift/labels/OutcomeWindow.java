package io.streamgauge.drift.labels;

import io.streamgauge.drift.profile.OffsetRanges;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The predictions of one window whose outcomes are waited for: those of least rank, at most {@value #ROWS}, so that memory is bounded
 * whatever the rate; how many there were; and what was published of it.
 */
public final class OutcomeWindow {

    /** Parts that the rows are written in. */
    public static final int PARTS = 256;

    /** Most predictions held. */
    public static final int ROWS = 8192;

    private final long startMs;
    private final OffsetRanges offsets;
    private final TreeMap<Long, JudgedRow> rows = new TreeMap<>();
    private final SortedMap<String, Double> expected = new TreeMap<>();
    private final BitSet changed = new BitSet();
    private boolean headChanged = true;
    private long predictions;
    private long cut;
    private boolean estimated;
    private int published;
    private long judgedAtMs = Long.MIN_VALUE;
    private long pendingMs = Long.MAX_VALUE;

    OutcomeWindow(long startMs) {
        this(startMs, 0, Long.MAX_VALUE, new OffsetRanges());
    }

    /** A window as it was, to be given its rows. */
    public OutcomeWindow(long startMs, long predictions, long cut, OffsetRanges offsets) {
        this.startMs = startMs;
        this.predictions = predictions;
        this.cut = cut;
        this.offsets = offsets;
    }

    /** The part that a row of some rank is written in. */
    public static int part(long rank) {
        return (int) (rank & (PARTS - 1));
    }

    /** Start, inclusive. */
    public long startMs() {
        return startMs;
    }

    /** Predictions counted, held or not. */
    public long predictions() {
        return predictions;
    }

    /** Rank below which every prediction is held. */
    public long cut() {
        return cut;
    }

    /** Whether predictions were counted that are not held. */
    boolean sampled() {
        return cut < Long.MAX_VALUE;
    }

    /** Where in the source the events came from. */
    public OffsetRanges offsets() {
        return offsets;
    }

    /** What was expected of each figure before outcomes were known. */
    public SortedMap<String, Double> expected() {
        return expected;
    }

    /** Whether what is to be expected has been worked out. */
    public boolean estimated() {
        return estimated;
    }

    public void setEstimated(boolean done) {
        estimated = done;
        headChanged = true;
    }

    /** Notes what is to be expected. */
    void setEstimated(Map<String, Double> found) {
        expected.putAll(found);
        setEstimated(true);
    }

    /** Times that figures were published. */
    public int published() {
        return published;
    }

    /** The rows held, by rising rank. */
    public Collection<JudgedRow> rows() {
        return Collections.unmodifiableCollection(rows.values());
    }

    void count(OffsetRanges.Partition partition, long offset) {
        predictions++;
        headChanged = true;
        offsets.add(partition, new OffsetRanges.Range(offset, offset));
    }

    boolean takes(long rank) {
        return rank < cut;
    }

    /** Holds a row; a prediction of the same event takes the place of the one before it. */
    public void put(JudgedRow row) {
        if (!takes(row.rank())) {
            return;
        }
        rows.put(row.rank(), row);
        changed.set(part(row.rank()));
        if (rows.size() > ROWS) {
            cut = rows.lastKey();
            rows.remove(cut);
            changed.set(part(cut));
        }
    }

    /**
     * Tells the event of this rank, if it is held, what came true. An outcome that counts from before the last judgement has come
     * through a partition that was idle: it counts from that judgement on, unless a later one is known already.
     *
     * @return whether the event is held
     */
    boolean tell(long rank, Outcome outcome, long gridMs) {
        JudgedRow row = takes(rank) ? rows.get(rank) : null;
        if (row == null) {
            return false;
        }
        Outcome counted = outcome;
        if (outcome.effectiveMs() < judgedAtMs) {
            Outcome known = row.before(judgedAtMs);
            if (known != null && known.compareTo(outcome) >= 0) {
                return true;
            }
            counted = new Outcome(judgedAtMs, outcome.partition(), outcome.offset(), outcome.value());
        }
        if (row.add(counted, gridMs)) {
            changed.set(part(rank));
            pendingMs = Math.min(pendingMs, counted.effectiveMs());
        }
        return true;
    }

    /** Moment that the figures last published are of. */
    public long judgedAtMs() {
        return judgedAtMs;
    }

    /** Notes that figures of a moment were published, and which outcomes are left for later ones. */
    public void judged(long momentMs, int times) {
        published = times;
        judgedAtMs = momentMs;
        pendingMs = Long.MAX_VALUE;
        headChanged = true;
        for (JudgedRow row : rows.values()) {
            if (row.settle(momentMs)) {
                changed.set(part(row.rank()));
            }
            for (Outcome outcome : row.outcomes()) {
                if (outcome.effectiveMs() >= momentMs) {
                    pendingMs = Math.min(pendingMs, outcome.effectiveMs());
                }
            }
        }
    }

    /** Earliest moment that an outcome counts from which is in no figures yet; the greatest number when there is none. */
    long pendingMs() {
        return pendingMs;
    }

    /** The rows whose outcome is known before a moment, and that the model gave a score. */
    Outcomes known(long momentMs) {
        List<JudgedRow> known = new ArrayList<>();
        List<Outcome> came = new ArrayList<>();
        for (JudgedRow row : rows.values()) {
            Outcome outcome = row.before(momentMs);
            if (outcome != null && !Double.isNaN(row.score())) {
                known.add(row);
                came.add(outcome);
            }
        }
        return new Outcomes(
                known.stream().mapToDouble(JudgedRow::score).toArray(),
                known.stream().mapToDouble(JudgedRow::decided).toArray(),
                came.stream().mapToDouble(Outcome::value).toArray());
    }

    /** Adds the rows whose outcome is known before a moment to those of a reference. */
    void collect(long momentMs, ReferenceRows reference) {
        for (JudgedRow row : rows.values()) {
            Outcome outcome = row.before(momentMs);
            if (outcome != null && !Double.isNaN(row.score())) {
                reference.add(new ReferenceRows.Row(row.rank(), row.score(), row.decided(), outcome.value()));
            }
        }
    }

    /** Scores and decisions of all rows that have a score. */
    Outcomes scored() {
        List<JudgedRow> scored =
                rows.values().stream().filter(row -> !Double.isNaN(row.score())).toList();
        return new Outcomes(
                scored.stream().mapToDouble(JudgedRow::score).toArray(),
                scored.stream().mapToDouble(JudgedRow::decided).toArray(),
                new double[scored.size()]);
    }

    /** Whether anything but rows has changed since {@link #written}; true before. */
    public boolean headChanged() {
        return headChanged;
    }

    /** The parts whose rows have changed since {@link #written}; not to be changed. */
    public BitSet changed() {
        return changed;
    }

    /** Notes that all changes are written. */
    public void written() {
        headChanged = false;
        changed.clear();
    }
}
