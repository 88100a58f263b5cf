package io.streamgauge.store.backfill.training;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of a file with columns of any name, one after the other. Not thread-safe. */
public interface Table extends Closeable {

    /**
     * A column.
     *
     * @param name its name
     * @param type what it holds
     */
    record Column(String name, ColumnType type) {}

    /** CSV, gzipped or not, unless the name ends in {@code .parquet}. */
    static Table open(Path file) throws IOException {
        return file.toString().endsWith(".parquet") ? new ParquetTable(file) : new CsvTable(file);
    }

    List<Column> columns();

    /** Goes to the next row; false after the last. */
    boolean next() throws IOException;

    /**
     * A cell of this row as text, null where it is null. Numbers are as Java writes them, moments whole numbers of the
     * column's unit.
     */
    @Nullable
    String cell(int column);

    /** Where this row stands, for messages. */
    String place();

    /** What the file says of itself, by key; nothing where its format has no place for that. */
    default Map<String, String> metadata() {
        return Map.of();
    }

    /** Index of a column by name; -1 when there is none. */
    default int indexOf(String name) {
        List<Column> columns = columns();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
