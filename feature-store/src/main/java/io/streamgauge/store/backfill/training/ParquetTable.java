package io.streamgauge.store.backfill.training;

import io.streamgauge.store.event.CsvException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** A Parquet file of plain columns and lists of numbers, read row group by row group. */
final class ParquetTable implements Table {

    private final Path file;
    private final ParquetFileReader reader;
    private final MessageType schema;
    private final List<Column> columns = new ArrayList<>();
    private @Nullable RecordReader<Group> group;
    private long left;
    private long row;
    private @Nullable Group current;

    ParquetTable(Path file) throws IOException {
        this.file = file;
        this.reader = open(file);
        this.schema = reader.getFooter().getFileMetaData().getSchema();
        try {
            for (Type field : schema.getFields()) {
                columns.add(new Column(field.getName(), type(field)));
            }
        } catch (CsvException e) {
            reader.close();
            throw e;
        }
    }

    private static ParquetFileReader open(Path file) throws IOException {
        try {
            return ParquetFileReader.open(
                    new LocalInputFile(file),
                    ParquetReadOptions.builder(new PlainParquetConfiguration()).build());
        } catch (RuntimeException e) {
            throw new IOException(file + " is no Parquet file: " + e.getMessage(), e);
        }
    }

    @Override
    public Map<String, String> metadata() {
        return reader.getFooter().getFileMetaData().getKeyValueMetaData();
    }

    private ColumnType type(Type field) {
        if (NumberLists.isOne(field)) {
            return ColumnType.NUMBERS;
        }
        if (!field.isPrimitive() || field.isRepetition(Type.Repetition.REPEATED)) {
            throw unknown(field);
        }
        PrimitiveType primitive = field.asPrimitiveType();
        LogicalTypeAnnotation logical = primitive.getLogicalTypeAnnotation();
        if (logical instanceof LogicalTypeAnnotation.DecimalLogicalTypeAnnotation) {
            throw unknown(field);
        }
        return switch (primitive.getPrimitiveTypeName()) {
            case BOOLEAN -> ColumnType.BOOLEAN;
            case FLOAT, DOUBLE -> ColumnType.DOUBLE;
            case INT32 ->
                logical instanceof LogicalTypeAnnotation.DateLogicalTypeAnnotation ? ColumnType.DATE : ColumnType.LONG;
            case INT64 -> logical instanceof TimestampLogicalTypeAnnotation moment ? moment(moment) : ColumnType.LONG;
            case BINARY -> ColumnType.STRING;
            default -> throw unknown(field);
        };
    }

    private static ColumnType moment(TimestampLogicalTypeAnnotation moment) {
        return switch (moment.getUnit()) {
            case MILLIS -> ColumnType.TIMESTAMP_MILLIS;
            case MICROS -> ColumnType.TIMESTAMP_MICROS;
            case NANOS -> ColumnType.TIMESTAMP_NANOS;
        };
    }

    private CsvException unknown(Type field) {
        return new CsvException(
                file + ": column '" + field.getName() + "' is "
                        + field.toString().strip()
                        + "; allowed: boolean, int32, int64, float, double, string, date, timestamp(ms, us or ns) and lists of float or double");
    }

    @Override
    public List<Column> columns() {
        return columns;
    }

    @Override
    public boolean next() throws IOException {
        while (left == 0) {
            PageReadStore pages = reader.readNextRowGroup();
            if (pages == null) {
                return false;
            }
            left = pages.getRowCount();
            group = new ColumnIOFactory().getColumnIO(schema).getRecordReader(pages, new GroupRecordConverter(schema));
        }
        left--;
        row++;
        current = group == null ? null : group.read();
        return true;
    }

    @Override
    public @Nullable String cell(int column) {
        Group cells = current;
        if (cells == null || cells.getFieldRepetitionCount(column) == 0) {
            return null;
        }
        if (columns.get(column).type() == ColumnType.NUMBERS) {
            return NumberLists.text(NumberLists.read(cells, column));
        }
        return switch (schema.getType(column).asPrimitiveType().getPrimitiveTypeName()) {
            case BOOLEAN -> Boolean.toString(cells.getBoolean(column, 0));
            case FLOAT -> Double.toString(cells.getFloat(column, 0));
            case DOUBLE -> Double.toString(cells.getDouble(column, 0));
            case INT32 -> Integer.toString(cells.getInteger(column, 0));
            case INT64 -> Long.toString(cells.getLong(column, 0));
            default -> cells.getString(column, 0);
        };
    }

    @Override
    public String place() {
        return file + ": row " + (row - 1);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
