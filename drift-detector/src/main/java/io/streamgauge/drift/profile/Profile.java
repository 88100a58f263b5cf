package io.streamgauge.drift.profile;

import io.streamgauge.drift.definition.WatchedColumn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the data looked like that a model was trained on: exact totals of each value, and a uniform sample of its rows with their
 * moments, from which every statistic takes what it needs. The same rows in the same order make the same profile.
 *
 * <p>Memory: {@value #ROWS} rows, however long the data is.
 */
public final class Profile {

    /** Rows sampled, as many as of any other reference. */
    public static final int ROWS = 8192;

    /**
     * A value of each row.
     *
     * @param name as it is watched: an input, {@code score}, {@code decision}
     * @param text whether it is a text
     */
    public record Field(String name, boolean text) {}

    private final List<Field> fields;
    private final List<FeatureTotals> totals;
    private final RowSample sample;
    private final SortedMap<Double, String> names;
    private long rows;
    private long fromMs;
    private long toMs;

    /** A profile of no rows yet. */
    public Profile(List<Field> fields) {
        this(fields, newTotals(fields.size()), new RowSample(ROWS), new TreeMap<>(), 0, 0, 0);
    }

    /**
     * A profile as it was.
     *
     * @param sample rows, each with its moment in place of the start of a window; 0 where moments are not known
     * @param names texts of sampled rows, by their codes
     * @param fromMs first moment
     * @param toMs the end of the moments, exclusive; as {@code fromMs} where they are not known
     */
    public Profile(
            List<Field> fields,
            List<FeatureTotals> totals,
            RowSample sample,
            SortedMap<Double, String> names,
            long rows,
            long fromMs,
            long toMs) {
        this.fields = List.copyOf(fields);
        this.totals = List.copyOf(totals);
        this.sample = sample;
        this.names = new TreeMap<>(names);
        this.rows = rows;
        this.fromMs = fromMs;
        this.toMs = toMs;
        if (this.totals.size() != this.fields.size()) {
            throw new IllegalArgumentException(
                    "a profile of " + fields.size() + " values has " + totals.size() + " totals");
        }
    }

    private static List<FeatureTotals> newTotals(int width) {
        List<FeatureTotals> totals = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            totals.add(new FeatureTotals());
        }
        return totals;
    }

    /** Adds the next row, of a moment that is not known. */
    public void add(double[] values, @Nullable String[] texts) {
        put(0, values, texts);
    }

    /**
     * Adds the next row. Of a profile either all rows have a moment or none.
     *
     * @param values one per field, NaN where missing, a text as its {@linkplain CategoryCode code}; kept, not to be changed afterwards
     * @param texts those behind the codes, in any order, null where there is none
     */
    public void add(long timeMs, double[] values, @Nullable String[] texts) {
        fromMs = rows == 0 ? timeMs : Math.min(fromMs, timeMs);
        toMs = rows == 0 ? timeMs + 1 : Math.max(toMs, timeMs + 1);
        put(timeMs, values, texts);
    }

    private void put(long timeMs, double[] values, @Nullable String[] texts) {
        if (values.length != fields.size()) {
            throw new IllegalArgumentException("a row has " + fields.size() + " values, not " + values.length);
        }
        for (int i = 0; i < values.length; i++) {
            totals.get(i).add(values[i]);
        }
        long rank = RowSample.rank(0, rows);
        if (sample.takes(rank)) {
            sample.add(new SampledRow(rank, timeMs, values));
            for (String text : texts) {
                if (text != null) {
                    names.put(CategoryCode.of(text), WindowSummary.shown(text));
                }
            }
        }
        rows++;
    }

    /** Whether moments are known, and so how far days differ from each other. */
    public boolean timed() {
        return toMs > fromMs;
    }

    public List<Field> fields() {
        return fields;
    }

    /** Exact totals of field {@code i}. */
    public FeatureTotals totals(int i) {
        return totals.get(i);
    }

    public RowSample sample() {
        return sample;
    }

    /** The sampled values of field {@code i}. */
    public Column column(int i) {
        return Column.of(i, sample.rows());
    }

    /** Texts of sampled rows, and maybe others, by their codes. */
    public SortedMap<Double, String> names() {
        return Collections.unmodifiableSortedMap(names);
    }

    /** Rows added. */
    public long rows() {
        return rows;
    }

    /** First moment; 0 where moments are not known. */
    public long fromMs() {
        return fromMs;
    }

    /** End of the moments, exclusive; 0 where moments are not known. */
    public long toMs() {
        return toMs;
    }

    /**
     * The reference that it is for what is watched. What it does not know is there without a value, and so is not compared; nor is
     * volume, since a training set is seldom all there was.
     *
     * @param id its version
     * @param columns what is watched
     * @param segments names of the columns by whose values rows are watched apart as well
     * @param windowStart start of the window that holds a moment
     */
    public Reference reference(
            String id, List<WatchedColumn> columns, List<String> segments, LongUnaryOperator windowStart) {
        int[] places = columns.stream().mapToInt(this::place).toArray();
        List<FeatureTotals> known = new ArrayList<>();
        for (int place : places) {
            known.add(place < 0 ? new FeatureTotals() : totals.get(place));
        }
        RowSample rowsKnown = RowSample.restore(
                ROWS,
                sample.cut(),
                sample.rows().stream()
                        .map(row -> watched(row, places, windowStart))
                        .toList());
        WindowSummary all =
                new WindowSummary(rows, known, rowsKnown, new OffsetRanges(), new TreeMap<>(), names, new TreeMap<>());
        List<String> segmented = segments.stream()
                .filter(name -> fields.stream().anyMatch(field -> field.name().equals(name)))
                .toList();
        return Reference.freeze(fromMs, toMs, all, columns, segmented).withId(id);
    }

    private int place(WatchedColumn column) {
        return fields.indexOf(new Field(column.name(), column.category()));
    }

    private static SampledRow watched(SampledRow row, int[] places, LongUnaryOperator windowStart) {
        double[] values = new double[places.length];
        for (int i = 0; i < places.length; i++) {
            values[i] = places[i] < 0 ? Double.NaN : row.value(places[i]);
        }
        return new SampledRow(row.rank(), windowStart.applyAsLong(row.windowStartMs()), values);
    }
}
