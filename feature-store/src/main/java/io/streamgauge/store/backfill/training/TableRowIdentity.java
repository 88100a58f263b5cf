package io.streamgauge.store.backfill.training;

import io.streamgauge.store.definition.CsvMapping;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.BadEventException;
import io.streamgauge.store.event.CellReader;
import io.streamgauge.store.event.CsvException;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventIdentity;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** When a row of a table in a Parquet file was published, and whether it deletes: as a CSV file of the same source has it. */
final class TableRowIdentity {

    private static final int NONE = -1;

    private final SourceDefinition source;
    private final CsvMapping mapping;
    private final EventIdentity identity;
    private final CellReader cells;
    private final int recordTime;
    private final int deleted;

    /** @throws CsvException when a column is missing that the source's mapping names, or rows would have no time */
    TableRowIdentity(SourceDefinition source, Table table, Path file) {
        this.source = source;
        this.mapping = source.csv();
        this.identity = new EventIdentity(source);
        this.cells = new CellReader(mapping);
        boolean inColumn = source.timeOfRecord() && mapping.rowTime().isEmpty();
        this.recordTime = inColumn ? recordTime(table, file) : NONE;
        String column = mapping.columns().get(CsvMapping.DELETED);
        this.deleted = column == null ? NONE : position(table, column, "deleted", file);
    }

    private int recordTime(Table table, Path file) {
        String column = mapping.columns().get(CsvMapping.RECORD_TIME);
        if (column == null) {
            throw new CsvException(file + ": rows of source '" + source.name()
                    + "' have the time of their Kafka record (time: record), and a file has no records; name a column in"
                    + " the source's csv, such as csv: {record_time: updated_at}, or give it 'time_from_row'; the file has "
                    + names(table));
        }
        return position(table, column, "record_time", file);
    }

    private int position(Table table, String column, String field, Path file) {
        int position = table.indexOf(column);
        if (position < 0) {
            throw new CsvException(file + ": no column '" + column + "' for field '" + field + "' of source '"
                    + source.name() + "'; the file has " + names(table));
        }
        return position;
    }

    private static String names(Table table) {
        return String.join(
                ", ", table.columns().stream().map(Table.Column::name).toList());
    }

    /**
     * The row as an event, whose fields are set.
     *
     * @param number its number in the file, from 0
     */
    Event identify(Event event, Table row, long number) throws BadEventException {
        event.deletion(isDeleted(row));
        return identity.identifyRow(event, number, source.timeOfRecord() ? timeMs(row, number) : 0);
    }

    private boolean isDeleted(Table row) {
        @Nullable String cell = deleted == NONE ? null : row.cell(deleted);
        return cell != null && !cell.isBlank() && cells.bool(cell.strip());
    }

    private long timeMs(Table row, long number) {
        if (recordTime == NONE) {
            return mapping.rowTime().orElseThrow().momentMs(number);
        }
        @Nullable String cell = row.cell(recordTime);
        ColumnType type = row.columns().get(recordTime).type();
        if (cell != null && (type.isMoment() || type == ColumnType.LONG)) {
            return type.toMillis(Long.parseLong(cell));
        }
        return cells.timestampMs(cell == null ? "" : cell.strip());
    }
}
