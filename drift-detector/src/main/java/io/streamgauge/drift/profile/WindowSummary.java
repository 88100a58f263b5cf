package io.streamgauge.drift.profile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Everything kept of the predictions of one or more windows: exact totals per feature, a {@link RowSample} for their
 * distributions, and where in the source the rows came from. {@code empty / add / merge}, in any order, with the same result;
 * memory is bounded by the sample's capacity, whatever the rate (docs/decisions/0009).
 */
public final class WindowSummary {

    private static final String[] NO_TEXTS = {};

    /** Names held before those no longer needed are looked for, per row of the sample: memory stays bounded. */
    private static final int MOST_NAMES_PER_ROW = 16;

    private static final int LONGEST_NAME = 60;

    private final List<FeatureTotals> totals;
    private final RowSample sample;
    private final OffsetRanges offsets;
    private final SortedMap<Long, Long> rowsByWindow;
    private final SortedMap<Double, String> names;
    private final SortedMap<String, Long> detections;
    private long rows;

    /** An empty summary of {@code width} features. */
    public WindowSummary(int width, int capacity) {
        this(0, newTotals(width), new RowSample(capacity), new OffsetRanges());
    }

    /** A summary as it was, of windows and names not known. */
    public WindowSummary(long rows, List<FeatureTotals> totals, RowSample sample, OffsetRanges offsets) {
        this(rows, totals, sample, offsets, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    }

    /**
     * A summary as it was.
     *
     * @param rowsByWindow rows of each window, by its start
     * @param names texts by their codes, those of sampled rows at least
     * @param detections changes that detectors told, by detector
     */
    public WindowSummary(
            long rows,
            List<FeatureTotals> totals,
            RowSample sample,
            OffsetRanges offsets,
            SortedMap<Long, Long> rowsByWindow,
            SortedMap<Double, String> names,
            SortedMap<String, Long> detections) {
        this.rows = rows;
        this.rowsByWindow = new TreeMap<>(rowsByWindow);
        this.names = new TreeMap<>(names);
        this.detections = new TreeMap<>(detections);
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

    /** Adds a row whose event has no id, and no texts. */
    public void add(long windowStartMs, OffsetRanges.Partition partition, long offset, double[] values) {
        add(windowStartMs, partition, offset, RowSample.rank(partition.partition(), offset), values, NO_TEXTS);
    }

    /**
     * Adds a row.
     *
     * @param windowStartMs start of its window
     * @param partition where its event was read
     * @param offset at which offset
     * @param rank place in the sampling order, see {@link RowSample#rank}
     * @param values one per feature, NaN where missing; kept, not to be changed afterwards
     * @param texts those behind the values that are codes, in any order, null where there is none
     */
    public void add(
            long windowStartMs,
            OffsetRanges.Partition partition,
            long offset,
            long rank,
            double[] values,
            @Nullable String[] texts) {
        if (values.length != totals.size()) {
            throw new IllegalArgumentException("a row has " + totals.size() + " values, not " + values.length);
        }
        rows++;
        rowsByWindow.merge(windowStartMs, 1L, Long::sum);
        for (int i = 0; i < values.length; i++) {
            totals.get(i).add(values[i]);
        }
        offsets.add(partition, new OffsetRanges.Range(offset, offset));
        if (sample.takes(rank)) {
            sample.add(new SampledRow(rank, windowStartMs, values));
            for (String text : texts) {
                if (text != null) {
                    names.put(CategoryCode.of(text), shown(text));
                }
            }
            if (names.size() > MOST_NAMES_PER_ROW * sample.capacity()) {
                forgetNames();
            }
        }
    }

    /** The beginning of a text, short enough to be kept 8192 times. */
    static String shown(String text) {
        return text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) : text;
    }

    /** Forgets the names of texts that no sampled row holds any more; what is left depends on the set of rows alone. */
    public void forgetNames() {
        if (names.isEmpty()) {
            return;
        }
        Set<Double> held = new HashSet<>();
        for (SampledRow row : sample.rows()) {
            for (int i = 0; i < row.width(); i++) {
                held.add(row.value(i));
            }
        }
        names.keySet().retainAll(held);
    }

    /** Counts a change that a detector told at a row of these windows. */
    public void addDetection(String detector) {
        detections.merge(detector, 1L, Long::sum);
    }

    /** Forgets the changes told. */
    public void forgetDetections() {
        detections.clear();
    }

    /** Changes told by each detector that told any. */
    public SortedMap<String, Long> detections() {
        return Collections.unmodifiableSortedMap(detections);
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
        other.rowsByWindow.forEach((start, count) -> rowsByWindow.merge(start, count, Long::sum));
        names.putAll(other.names);
        other.detections.forEach((detector, count) -> detections.merge(detector, count, Long::sum));
        offsets.merge(other.offsets);
        sample.merge(other.sample);
    }

    /** The same rows as those of one window; shares what it holds with this one, which is not to be used any more. */
    public WindowSummary ofWindow(long startMs) {
        List<SampledRow> own =
                sample.rows().stream().map(row -> row.ofWindow(startMs)).toList();
        return new WindowSummary(
                rows,
                totals,
                RowSample.restore(sample.capacity(), sample.cut(), own),
                offsets,
                new TreeMap<>(Map.of(startMs, rows)),
                names,
                detections);
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

    /** Rows of each window added, by its start. */
    public SortedMap<Long, Long> rowsByWindow() {
        return Collections.unmodifiableSortedMap(rowsByWindow);
    }

    /** Texts of sampled rows, and maybe others, by their codes. */
    public SortedMap<Double, String> names() {
        return Collections.unmodifiableSortedMap(names);
    }

    /** The sampled values, one column per feature. */
    public List<Column> columns() {
        List<SampledRow> sampled = sample.rows();
        return IntStream.range(0, width()).mapToObj(i -> Column.of(i, sampled)).toList();
    }
}
