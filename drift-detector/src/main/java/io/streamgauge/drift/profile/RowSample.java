package io.streamgauge.drift.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Uniform random sample of rows, without replacement, of bounded size: the rows of least rank [1], where a row's rank is a
 * fixed hash of its event's id. Same rows in any order, cut and merged in any way: same sample.
 *
 * <p>Invariants: (1) every row seen with rank below the {@linkplain #cut cut} is held, and no other; (2) at most
 * {@code capacity} rows are held; (3) the cut only falls. (1) makes what is held uniform, and a merge one too: the lower
 * cut holds for both [2].
 *
 * <p>Adding costs one comparison once the sample is full and the row is not among the least; all features of a row stand
 * or fall together, so the cost does not grow with their number.
 *
 * <p>[1] Cohen and Kaplan, Summarizing data using bottom-k sketches, PODC 2007. [2] Dasgupta, Lang, Rhodes and Thaler, A
 * framework for estimating stream expression cardinalities, ICDT 2016.
 */
public final class RowSample {

    private static final Comparator<SampledRow> GREATEST_FIRST =
            Comparator.comparingLong(SampledRow::rank).reversed();

    private static final long PLACE = 0xFFFF;

    private final int capacity;
    private final PriorityQueue<SampledRow> rows = new PriorityQueue<>(GREATEST_FIRST);
    private long cut = Long.MAX_VALUE;

    public RowSample(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a sample holds at least one row, not " + capacity);
        }
        this.capacity = capacity;
    }

    /** A sample as it was: rows below {@code cut}, at most {@code capacity}. */
    public static RowSample restore(int capacity, long cut, List<SampledRow> rows) {
        RowSample sample = new RowSample(capacity);
        sample.cut = cut;
        rows.forEach(sample::add);
        return sample;
    }

    /**
     * Rank of the row of an event: its id's hash, so that the same events have the same ranks wherever they are published, and in the
     * lowest 16 bits a hash of its place, which tells events apart that share an id.
     */
    public static long rank(String eventId, int partition, long offset) {
        return (EventRank.of(eventId) & ~PLACE) | (rank(partition, offset) & PLACE);
    }

    /**
     * Rank of a row that has no id, read from this offset of this partition: a bijection (Stafford's mix 13), so that no two rows of a
     * topic with less than 2^16 partitions and 2^48 offsets share one.
     */
    public static long rank(int partition, long offset) {
        long z = ((long) partition << 48) ^ offset;
        z = (z + 0x9E3779B97F4A7C15L);
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Whether a row of this rank would be taken; lets the caller skip making one. */
    public boolean takes(long rank) {
        return rank < cut;
    }

    /** Shows the sample a row. */
    public void add(SampledRow row) {
        if (!takes(row.rank())) {
            return;
        }
        rows.add(row);
        if (rows.size() > capacity) {
            lower(greatest());
        }
    }

    /** Shows the sample every row the other one was shown. */
    public void merge(RowSample other) {
        lower(Math.min(cut, other.cut));
        other.rows.forEach(this::add);
    }

    private long greatest() {
        SampledRow greatest = rows.peek();
        return greatest == null ? cut : greatest.rank();
    }

    private void lower(long newCut) {
        cut = newCut;
        while (!rows.isEmpty() && greatest() >= cut) {
            rows.remove();
        }
    }

    public int capacity() {
        return capacity;
    }

    /** Rank below which every row seen is held. */
    public long cut() {
        return cut;
    }

    public int size() {
        return rows.size();
    }

    /** The rows held, by rising rank. */
    public List<SampledRow> rows() {
        List<SampledRow> ascending = new ArrayList<>(rows);
        ascending.sort(Comparator.comparingLong(SampledRow::rank));
        return ascending;
    }
}
