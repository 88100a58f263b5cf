package io.streamgauge.store.backfill.training;

import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.CellReader;
import io.streamgauge.store.event.CsvException;
import io.streamgauge.store.event.CsvTime;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows of labels in a file, CSV or Parquet: each names an event of the scored source by its id, or entities and a moment.
 * Columns that are named as a field of the scored source, or as its CSV mapping names the column of that field, hold it.
 */
public final class LabelFile implements LabelRows {

    private final Path file;
    private final SourceDefinition scored;
    private final Choice choice;
    private final List<Table.Column> told = new ArrayList<>();
    private final List<GuessedType> guessed = new ArrayList<>();
    private final List<Integer> kept = new ArrayList<>();
    private final int[] fieldColumns;
    private final int idColumn;
    private final int timeColumn;
    private long rows;

    /**
     * How rows are to be read.
     *
     * @param byEvent whether rows name events; else entities and a moment
     * @param idColumn column of event ids; empty for that of the scored source's id
     * @param timeColumn column of moments
     * @param timeFormat how texts write moments, as {@link CsvTime#of} has it
     * @param columns the columns to keep; empty for all
     */
    public record Choice(
            boolean byEvent, Optional<String> idColumn, String timeColumn, String timeFormat, List<String> columns) {

        /** Column of moments, unless told otherwise. */
        public static final String TIME_COLUMN = "event_timestamp";
    }

    /**
     * Opens the file and looks at its columns.
     *
     * @param needed what the rows are joined to
     * @throws CsvException when a column is missing; the message lists those there are
     */
    public LabelFile(Path file, NeededFeatures needed, Choice choice) throws IOException {
        this.file = file;
        FeatureDefinition definition = needed.definition();
        this.scored = definition.scoredSource();
        this.choice = choice;
        try (Table table = Table.open(file)) {
            List<Table.Column> columns = table.columns();
            EventSchema schema = scored.schema();
            fieldColumns = new int[schema.size()];
            for (int i = 0; i < fieldColumns.length; i++) {
                fieldColumns[i] = TableEvents.columnOf(table, schema.names().get(i), scored.csv());
            }
            idColumn = choice.byEvent() ? idColumn(table) : -1;
            timeColumn = choice.byEvent() ? -1 : required(table, choice.timeColumn(), "the moment of each row");
            if (!choice.byEvent()) {
                needField(needed.entities(), "names an entity of " + names(definition), columns);
                needField(needed.fields(), "is an input", columns);
            }
            choose(table);
        }
    }

    /** Whether a file has moments of its own: a column named as {@link Choice#timeColumn}. */
    public static boolean hasColumn(Path file, String column) throws IOException {
        try (Table table = Table.open(file)) {
            return table.indexOf(column) >= 0;
        }
    }

    private static List<String> names(FeatureDefinition definition) {
        return definition.views().stream().map(view -> view.name()).toList();
    }

    private void needField(Set<String> fields, String why, List<Table.Column> columns) {
        for (String field : fields) {
            if (fieldColumns[scored.schema().indexOf(field)] < 0) {
                throw new CsvException(file + ": no column '" + field + "', which " + why + "; the file has "
                        + listed(columns) + ". Add it, or choose features that need it not");
            }
        }
    }

    private int idColumn(Table table) {
        if (choice.idColumn().isPresent()) {
            return required(table, choice.idColumn().get(), "the id of each row's event");
        }
        int column = TableEvents.columnOf(table, scored.idField(), scored.csv());
        return column >= 0 ? column : required(table, scored.idField(), "the id of each row's event");
    }

    private int required(Table table, String name, String what) {
        int column = table.indexOf(name);
        if (column < 0) {
            throw new CsvException(
                    file + ": no column '" + name + "', " + what + "; the file has " + listed(table.columns()));
        }
        return column;
    }

    private static String listed(List<Table.Column> columns) {
        return String.join(", ", columns.stream().map(Table.Column::name).toList());
    }

