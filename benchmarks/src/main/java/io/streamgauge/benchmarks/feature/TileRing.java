package io.streamgauge.benchmarks.feature;

import java.util.Arrays;

/**
 * Tiles of one length, in the order of time, without the empty ones. A tile holds the number of its events and, per
 * column, sum and sum of squares of the differences from an origin, least and greatest value. Tiles are found by position: the first ever is 0, the next one 1;
 * a position stays a tile's as long as it is kept. The cells of a tile lie side by side:
 *
 * <pre>
 *   cells, from slot * 4 * columns on:   sum, squares, least, greatest of column 0 | of column 1
 * </pre>
 */
final class TileRing {

    private static final int WIDTH = 4;

    private final int stride;
    private long[] numbers = new long[4];
    private int[] counts = new int[4];
    private double[] cells;
    private int mask = 3;
    private int first;
    private int end;

    TileRing(int columns) {
        this.stride = WIDTH * columns;
        this.cells = new double[4 * stride];
    }

    /** Counts an event in; its tile is the newest one, or a new one after it. Then each column takes its value. */
    void add(long number) {
        if (end == first || numbers[(end - 1) & mask] != number) {
            append(number);
        }
        counts[(end - 1) & mask]++;
    }

    /** Takes a value, and its difference from the column's origin, into the newest tile. */
    void take(int column, double value, double difference) {
        int cell = ((end - 1) & mask) * stride + WIDTH * column;
        cells[cell] += difference;
        cells[cell + 1] += difference * difference;
        if (value < cells[cell + 2]) {
            cells[cell + 2] = value;
        }
        if (value > cells[cell + 3]) {
            cells[cell + 3] = value;
        }
    }

    /** Position after the newest tile. */
    int end() {
        return end;
    }

    /** The first position from {@code position} on, itself included, of a tile numbered {@code number} or more. */
    int seek(int position, long number) {
        int at = position;
        while (at < end && numbers[at & mask] < number) {
            at++;
        }
        return at;
    }

    /** Drops the tiles before a position. */
    void dropBefore(int position) {
        first = position;
    }

    /** How many events the tiles {@code [from, to)} hold. */
    int count(int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += counts[i & mask];
        }
        return count;
    }

    /** Merges a column of the tiles {@code [from, to)} into a partial. */
    void merge(int column, int from, int to, Partial into) {
        double sum = into.sum;
        double squares = into.squares;
        double least = into.least;
        double greatest = into.greatest;
        for (int i = from; i < to; i++) {
            int cell = (i & mask) * stride + WIDTH * column;
            sum += cells[cell];
            squares += cells[cell + 1];
            double low = cells[cell + 2];
            double high = cells[cell + 3];
            least = low < least ? low : least;
            greatest = high > greatest ? high : greatest;
        }
        into.sum = sum;
        into.squares = squares;
        into.least = least;
        into.greatest = greatest;
    }

    private void append(long number) {
        if (end - first > mask) {
            grow();
        }
        int slot = end++ & mask;
        numbers[slot] = number;
        counts[slot] = 0;
        for (int cell = slot * stride; cell < (slot + 1) * stride; cell += WIDTH) {
            cells[cell] = 0;
            cells[cell + 1] = 0;
            cells[cell + 2] = Double.POSITIVE_INFINITY;
            cells[cell + 3] = Double.NEGATIVE_INFINITY;
        }
    }

    /** Doubles the room; a tile keeps its position, so it may get another slot. */
    private void grow() {
        int oldMask = mask;
        long[] oldNumbers = numbers;
        int[] oldCounts = counts;
        double[] oldCells = cells;
        numbers = Arrays.copyOf(oldNumbers, 2 * oldNumbers.length);
        counts = Arrays.copyOf(oldCounts, 2 * oldCounts.length);
        cells = Arrays.copyOf(oldCells, 2 * oldCells.length);
        mask = 2 * oldMask + 1;
        for (int i = first; i < end; i++) {
            numbers[i & mask] = oldNumbers[i & oldMask];
            counts[i & mask] = oldCounts[i & oldMask];
            System.arraycopy(oldCells, (i & oldMask) * stride, cells, (i & mask) * stride, stride);
        }
    }
}
