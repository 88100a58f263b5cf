package io.streamgauge.store.backfill.training;

import io.streamgauge.store.vector.ShownColumn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares the rows of a training set, computed again, with those of a file, cell by cell and to the bit: -0.0 is not 0.0.
 * Nothing is written.
 */
public final class TrainingSetCheck implements TrainingRows {

    /** Key in the metadata of the hash of the feature definition. */
    public static final String DEFINITION_HASH = "streamgauge.definition_hash";

    private final ParquetTable file;
    private final List<Checked> checked = new ArrayList<>();
    private final List<ShownColumn> shown = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();
    private final List<String> otherColumns = new ArrayList<>();
    private @Nullable TrainingColumns columns;
    private long rows;
    private long missingRows;
    private long furtherRows;

    /** How the cells of one column compare. */
    public static final class Checked {

        private final String name;
        private long equal;
        private long differing;
        private long missing;
        private String first = "";

        Checked(String name) {
            this.name = name;
        }

        void take(@Nullable String computed, @Nullable String found, long row) {
            if (Objects.equals(computed, found)) {
                equal++;
                return;
            }
            if (computed == null || found == null) {
                missing++;
            } else {
                differing++;
            }
            if (first.isEmpty()) {
                first = "row " + row + ": " + found + " in the file, " + computed + " computed";
            }
        }

        /** The column. */
        public String name() {
            return name;
        }

        /** Cells that are equal to the bit, or missing on both sides. */
        public long equal() {
            return equal;
        }

        /** Cells that are on both sides and not equal. */
        public long differing() {
            return differing;
        }

        /** Cells that are missing on one side. */
        public long missing() {
            return missing;
        }

        /** The first cell that is not equal; empty when all are. */
        public String first() {
            return first;
        }
    }

    public TrainingSetCheck(Path file) throws IOException {
        this.file = new ParquetTable(file);
    }

    /** What the file says of itself, by key. */
    public Map<String, String> metadata() {
        return new LinkedHashMap<>(file.metadata());
    }

    @Override
    public void begin(TrainingColumns computed) {
        columns = computed;
        List<String> names = new ArrayList<>(computed.event());
        computed.labels().forEach(label -> names.add(label.name()));
        for (ShownColumn column : computed.shown()) {
            if (isList(column)) {
                shown.add(column);
                names.add(column.name());
            } else {
                column.places().forEach(place -> {
                    String feature = computed.features().get(place);
                    shown.add(ShownColumn.of(feature, place));
                    names.add(feature);
                });
            }
        }
        for (String name : names) {
            checked.add(new Checked(name));
            places.add(file.indexOf(name));
        }
        names.stream().filter(name -> file.indexOf(name) < 0).forEach(name -> otherColumns.add(name));
        file.columns().stream()
                .map(Table.Column::name)
                .filter(name -> !names.contains(name))
                .forEach(otherColumns::add);
    }

    @Override
    public void write(TrainingRow row) throws IOException {
        if (!file.next()) {
            missingRows++;
            return;
        }
        TrainingColumns known = Objects.requireNonNull(columns, "begin comes first");
        List<@Nullable String> cells = new ArrayList<>(checked.size());
        if (!known.event().isEmpty()) {
            cells.add(row.id);
            cells.add(Long.toString(row.timeMs));
        }
        for (int i = 0; i < row.labels.length; i++) {
            cells.add(label(known.labels().get(i).type(), row.labels[i]));
        }
        for (ShownColumn column : shown) {
            cells.add(cell(row, column));
        }
        for (int i = 0; i < cells.size(); i++) {
            int place = places.get(i);
            if (place >= 0) {
                checked.get(i).take(cells.get(i), file.cell(place), rows);
            }
        }
        rows++;
    }

    /** Whether the file has a vector as one column; else it has its elements, or nothing of it. */
    private boolean isList(ShownColumn column) {
        int place = file.indexOf(column.name());
        return column.vector() && place >= 0 && file.columns().get(place).type() == ColumnType.NUMBERS;
    }

    private static @Nullable String cell(TrainingRow row, ShownColumn column) {
        if (column.vector()) {
            List<@Nullable Double> numbers = row.numbers(column);
            return numbers == null ? null : NumberLists.text(numbers);
        }
        int feature = row.features[column.places().get(0)];
        String text = row.vector.textAt(feature);
        return row.vector.isMissing(feature)
                ? null
                : text != null ? text : Double.toString(row.vector.valueAt(feature));
    }

    private static @Nullable String label(ColumnType type, @Nullable String cell) {
        return cell == null || type != ColumnType.DOUBLE ? cell : Double.toString(Double.parseDouble(cell));
    }

    @Override
    public void finish(Map<String, String> provenance) throws IOException {
        while (file.next()) {
            furtherRows++;
        }
    }

    /** Rows compared. */
    public long rows() {
        return rows;
    }

    /** Computed rows that the file ends before. */
    public long missingRows() {
        return missingRows;
    }

    /** Rows of the file after the last computed one. */
    public long furtherRows() {
        return furtherRows;
    }

    /** Columns that only one side has. */
    public List<String> otherColumns() {
        return otherColumns;
    }

    /** By column. */
    public List<Checked> columns() {
        return checked;
    }

    /** Whether nothing differs. */
    public boolean same() {
        return missingRows + furtherRows == 0
                && otherColumns.isEmpty()
                && checked.stream().allMatch(column -> column.differing() + column.missing() == 0);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
