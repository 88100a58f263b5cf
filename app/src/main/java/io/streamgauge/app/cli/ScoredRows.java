package io.streamgauge.app.cli;

import io.streamgauge.app.WrongUsageException;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.scoring.calibration.Outcomes;
import io.streamgauge.store.backfill.training.Table;
import io.streamgauge.store.event.CsvException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
            int scoreColumn = column(table, score, "--score");
            int outcomeColumn = column(table, outcome, "--outcome");
            while (table.next()) {
                String number = table.cell(scoreColumn);
                String came = table.cell(outcomeColumn);
                if (number == null || came == null) {
                    continue; // refused, or not known yet
                }
                scores.add(number(table, score, number));
                outcomes.add(positive(table, outcome, came));
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

    private static int column(Table table, String name, String option) {
        int index = table.indexOf(name);
        if (index < 0) {
            List<String> known =
                    table.columns().stream().map(Table.Column::name).toList();
            throw new WrongUsageException(option + ": " + Suggestion.unknown("column", name, known));
        }
        return index;
    }

    private static double number(Table table, String column, String cell) {
        try {
            double number = Double.parseDouble(cell.strip());
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new WrongUsageException(table.place() + ": " + column + " is '" + cell + "'; expected a number");
    }

    private static boolean positive(Table table, String column, String cell) {
        return switch (cell.strip().toLowerCase(Locale.ROOT)) {
            case "1", "1.0", "true" -> true;
            case "0", "0.0", "false" -> false;
            default ->
                throw new WrongUsageException(table.place() + ": " + column + " is '" + cell
                        + "'; expected 0 or 1, or false or true: calibration is of scores of two classes");
        };
    }
}
