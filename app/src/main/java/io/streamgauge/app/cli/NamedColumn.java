package io.streamgauge.app.cli;

import io.streamgauge.app.WrongUsageException;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.store.backfill.training.Table;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A column of a file's rows, named by an option. */
record NamedColumn(Table table, int index, String name) {

    /** @throws WrongUsageException when the file has no such column */
    static NamedColumn of(Table table, String name, String option) {
        int index = table.indexOf(name);
        if (index < 0) {
            List<String> known =
                    table.columns().stream().map(Table.Column::name).toList();
            throw new WrongUsageException(option + ": " + Suggestion.unknown("column", name, known));
        }
        return new NamedColumn(table, index, name);
    }

    /** The row's value as it is written; null when it has none. */
    @Nullable
    String text() {
        return table.cell(index);
    }

    /** The row's number; empty when it has none. */
    OptionalDouble number() {
        String cell = text();
        if (cell == null) {
            return OptionalDouble.empty();
        }
        try {
            double number = Double.parseDouble(cell.strip());
            if (Double.isFinite(number)) {
                return OptionalDouble.of(number);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw unexpected(cell, "a number");
    }

    /** What to say of a value that the column must not have. */
    WrongUsageException unexpected(String cell, String allowed) {
        return new WrongUsageException(table.place() + ": " + name + " is '" + cell + "'; expected " + allowed);
    }
}
