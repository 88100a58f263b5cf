package io.streamgauge.app.cli;

import io.streamgauge.app.WrongUsageException;
import io.streamgauge.scoring.ConformalLearning;
import io.streamgauge.scoring.Scorer;
import io.streamgauge.scoring.conformal.Gives;
import io.streamgauge.scoring.conformal.Outcome;
import io.streamgauge.store.backfill.training.Table;
import io.streamgauge.store.event.CsvException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** Reads what a model says and what came of it from a CSV or Parquet file. */
final class ConformedRows {

    private ConformedRows() {}

    /**
     * Tells all rows that have both.
     *
     * @param score the column with the score
     * @param classes columns with what the model gives each class; none to take the score
     * @param outcome the column with what came of them
     * @param digest of the model
     * @param model tells its classes
     */
    static void read(
            Path file,
            String score,
            List<String> classes,
            String outcome,
            Gives gives,
            String digest,
            Scorer model,
            ConformalLearning learning)
            throws IOException {
        try (Table table = Table.open(file)) {
            NamedColumn known = NamedColumn.of(table, outcome, "--outcome");
            boolean byClass = gives == Gives.SET && !classes.isEmpty();
            requireClasses(classes, gives, model);
            List<NamedColumn> given = byClass
                    ? classes.stream()
                            .map(name -> NamedColumn.of(table, name, "--probabilities"))
                            .toList()
                    : List.of(NamedColumn.of(table, score, "--score"));
            while (table.next()) {
                String came = known.text();
                double[] numbers = numbers(given);
                if (came == null || numbers.length == 0) {
                    continue; // not known yet, or refused
                }
                Outcome parsed = Outcome.parse(came.strip());
                if (gives == Gives.INTERVAL) {
                    learning.addNumber(digest, numbers[0], known.number().orElseThrow());
                } else if (byClass) {
                    learning.addClasses(digest, classes, numbers, parsed);
                } else {
                    requireTwo(known, parsed, model.classes());
                    learning.addClasses(digest, model.classes(), model.probabilities(numbers[0]), parsed);
                }
            }
        } catch (CsvException e) {
            throw new WrongUsageException(String.valueOf(e.getMessage()));
        }
    }

    private static void requireClasses(List<String> classes, Gives gives, Scorer model) {
        if (gives == Gives.INTERVAL) {
            return;
        }
        List<String> known = model.classes();
        if (classes.isEmpty() && !model.scoreTellsClasses()) {
            throw new WrongUsageException("the model's score does not tell what it gives each class; --probabilities "
                    + String.join(",", known) + " names the columns that do");
        }
        if (!classes.isEmpty() && !Set.copyOf(classes).equals(Set.copyOf(known))) {
            throw new WrongUsageException("--probabilities is " + String.join(",", classes)
                    + "; the model's classes are " + String.join(",", known));
        }
    }

    private static void requireTwo(NamedColumn column, Outcome outcome, List<String> classes) {
        if (outcome.indexIn(classes) < 0) {
            throw column.unexpected(
                    String.valueOf(outcome.value()), "0 or 1, false or true, or one of " + String.join(", ", classes));
        }
    }

    /** The numbers of a row; none when one is missing. */
    private static double[] numbers(List<NamedColumn> columns) {
        double[] numbers = new double[columns.size()];
        for (int i = 0; i < numbers.length; i++) {
            OptionalDouble number = columns.get(i).number();
            if (number.isEmpty()) {
                return new double[0];
            }
            numbers[i] = number.getAsDouble();
        }
        return numbers;
    }
}
