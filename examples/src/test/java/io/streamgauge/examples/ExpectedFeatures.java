package io.streamgauge.examples;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.streamgauge.store.backfill.FeatureSink;
import io.streamgauge.store.vector.FeatureValues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Compares features, row by row as they are computed, with those of {@code flights/oracle.py}, a file per view. Files may
 * be larger than memory.
 */
final class ExpectedFeatures implements FeatureSink {

    private static final int MOST_MISMATCHES = 20;
    /** Of the value, on both sides of it. */
    private static final double TOLERANCE = 1e-9;

    private static final Pattern ROUNDED = Pattern.compile("_(mean|stddev|sum)_");

    private final List<String> names;
    private final List<View> views = new ArrayList<>();
    private final boolean[] exact;
    private final List<String> mismatches = new ArrayList<>();
    private long compared;
    private long missing;
    private double greatestError;

    /** @param names the features in the vector's order; a column of one of the files for each */
    ExpectedFeatures(List<String> names, List<Path> files) throws IOException {
        this.names = names;
        this.exact = new boolean[names.size()];
        for (int i = 0; i < exact.length; i++) {
            exact[i] = !ROUNDED.matcher(names.get(i)).find();
        }
        List<String> expected = new ArrayList<>();
        for (Path file : files) {
            View view = new View(file, names);
            views.add(view);
            expected.addAll(view.columns);
        }
        assertThat(expected).as("columns of the oracle").containsExactlyInAnyOrderElementsOf(names);
    }

    @Override
    public void write(String id, long timeMs, FeatureValues vector) {
        for (View view : views) {
            assertThat(view.rows).as("the oracle's rows from row %s on", id).hasNext();
            CsvRecord row = view.rows.next();
            assertThat(row.getField(0)).as("row of the file").isEqualTo(id);
            assertThat(row.getField(1)).as("time of row %s", id).isEqualTo(Long.toString(timeMs / 1000));
            for (int column = 2; column < row.getFieldCount(); column++) {
                compare(id, view.features[column - 2], row.getField(column), vector);
            }
        }
    }

    private void compare(String id, int feature, String expected, FeatureValues vector) {
        compared++;
        boolean agrees;
        if (vector.isMissing(feature)) {
            missing++;
            String status = vector.statusAt(feature).name();
            agrees = expected.equals(status.equals("NULL_VALUE") ? "NULL" : status);
        } else {
            agrees = !expected.startsWith("N") && near(feature, Double.parseDouble(expected), vector.valueAt(feature));
        }
        if (!agrees && mismatches.size() < MOST_MISMATCHES) {
            mismatches.add("row " + id + ": " + names.get(feature) + " is "
                    + (vector.isMissing(feature) ? vector.statusAt(feature) : vector.valueAt(feature)) + ", not "
                    + expected);
        }
    }

    private boolean near(int feature, double expected, double got) {
        if (got == expected) {
            return true;
        }
        double error = Math.abs(got - expected) / Math.abs(expected);
        greatestError = Math.max(greatestError, error);
        return !exact[feature] && error <= TOLERANCE;
    }

    /** The first few features that differ. */
    List<String> mismatches() {
        return mismatches;
    }

    /** How many rows were not compared. */
    long rowsLeft() {
        long left = 0;
        for (View view : views) {
            for (; view.rows.hasNext(); view.rows.next()) {
                left++;
            }
        }
        return left;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d features compared, %,d of them missing, greatest relative error %.1e",
                compared,
                missing,
                greatestError);
    }

    @Override
    public void close() throws IOException {
        for (View view : views) {
            view.reader.close();
        }
    }

    /** A file after its header. */
    private static final class View {

        final CsvReader<CsvRecord> reader;
        final Iterator<CsvRecord> rows;
        final List<String> columns;
        /** For each column, where its feature is in the vector; -1 when nowhere. */
        final int[] features;

        View(Path file, List<String> names) throws IOException {
            reader = CsvReader.builder().ofCsvRecord(file);
            rows = reader.iterator();
            List<String> header = rows.next().getFields();
            columns = header.subList(2, header.size());
            features = columns.stream().mapToInt(names::indexOf).toArray();
        }
    }
}
