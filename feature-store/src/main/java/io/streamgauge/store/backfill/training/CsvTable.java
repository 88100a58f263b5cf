package io.streamgauge.store.backfill.training;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.streamgauge.store.event.CsvException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A CSV file with a header line, gzipped or not. An empty cell is null. */
final class CsvTable implements Table {

    private final Path file;
    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> records;
    private final List<Column> columns;
    private List<String> cells = List.of();
    private long line;

    CsvTable(Path file) throws IOException {
        this.file = file;
        this.reader = CsvReader.builder()
                .detectBomHeader(true)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(unzipped(file));
        this.records = reader.iterator();
        if (!hasNext()) {
            reader.close();
            throw new CsvException(file + ": the file is empty; expected a header line");
        }
        this.columns = records.next().getFields().stream()
                .map(name -> new Column(name.strip(), ColumnType.UNTOLD))
                .toList();
    }

    private static InputStream unzipped(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        in.mark(2);
        int magic = in.read() << 8 | in.read();
        in.reset();
        return magic == 0x1f8b ? new GZIPInputStream(in, 1 << 16) : in;
    }

    private boolean hasNext() {
        try {
            return records.hasNext();
        } catch (CsvParseException e) {
            throw new CsvException(file + ": after line " + line + ": " + e.getMessage());
        }
    }

    @Override
    public List<Column> columns() {
        return columns;
    }

    @Override
    public boolean next() {
        if (!hasNext()) {
            return false;
        }
        CsvRecord row = records.next();
        line = row.getStartingLineNumber();
        cells = row.getFields();
        if (cells.size() != columns.size()) {
            throw new CsvException(
                    place() + ": the row has " + cells.size() + " cells and the header has " + columns.size());
        }
        return true;
    }

    @Override
    public @Nullable String cell(int column) {
        String cell = cells.get(column);
        return cell.isEmpty() ? null : cell;
    }

    @Override
    public String place() {
        return file + ": line " + line;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
