package io.streamgauge.drift.profile;

/** One row held by a {@link RowSample}: its place in the sampling order, its window and its values. */
public final class SampledRow {

    private final long rank;
    private final long windowStartMs;
    private final double[] values;

    /**
     * @param rank place in the sampling order, see {@link RowSample#rank}
     * @param windowStartMs start of the window it belongs to
     * @param values one value per feature, NaN where missing; not copied, not to be changed
     */
    public SampledRow(long rank, long windowStartMs, double[] values) {
        this.rank = rank;
        this.windowStartMs = windowStartMs;
        this.values = values;
    }

    /** The same row, told to be of another window. */
    SampledRow ofWindow(long startMs) {
        return new SampledRow(rank, startMs, values);
    }

    public long rank() {
        return rank;
    }

    public long windowStartMs() {
        return windowStartMs;
    }

    /** Value of feature {@code i}; NaN where missing. */
    public double value(int i) {
        return values[i];
    }

    /** Number of features. */
    public int width() {
        return values.length;
    }
}
