package io.streamgauge.store.event;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.streamgauge.store.definition.CsvMapping;
import io.streamgauge.store.definition.SourceDefinition;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;

/**
 * The events in a CSV file with a header line, in file order, read as they are asked for. A gzipped file is known by its
 * first two bytes, whatever its name. Not thread-safe, but for {@link #bytesRead}.
 */
public final class CsvEvents implements Iterator<Event>, AutoCloseable {

    private static final int FROM_ROW = -1;
    private static final int TIME_FROM_ROW = -2;
    private static final int NONE = -3;
    private static final int GZIP_MAGIC = 0x1f8b;

    private final Path file;
    private final EventSchema schema;
    private final boolean table;
    private final CsvMapping mapping;
    private final CsvCell cell;
    private final EventIdentity identity;
    private final CountingInputStream counted;
    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> records;
    private final int[] columnOfField; // by record field
    private final int recordTime;
    private final int deleted;
    private final int width;
    private long row;
    private long line;

    private CsvEvents(Path file, SourceDefinition source) throws IOException {
        this.file = file;
        this.schema = source.schema();
        this.table = source.table();
        this.mapping = source.csv();
        this.cell = new CsvCell(CsvTime.of(mapping.timeFormat(), mapping.zone()), mapping.booleans());
        this.identity = new EventIdentity(source);
        this.counted = new CountingInputStream(Files.newInputStream(file));
        try {
            // A row of another width than the header is told with its line; the rows after it are read.
            this.reader = CsvReader.builder()
                    .detectBomHeader(true)
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .ofCsvRecord(unzipped(counted));
            this.records = reader.iterator();
            List<String> header = header();
            this.width = header.size();
            this.columnOfField = columns(header, source);
            this.recordTime = recordTime(header, source);
            String deletedColumn = mapping.columns().get(CsvMapping.DELETED);
            this.deleted = deletedColumn == null ? NONE : position(header, deletedColumn, "deleted", source);
        } catch (IOException | RuntimeException e) {
            counted.close();
            throw e;
        }
    }

    /**
     * Opens a file.
     *
     * @throws CsvException when a declared field has no column; the message lists the columns there are
     * @throws IOException when the file cannot be read
     */
    public static CsvEvents open(Path file, SourceDefinition source) throws IOException {
        return new CsvEvents(file, source);
    }

    private static InputStream unzipped(InputStream in) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
        buffered.mark(2);
        int magic = buffered.read() << 8 | buffered.read();
        buffered.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(buffered, 1 << 16) : buffered;
    }

    private List<String> header() {
        if (!hasNext()) {
            throw new CsvException(file + ": the file is empty; expected a header line");
        }
        return records.next().getFields().stream().map(String::strip).toList();
    }

    private int[] columns(List<String> header, SourceDefinition source) {
        Map<String, String> names = mapping.columns();
        int[] columns = new int[schema.recordFields().size()];
        for (int i = 0; i < columns.length; i++) {
            String field = schema.recordFields().get(i).name();
            String column = names.getOrDefault(field, field);
            boolean timeFromRow = mapping.rowTime().isPresent() && field.equals(source.timeField());
            columns[i] = timeFromRow
                    ? TIME_FROM_ROW
                    : column.equals(CsvMapping.ROW) ? FROM_ROW : position(header, column, field, source);
        }
        return columns;
    }

    /** Where a row's time is that its record would have; none where it is a field. */
    private int recordTime(List<String> header, SourceDefinition source) {
        if (!source.timeOfRecord()) {
            return NONE;
        }
        if (mapping.rowTime().isPresent()) {
            return TIME_FROM_ROW;
        }
        String column = mapping.columns().get(CsvMapping.RECORD_TIME);
        if (column == null) {
            throw new CsvException(file + ": rows of source '" + source.name()
                    + "' have the time of their Kafka record (time: record), and a file has no records; name a column in"
                    + " the source's csv, such as csv: {record_time: updated_at}, or give it 'time_from_row'; the file has "
                    + String.join(", ", header));
        }
        return position(header, column, "record_time", source);
    }

    private int position(List<String> header, String column, String field, SourceDefinition source) {
        int position = header.indexOf(column);
        if (position < 0) {
            throw new CsvException(file + ": no column '" + column + "' for field '" + field + "' of source '"
                    + source.name() + "'; the file has " + String.join(", ", header));
        }
        if (header.lastIndexOf(column) != position) {
            throw new CsvException(file + ": column '" + column + "' for field '" + field + "' stands twice");
        }
        return position;
    }

    @Override
    public boolean hasNext() {
        try {
            return records.hasNext();
        } catch (CsvParseException | UncheckedIOException e) {
            throw new CsvException(file + ": after line " + line + ": " + e.getMessage()
                    + (e.getCause() == null ? "" : ": " + e.getCause().getMessage()));
        }
    }

    /**
     * The next row's event.
     *
     * @throws CsvException when the row has more or fewer cells than the header, a cell does not fit its field, or id or
     *     time is empty; the rows after it can still be read
     */
    @Override
    public Event next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no row after " + row);
        }
        CsvRecord csv = records.next();
        line = csv.getStartingLineNumber();
        long number = row++;
        if (csv.getFieldCount() != width) {
            throw new CsvException(
                    place() + ": the row has " + csv.getFieldCount() + " cells and the header has " + width);
        }
        Event event = new Event(schema);
        for (int i = 0; i < columnOfField.length; i++) {
            try {
                set(event, i, csv, number);
            } catch (IllegalArgumentException e) {
                throw new CsvException(
                        place() + ": field '" + schema.recordFields().get(i).name() + "': " + e.getMessage());
            }
        }
        try {
            return table ? row(event, csv, number) : identity.identify(event);
        } catch (BadEventException | IllegalArgumentException e) {
            throw new CsvException(place() + ": " + e.getMessage());
        }
    }

    /** The event as a row of a table. */
    private Event row(Event event, CsvRecord csv, long number) throws BadEventException {
        event.deletion(deleted != NONE && isTrue(csv.getField(deleted).strip()));
        return identity.identifyRow(event, number, recordTime == NONE ? 0 : timeMs(csv, number));
    }

    private boolean isTrue(String written) {
        return !written.isEmpty() && cell.bool(written);
    }

    private long timeMs(CsvRecord csv, long number) {
        return recordTime == TIME_FROM_ROW
                ? timeOf(number)
                : cell.timestampMs(csv.getField(recordTime).strip());
    }

    private long timeOf(long number) {
        return mapping.rowTime().orElseThrow().momentMs(number);
    }

    private void set(Event event, int recordField, CsvRecord csv, long number) {
        int column = columnOfField[recordField];
        RecordField declared = schema.recordFields().get(recordField);
        int field = declared.first();
        if (declared.isVector()) {
            JsonVector.readCell(csv.getField(column), event, declared);
        } else if (column == TIME_FROM_ROW) {
            event.setLong(field, timeOf(number));
        } else {
            cell.set(event, field, column == FROM_ROW ? Long.toString(number) : csv.getField(column));
        }
    }

    private String place() {
        return file + ": line " + line;
    }

    /** Rows read so far, with those that are no event. */
    public long rows() {
        return row;
    }

    /** Bytes of the file read so far, as they lie on disk; compare with the file's size for progress. */
    public long bytesRead() {
        return counted.count();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
