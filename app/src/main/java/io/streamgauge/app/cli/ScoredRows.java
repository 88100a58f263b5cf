package io.streamgauge.app.cli;

import io.streamgauge.app.WrongUsageException;
import io.streamgauge.scoring.calibration.Outcomes;
import io.streamgauge.store.backfill.training.Table;
import io.streamgauge.store.event.CsvException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Reads scores and outcomes from a CSV or Parquet file. */
final class ScoredRows {

    private ScoredRows() {}

    /**
     * @param score the column with the model's own scores
     * @param outcome the column with what came of them: 0 and 1, or false and true
     */
    static Outcomes read(Path file, String score, String outcome) throws IOException {
        List<Double> scores = new ArrayList<>();
        List<Boolean> outcomes = new ArrayList<>();
        try (Table table = Table.open(file)) {
            NamedColumn given = NamedColumn.of(table, score, "--score");
            NamedColumn known = NamedColumn.of(table, outcome, "--outcome");
            while (table.next()) {
                OptionalDouble number = given.number();
                String came = known.text();
                if (number.isEmpty() || came == null) {
                    continue; // refused, or not known yet
                }
                scores.add(number.getAsDouble());
                outcomes.add(positive(known, came));
            }
        } catch (CsvException e) {
            throw new WrongUsageException(String.valueOf(e.getMessage()));
        }
        boolean[] positive = new boolean[outcomes.size()];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = outcomes.get(i);
        }
        try {
            return new Outcomes(scores.stream().mapToDouble(Double::doubleValue).toArray(), positive);
        } catch (IllegalArgumentException e) {
            throw new WrongUsageException(file + ": " + e.getMessage());
        }
    }

    private static boolean positive(NamedColumn column, String cell) {
        return switch (cell.strip().toLowerCase(Locale.ROOT)) {
            case "1", "1.0", "true" -> true;
            case "0", "0.0", "false" -> false;
            default ->
                throw column.unexpected(cell, "0 or 1, or false or true: calibration is of scores of two classes");
        };
    }
}
