package io.streamgauge.store.backfill.training;

import io.streamgauge.store.backfill.EventFiles;
import io.streamgauge.store.definition.CsvMapping;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.BadEventException;
import io.streamgauge.store.event.CellReader;
import io.streamgauge.store.event.CsvException;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventIdentity;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.FieldType;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Events from Parquet files, whose columns are named as the source's CSV mapping has them; other files are CSV. */
public final class TableEvents implements EventFiles {

    @Override
    public void read(SourceDefinition source, Path file, Rows events) throws IOException {
        if (!file.toString().endsWith(".parquet")) {
            EventFiles.CSV.read(source, file, events);
            return;
        }
        try (Table table = Table.open(file)) {
            int[] columns = columns(table, source, file);
            EventIdentity identity = new EventIdentity(source);
            @Nullable TableRowIdentity rows = source.table() ? new TableRowIdentity(source, table, file) : null;
            long row = 0;
            CellReader cells = new CellReader(source.csv());
            while (table.next()) {
                Event event = new Event(source.schema());
                long number = row++;
                try {
                    fill(event, table, columns, cells);
                    if (rows == null) {
                        identity.identify(event);
                    } else {
                        rows.identify(event, table, number);
                    }
                } catch (IllegalArgumentException | BadEventException e) {
                    events.refuse(table.place() + ": " + e.getMessage());
                    continue;
                }
                events.accept(event);
            }
        }
    }

    /** The column of each field. */
    static int[] columns(Table table, SourceDefinition source, Path file) {
        EventSchema schema = source.schema();
        int[] columns = new int[schema.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = columnOf(table, schema.names().get(i), source.csv());
            if (columns[i] < 0) {
                throw new CsvException(file + ": no column '" + schema.names().get(i) + "' for source '"
                        + source.name() + "'; the file has "
                        + String.join(
                                ", ",
                                table.columns().stream().map(Table.Column::name).toList()));
            }
        }
        return columns;
    }

    /** The column of a field: of its own name, or of that which the mapping gives it; -1 when there is neither. */
    static int columnOf(Table table, String field, CsvMapping mapping) {
        int mapped = table.indexOf(mapping.columns().getOrDefault(field, field));
        return mapped >= 0 ? mapped : table.indexOf(field);
    }

    private static void fill(Event event, Table table, int[] columns, CellReader cells) {
        for (int i = 0; i < columns.length; i++) {
            set(event, i, table, columns[i], cells);
        }
    }

    /**
     * Sets a field to a cell.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    static void set(Event event, int field, Table table, int column, CellReader cells) {
        @Nullable String cell = table.cell(column);
        ColumnType type = table.columns().get(column).type();
        if (cell != null && type.isMoment() && event.schema().typeAt(field) == FieldType.TIMESTAMP) {
            event.setLong(field, type.toMillis(Long.parseLong(cell)));
        } else if (cell != null && type == ColumnType.LONG && event.schema().typeAt(field) == FieldType.TIMESTAMP) {
            event.setLong(field, Long.parseLong(cell));
        } else {
            try {
                cells.set(event, field, cell == null ? "" : cell);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "field '" + event.schema().names().get(field) + "': " + e.getMessage(), e);
            }
        }
    }
}