    private void choose(Table table) {
        List<String> all = table.columns().stream().map(Table.Column::name).toList();
        for (String column : choice.columns()) {
            if (!all.contains(column)) {
                throw new CsvException(file + ": " + Suggestion.unknown("column", column, all));
            }
        }
        for (int i = 0; i < all.size(); i++) {
            boolean wanted = choice.columns().isEmpty() || choice.columns().contains(all.get(i));
            if (i == timeColumn || (wanted && i != idColumn)) {
                kept.add(i);
                told.add(
                        i == timeColumn
                                ? new Table.Column(
                                        all.get(i),
                                        momentType(table.columns().get(i).type()))
                                : table.columns().get(i));
                guessed.add(new GuessedType());
            }
        }
    }

    private static ColumnType momentType(ColumnType type) {
        return type.isMoment() && type != ColumnType.DATE ? type : ColumnType.TIMESTAMP_MILLIS;
    }

    @Override
    public boolean byEvent() {
        return choice.byEvent();
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public List<Table.Column> columns() {
        List<Table.Column> columns = new ArrayList<>();
        for (int i = 0; i < told.size(); i++) {
            Table.Column column = told.get(i);
            columns.add(
                    column.type() == ColumnType.UNTOLD
                            ? new Table.Column(column.name(), guessed.get(i).type())
                            : column);
        }
        return columns;
    }

    @Override
    public void read(Taker taker) throws IOException {
        CellReader cells = new CellReader(scored.csv());
        CsvTime times = CsvTime.of(choice.timeFormat(), ZoneOffset.UTC);
        try (Table table = Table.open(file)) {
            while (table.next()) {
                rows++;
                if (choice.byEvent()) {
                    takeEvent(table, taker);
                } else {
                    takeMoment(table, times, cells, taker);
                }
            }
        }
    }

    private void takeEvent(Table table, Taker taker) {
        String id = table.cell(idColumn);
        if (id == null) {
            throw new CsvException(table.place() + ": the id of the event is empty");
        }
        taker.event(id, attached(table, 0));
    }

    private void takeMoment(Table table, CsvTime times, CellReader cells, Taker taker) {
        long timeMs = timeOf(table, times);
        Event moment = new Event(scored.schema());
        for (int i = 0; i < fieldColumns.length; i++) {
            if (fieldColumns[i] >= 0 && fieldColumns[i] != timeColumn && !isTime(i)) {
                try {
                    TableEvents.set(moment, i, table, fieldColumns[i], cells);
                } catch (IllegalArgumentException e) {
                    throw new CsvException(table.place() + ": " + e.getMessage());
                }
            }
        }
        moment.setLong(scored.schema().indexOf(scored.timeField()), timeMs);
        taker.moment(moment.identify("", timeMs), attached(table, timeMs));
    }

    private boolean isTime(int field) {
        return scored.schema().names().get(field).equals(scored.timeField());
    }

    private long timeOf(Table table, CsvTime times) {
        String cell = table.cell(timeColumn);
        ColumnType type = table.columns().get(timeColumn).type();
        if (cell == null) {
            throw new CsvException(table.place() + ": '" + choice.timeColumn() + "' is empty");
        }
        try {
            return type.isMoment() || type == ColumnType.LONG
                    ? type.toMillis(Long.parseLong(cell))
                    : times.parseMs(cell.strip());
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw new CsvException(table.place() + ": '" + cell + "' in '" + choice.timeColumn() + "' is no moment: "
                    + e.getMessage() + "; --time-format says how they are written");
        }
    }

    private byte[] attached(Table table, long timeMs) {
        List<@Nullable String> cells = new ArrayList<>(kept.size());
        for (int i = 0; i < kept.size(); i++) {
            String cell = table.cell(kept.get(i));
            if (kept.get(i) == timeColumn && told.get(i).type() == ColumnType.TIMESTAMP_MILLIS) {
                cell = Long.toString(timeMs);
            }
            if (cell != null && told.get(i).type() == ColumnType.UNTOLD) {
                guessed.get(i).see(cell);
            }
            cells.add(cell);
        }
        return LabelCells.encode(cells);
    }
}
