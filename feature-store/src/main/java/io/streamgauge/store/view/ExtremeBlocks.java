package io.streamgauge.store.view;

import io.streamgauge.store.aggregate.Extreme;
import java.util.Arrays;

/**
 * The least or greatest value of any run of a series, for reads of the past, to which a {@link MonotoneQueue} says nothing: the
 * extremes of blocks of {@value #FAN} values in a row, and of {@value #FAN} blocks, and so on. A run costs at most {@code 2 FAN} values or
 * blocks a level. Each block is made once, when a run first comes that far, and those from a value on that is put in once more. Not
 * thread-safe.
 */
final class ExtremeBlocks {

    private static final int FAN_BITS = 5;
    private static final int FAN = 1 << FAN_BITS;
    private static final int LEVELS = 6;

    private final Extreme extreme;
    /** Per level the extremes of the blocks from number {@link #from} on. */
    private final double[][] best = new double[LEVELS][0];

    private final long[] from = new long[LEVELS];
    private final int[] size = new int[LEVELS];

    ExtremeBlocks(Extreme extreme) {
        this.extreme = extreme;
    }

    /** The result over {@code [start, to)}, which is not empty. */
    double over(Series series, long start, long to) {
        return over(series, 0, start, to);
    }

    /** Over numbers of a level: values at level 0, above that blocks of the level before. */
    private double over(Series series, int level, long start, long to) {
        long firstBlock = -Math.floorDiv(-start, FAN);
        long endBlock = Math.floorDiv(to, FAN);
        if (level == LEVELS || endBlock <= firstBlock) {
            return each(series, level, start, to);
        }
        reach(series, level, firstBlock, endBlock);
        double result = over(series, level + 1, firstBlock, endBlock);
        if (start < firstBlock << FAN_BITS) {
            result = extreme.of(each(series, level, start, firstBlock << FAN_BITS), result);
        }
        if (endBlock << FAN_BITS < to) {
            result = extreme.of(result, each(series, level, endBlock << FAN_BITS, to));
        }
        return result;
    }

    private double each(Series series, int level, long start, long to) {
        double result = one(series, level, start);
        for (long i = start + 1; i < to; i++) {
            result = extreme.of(result, one(series, level, i));
        }
        return result;
    }

    private double one(Series series, int level, long number) {
        return level == 0 ? series.value(number) : best[level - 1][(int) (number - from[level - 1])];
    }

    /** Makes the blocks of numbers of a level up to one; those before the first that was ever wanted are made too. */
    private void reach(Series series, int level, long firstBlock, long endBlock) {
        long next = from[level] + size[level];
        long held = level == 0 ? series.first() : from[level - 1];
        if (size[level] == 0 || firstBlock < from[level] || next << FAN_BITS < held) {
            from[level] = firstBlock; // also where the next block is of numbers that were let go of
            size[level] = 0;
        }
        for (long block = from[level] + size[level]; block < endBlock; block++) {
            if (size[level] == best[level].length) {
                best[level] = Arrays.copyOf(best[level], Math.max(4, 2 * size[level]));
            }
            best[level][size[level]++] = each(series, level, block << FAN_BITS, (block + 1) << FAN_BITS);
        }
    }

    /** A value was put in at a sequence number: what came after has moved. */
    void inserted(long sequence) {
        long block = sequence;
        for (int level = 0; level < LEVELS; level++) {
            block >>= FAN_BITS;
            size[level] = (int) Math.max(0, Math.min(size[level], block - from[level]));
        }
    }

    void dropBefore(long sequence) {
        long block = sequence;
        for (int level = 0; level < LEVELS; level++) {
            block = -Math.floorDiv(-block, FAN);
            int gone = (int) Math.max(0, Math.min(size[level], block - from[level]));
            if (gone > size[level] / 2) { // amortised O(1): each move is paid for by as many that went
                System.arraycopy(best[level], gone, best[level], 0, size[level] - gone);
                size[level] -= gone;
                from[level] += gone;
            }
        }
    }

    long heapBytes() {
        long bytes = 200;
        for (double[] blocks : best) {
            bytes += 16 + 8L * blocks.length;
        }
        return bytes;
    }
}
