package io.streamgauge.store.aggregate;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The state of {@link DecayedTerms}. A term is the double nearest to {@code x 2^(f - 1)}, f the fraction of t / h, times a power
 * of two that may have any exponent; terms are summed exactly, so that each leaves as it came. The sums are kept by segments of
 * time, 512 half-lives each: what is far apart shares no chunks, and what weighs nothing any more is not read.
 *
 * <p>Of the segments only the newest 64 are kept. A value of an older one has less than 2^-32000 of its weight left, which is
 * 0 for all doubles. Where one was let go of, the state no longer {@link #remembers} it, so that an earlier end is read of a state made
 * anew.
 */
final class DecayedTermsState implements Invertible {

    /** Most segments kept. */
    static final int MOST_SEGMENTS = 64;

    private static final int SEGMENT_BITS = 9;
    /** Segments that can count: beyond 6 * 512 half-lives even the largest double is below the least. */
    private static final int READ_SEGMENTS = 6;
    /** Below it values are scaled up first, so that none is subnormal. */
    private static final double SMALL = 0x1p-900;

    private static final int SCALE = 200;

    /** Terms of one segment, numbered from 1970-01-01 UTC. */
    private static final class Segment {

        private final long number;
        private final ExactSum sum = new ExactSum();
        private long terms;

        private Segment(long number) {
            this.number = number;
        }
    }

    private final long halfLifeMs;
    private final boolean weighted;
    private final NotFinite notFinite = new NotFinite();
    private final List<Segment> segments = new ArrayList<>();
    private final ExactSum scratch = new ExactSum();
    private boolean letGo;

    DecayedTermsState(long halfLifeMs, boolean weighted) {
        this.halfLifeMs = halfLifeMs;
        this.weighted = weighted;
    }

    @Override
    public void add(long timeMs, double value) {
        if (counts(value, 1)) {
            long halfLives = Math.floorDiv(timeMs, halfLifeMs);
            int at = indexOf(halfLives >> SEGMENT_BITS);
            if (at < 0) {
                at = insert(-at - 1, halfLives >> SEGMENT_BITS);
            }
            if (at >= 0) {
                segments.get(at).terms++;
                addTerm(segments.get(at).sum, timeMs, halfLives, weighted ? value : 1);
            }
        }
    }

    @Override
    public void remove(long timeMs, double value) {
        if (counts(value, -1)) {
            long halfLives = Math.floorDiv(timeMs, halfLifeMs);
            int at = indexOf(halfLives >> SEGMENT_BITS);
            if (at >= 0) {
                Segment segment = segments.get(at);
                addTerm(segment.sum, timeMs, halfLives, weighted ? -value : -1);
                if (--segment.terms == 0) {
                    segments.remove(at);
                }
            }
        }
    }

    private boolean counts(double value, int by) {
        if (!weighted || Math.abs(value) <= Double.MAX_VALUE) {
            return true;
        }
        notFinite.count(value, by);
        return false;
    }

    private void addTerm(ExactSum sum, long timeMs, long halfLives, double value) {
        double half = weight(timeMs) / 2;
        if (Math.abs(value) < SMALL) {
            sum.add(Math.scalb(value, SCALE) * half, halfLives + 1 - SCALE);
        } else {
            sum.add(value * half, halfLives + 1);
        }
    }

    /** {@code 2^f}, f the fraction of t / h: from 1 to 2, the same on every machine. */
    private double weight(long timeMs) {
        return StrictMath.pow(2, Math.floorMod(timeMs, halfLifeMs) / (double) halfLifeMs);
    }

    /** Index of a segment, or {@code -(index it would have) - 1}. */
    private int indexOf(long number) {
        for (int i = segments.size() - 1; i >= 0; i--) {
            long there = segments.get(i).number;
            if (there <= number) {
                return there == number ? i : -i - 2;
            }
        }
        return -1;
    }

    /** Makes room for a segment, and gives its index; -1 where it would be older than all that are kept. */
    private int insert(int at, long number) {
        if (segments.size() < MOST_SEGMENTS) {
            segments.add(at, new Segment(number));
            return at;
        }
        letGo = true;
        if (at == 0) {
            return -1;
        }
        segments.add(at, new Segment(number));
        segments.remove(0);
        return at - 1;
    }

    /** The sum over all values, with weights that are 1 at the end. */
    double decayed(long endMs) {
        if (notFinite.any()) {
            return notFinite.sum();
        }
        long halfLives = Math.floorDiv(endMs, halfLifeMs);
        ExactSum sum = until(halfLives >> SEGMENT_BITS);
        if (sum.sign() == 0) {
            return 0.0;
        }
        long leading = sum.leading();
        double scaled = sum.rounded(-leading) * (2 / weight(endMs));
        return Math.scalb(scaled, Math.toIntExact(leading - halfLives - 1));
    }

    /**
     * The mean of the values by their weights, which is the same at any end.
     *
     * @param weights of the same values, not weighted by them
     */
    double mean(DecayedTermsState weights) {
        if (notFinite.any()) {
            return notFinite.sum();
        }
        long newest = weights.segments.get(weights.segments.size() - 1).number;
        ExactSum below = weights.until(newest);
        ExactSum above = until(newest);
        long scale = -below.leading() - 1;
        return above.rounded(scale) / below.rounded(scale);
    }

    /** The sum of a segment and of those before it that can count. */
    private ExactSum until(long number) {
        int end = segments.size();
        while (end > 0 && segments.get(end - 1).number > number) {
            end--;
        }
        int first = end;
        while (first > 0 && segments.get(first - 1).number >= number - READ_SEGMENTS) {
            first--;
        }
        if (first == end - 1) {
            return segments.get(first).sum;
        }
        scratch.clear();
        for (int i = first; i < end; i++) {
            scratch.merge(segments.get(i).sum);
        }
        return scratch;
    }

    @Override
    public void merge(Accumulator newer) {
        DecayedTermsState other = (DecayedTermsState) newer;
        notFinite.merge(other.notFinite);
        for (Segment segment : other.segments) {
            int at = indexOf(segment.number);
            if (at < 0) {
                at = insert(-at - 1, segment.number);
            }
            if (at >= 0) {
                segments.get(at).terms += segment.terms;
                segments.get(at).sum.merge(segment.sum);
            }
        }
    }

    @Override
    public boolean remembers() {
        return !letGo;
    }

    @Override
    public void clear() {
        letGo = false;
        notFinite.clear();
        segments.clear();
    }

    /** What is not finite, where values count; number of segments; of each its number, its terms' number and its sum. */
    @Override
    public void write(ByteWriter out) {
        if (weighted) {
            notFinite.write(out);
        }
        out.putVarint(segments.size());
        for (Segment segment : segments) {
            out.putZigzag(segment.number);
            out.putVarint(segment.terms);
            segment.sum.write(out);
        }
    }

    @Override
    public void read(ByteReader in) {
        clear();
        if (weighted) {
            notFinite.read(in);
        }
        int written = Lengths.read(in, MOST_SEGMENTS);
        for (int i = 0; i < written; i++) {
            Segment segment = new Segment(in.nextZigzag());
            if (i > 0 && segment.number <= segments.get(i - 1).number) {
                throw new IllegalArgumentException(
                        "segment " + segment.number + " stands after " + segments.get(i - 1).number);
            }
            segment.terms = Lengths.count(in);
            long chunk = segment.number << (SEGMENT_BITS - 5);
            segment.sum.read(in, chunk - 42, chunk + 52); // 2^-1300 to 2^1600 times what the segment's start weighs
            segments.add(segment);
        }
    }
}
