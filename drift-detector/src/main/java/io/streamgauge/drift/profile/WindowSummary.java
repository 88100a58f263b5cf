package io.streamgauge.drift.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Everything kept of the predictions of one or more windows: exact totals per feature, a {@link RowSample} for their
 * distributions, and where in the source the rows came from. {@code empty / add / merge}, in any order, with the same result;
 * memory is bounded by the sample's capacity, whatever the rate (docs/decisions/0009).
 */
public final class WindowSummary {

    private final List<FeatureTotals> totals;
    private final RowSample sample;
    private final OffsetRanges offsets;
    private long rows;

    /** An empty summary of {@code width} features. */
    public WindowSummary(int width, int capacity) {
        this(0, newTotals(width), new RowSample(capacity), new OffsetRanges());
    }

    /** A summary as it was. */
    public WindowSummary(long rows, List<FeatureTotals> totals, RowSample sample, OffsetRanges offsets) {
        this.rows = rows;
        this.totals = totals;
        this.sample = sample;
        this.offsets = offsets;
    }

    private static List<FeatureTotals> newTotals(int width) {
        List<FeatureTotals> totals = new ArrayList<>(width);
        for (int i = 0; i < width; i++) {
            totals.add(new FeatureTotals());
        }
        return totals;
    }

    /**
     * Adds a row.
     *
     * @param windowStartMs start of its window
     * @param partition where its event was read
     * @param offset at which offset
     * @param values one per feature, NaN where missing; kept, not to be changed afterwards
     */
    public void add(long windowStartMs, OffsetRanges.Partition partition, long offset, double[] values) {
        if (values.length != totals.size()) {
            throw new IllegalArgumentException("a row has " + totals.size() + " values, not " + values.length);
        }
        rows++;
        for (int i = 0; i < values.length; i++) {
            totals.get(i).add(values[i]);
        }
        offsets.add(partition, new OffsetRanges.Range(offset, offset));
        long rank = RowSample.rank(partition.partition(), offset);
        if (sample.takes(rank)) {
            sample.add(new SampledRow(rank, windowStartMs, values));
        }
    }

    /** Adds everything the other has seen. */
    public void merge(WindowSummary other) {
        if (other.width() != width()) {
            throw new IllegalArgumentException(
                    "cannot merge a summary of " + other.width() + " features into one of " + width());
        }
        rows += other.rows;
        for (int i = 0; i < totals.size(); i++) {
            totals.get(i).merge(other.totals.get(i));
        }
        offsets.merge(other.offsets);
        sample.merge(other.sample);
    }

    /** Rows added. */
    public long rows() {
        return rows;
    }

    /** Number of features. */
    public int width() {
        return totals.size();
    }

    /** Exact totals of feature {@code i}. */
    public FeatureTotals totals(int i) {
        return totals.get(i);
    }

    public RowSample sample() {
        return sample;
    }

    public OffsetRanges offsets() {
        return offsets;
    }

    /** The sampled values, one column per feature. */
    public List<Column> columns() {
        List<SampledRow> sampled = sample.rows();
        return IntStream.range(0, width()).mapToObj(i -> Column.of(i, sampled)).toList();
    }
}
