package io.streamgauge.scoring.gate;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.store.backfill.training.Table;
import io.streamgauge.store.event.CsvException;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.VectorPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads golden rows: a column per value of the vector and the trainer's own {@code score}; {@code decision} and {@code
 * label} where the file has them. A column of the trainer's is {@code expected_score} where a value of the vector is named
 * {@code score}, and so on. Empty cells are missing values; other columns are passed over.
 */
final class GoldenRows {

    static final int MAX_ROWS = 100_000;

    private final Table table;
    private final VectorPlan plan;
    private final int[] columns;
    private final int score;
    private final int decision;
    private final int label;

    private GoldenRows(Table table, VectorPlan plan) throws GoldenRowsException {
        this.table = table;
        this.plan = plan;
        List<String> names = table.columns().stream().map(Table.Column::name).toList();
        columns = new int[plan.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = required(plan.names().get(i), names);
        }
        score = required(trainers("score"), names);
        decision = names.indexOf(trainers("decision"));
        label = names.indexOf(trainers("label"));
    }

    private String trainers(String what) {
        return plan.names().contains(what) ? "expected_" + what : what;
    }

    private static int required(String column, List<String> names) throws GoldenRowsException {
        int index = names.indexOf(column);
        if (index < 0) {
            throw new GoldenRowsException("there is no column '" + column + "'"
                    + Suggestion.nearest(column, names)
                            .map(near -> "; is it '" + near + "'?")
                            .orElse("; the file has " + String.join(", ", names)));
        }
        if (names.lastIndexOf(column) != index) {
            throw new GoldenRowsException("the column '" + column + "' is there twice");
        }
        return index;
    }

    /** All rows of a file, CSV or Parquet. */
    static List<GoldenRow> read(Path file, VectorPlan plan) throws GoldenRowsException {
        try (Table table = Table.open(file)) {
            return new GoldenRows(table, plan).rows();
        } catch (CsvException e) {
            throw new GoldenRowsException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new GoldenRowsException("cannot read the golden rows " + file + ": " + e, e);
        } catch (GoldenRowsException e) {
            throw new GoldenRowsException(file + ": " + e.getMessage(), e);
        }
    }

    private List<GoldenRow> rows() throws IOException, GoldenRowsException {
        List<GoldenRow> rows = new ArrayList<>();
        while (table.next()) {
            if (rows.size() == MAX_ROWS) {
                throw new GoldenRowsException("more than " + MAX_ROWS + " rows; a sample of them is enough");
            }
            rows.add(row(rows.size() + 1));
        }
        if (rows.isEmpty()) {
            throw new GoldenRowsException("there are no rows");
        }
        return rows;
    }

    private GoldenRow row(int number) throws GoldenRowsException {
        FeatureValues values = new FeatureValues(columns.length);
        for (int i = 0; i < columns.length; i++) {
            set(values, i, number);
        }
        String written = table.cell(score);
        return new GoldenRow(
                number,
                values,
                written == null ? Double.NaN : number(written, "score", number),
                cell(decision),
                cell(label));
    }

    private void set(FeatureValues values, int index, int row) throws GoldenRowsException {
        String cell = table.cell(columns[index]);
        if (cell == null) {
            values.setMissing(index, ValueStatus.NULL_VALUE);
        } else if (plan.types().get(index) == FieldType.STRING) {
            values.set(index, cell);
        } else {
            values.set(index, number(cell, plan.names().get(index), row));
        }
    }

    private static double number(String cell, String column, int row) throws GoldenRowsException {
        String word = cell.strip();
        if (word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false")) {
            return word.equalsIgnoreCase("true") ? 1 : 0;
        }
        try {
            return Double.parseDouble(word);
        } catch (NumberFormatException e) {
            throw new GoldenRowsException("row " + row + ": " + column + " is '" + cell + "'; expected a number", e);
        }
    }

    private @Nullable String cell(int column) {
        return column < 0 ? null : table.cell(column);
    }
}
