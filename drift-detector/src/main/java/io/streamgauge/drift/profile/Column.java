package io.streamgauge.drift.profile;

import java.util.Arrays;
import java.util.List;

/** The sampled values of one feature: those present, ascending, and how many are missing. */
public final class Column {

    private final double[] sorted;
    private final int missing;

    /**
     * @param sorted ascending, no NaN; not copied, not to be changed
     * @param missing rows without a value
     */
    public Column(double[] sorted, int missing) {
        this.sorted = sorted;
        this.missing = missing;
    }

    /** Values of one feature in some rows. */
    public static Column of(int feature, List<SampledRow> rows) {
        double[] present = rows.stream()
                .mapToDouble(row -> row.value(feature))
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        return new Column(present, rows.size() - present.length);
    }

    /** This column less the values of another, which is a part of it. */
    Column without(Column part) {
        double[] left = new double[Math.max(0, sorted.length - part.sorted.length)];
        int kept = 0;
        int next = 0;
        for (double value : sorted) {
            if (next < part.sorted.length && part.sorted[next] <= value) {
                next++;
            } else if (kept < left.length) {
                left[kept++] = value;
            }
        }
        return new Column(left, Math.max(0, missing - part.missing));
    }

    /** Values present, ascending; not to be changed. */
    public double[] sorted() {
        return sorted;
    }

    public int missing() {
        return missing;
    }

    /** Rows, with a value or without. */
    public int rows() {
        return sorted.length + missing;
    }

    /** Arithmetic mean of the values present, added in ascending order; NaN when there is none. */
    public double mean() {
        return Arrays.stream(sorted).average().orElse(Double.NaN);
    }
}
