package io.streamgauge.store.backfill.training;

import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.vector.ShownColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * A training set as Parquet, zstd, with its provenance in the file's metadata. It is written beside its place, which it takes
 * once it is finished and closed.
 */
public final class ParquetTrainingRows implements TrainingRows {

    private static final long ROW_GROUP_BYTES = 32L << 20;

    private final Path file;
    private final Path staged;
    private final Map<String, String> provenance = new HashMap<>();
    private @Nullable ParquetWriter<TrainingRow> writer;
    private boolean finished;

    public ParquetTrainingRows(Path file) {
        this.file = file;
        this.staged = file.resolveSibling(file.getFileName() + ".partial");
    }

    @Override
    public void begin(TrainingColumns columns) throws IOException {
        writer = new Builder(new LocalOutputFile(staged), columns, provenance)
                .withConf(new PlainParquetConfiguration())
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .build();
    }

    @Override
    public void write(TrainingRow row) throws IOException {
        Objects.requireNonNull(writer, "begin comes first").write(row);
    }

    @Override
    public void finish(Map<String, String> from) {
        provenance.putAll(from);
        finished = true;
    }

    @Override
    public void close() throws IOException {
        ParquetWriter<TrainingRow> open = writer;
        writer = null;
        if (open == null) {
            return;
        }
        try {
            open.close();
            if (finished) {
                Files.move(staged, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            }
        } finally {
            Files.deleteIfExists(staged);
        }
    }

    private static MessageType schema(TrainingColumns columns) {
        Types.GroupBuilder<MessageType> message = Types.buildMessage();
        if (!columns.event().isEmpty()) {
            message.addField(Types.required(BINARY)
                    .as(stringType())
                    .named(columns.event().get(0)));
            message.addField(Types.required(INT64)
                    .as(timestampType(true, TimeUnit.MILLIS))
                    .named(columns.event().get(1)));
        }
        columns.labels().forEach(column -> message.addField(field(column.type(), column.name())));
        for (ShownColumn column : columns.shown()) {
            boolean text = columns.types().get(column.places().get(0)) == FieldType.STRING;
            message.addField(field(
                    column.vector() ? ColumnType.NUMBERS : text ? ColumnType.STRING : ColumnType.DOUBLE,
                    column.name()));
        }
        return message.named("training_set");
    }

    private static Type field(ColumnType type, String name) {
        return switch (type) {
            case STRING, UNTOLD -> Types.optional(BINARY).as(stringType()).named(name);
            case LONG -> Types.optional(INT64).named(name);
            case DOUBLE -> Types.optional(DOUBLE).named(name);
            case BOOLEAN -> Types.optional(BOOLEAN).named(name);
            case NUMBERS -> NumberLists.field(name);
            case DATE -> Types.optional(INT32).as(dateType()).named(name);
            case TIMESTAMP_MILLIS ->
                Types.optional(INT64).as(timestampType(true, TimeUnit.MILLIS)).named(name);
            case TIMESTAMP_MICROS ->
                Types.optional(INT64).as(timestampType(true, TimeUnit.MICROS)).named(name);
            case TIMESTAMP_NANOS ->
                Types.optional(INT64).as(timestampType(true, TimeUnit.NANOS)).named(name);
        };
    }

    /** Writes a row field by field. */
    private static final class Rows extends WriteSupport<TrainingRow> {

        private final MessageType schema;
        private final Map<String, String> provenance;
        private final List<ColumnType> labels = new ArrayList<>();
        private final List<ShownColumn> shown;
        private final boolean ofEvents;
        private @Nullable RecordConsumer consumer;

        Rows(TrainingColumns columns, Map<String, String> provenance) {
            this.schema = schema(columns);
            this.provenance = provenance;
            this.shown = columns.shown();
            this.ofEvents = !columns.event().isEmpty();
            columns.labels().forEach(column -> labels.add(column.type()));
        }

        @Override
        @SuppressWarnings("deprecation") // abstract, so it must be here; nothing calls it
        public WriteContext init(Configuration configuration) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public FinalizedWriteContext finalizeWrite() {
            return new FinalizedWriteContext(provenance);
        }

        @Override
        public void prepareForWrite(RecordConsumer newConsumer) {
            consumer = newConsumer;
        }

        @Override
        public void write(TrainingRow row) {
            RecordConsumer out = Objects.requireNonNull(consumer, "prepareForWrite comes first");
            out.startMessage();
            int at = 0;
            if (ofEvents) {
                text(out, at++, row.id);
                start(out, at);
                out.addLong(row.timeMs);
                end(out, at++);
            }
            for (int i = 0; i < labels.size(); i++, at++) {
                String cell = row.labels[i];
                if (cell != null) {
                    start(out, at);
                    label(out, labels.get(i), cell);
                    end(out, at);
                }
            }
            for (ShownColumn column : shown) {
                if (column.vector()) {
                    vector(out, at, row.numbers(column));
                } else {
                    feature(out, at, row, row.features[column.places().get(0)]);
                }
                at++;
            }
            out.endMessage();
        }

        private void vector(RecordConsumer out, int at, @Nullable List<@Nullable Double> numbers) {
            if (numbers != null) {
                start(out, at);
                NumberLists.write(out, numbers);
                end(out, at);
            }
        }

        private void feature(RecordConsumer out, int at, TrainingRow row, int index) {
            if (row.vector.isMissing(index)) {
                return;
            }
            String text = row.vector.textAt(index);
            if (text != null) {
                text(out, at, text);
            } else {
                start(out, at);
                out.addDouble(row.vector.valueAt(index));
                end(out, at);
            }
        }

        private void text(RecordConsumer out, int at, String text) {
            start(out, at);
            out.addBinary(Binary.fromString(text));
            end(out, at);
        }

        private static void label(RecordConsumer out, ColumnType type, String cell) {
            switch (type) {
                case STRING, UNTOLD -> out.addBinary(Binary.fromString(cell));
                case DOUBLE -> out.addDouble(Double.parseDouble(cell));
                case BOOLEAN -> out.addBoolean(Boolean.parseBoolean(cell));
                case NUMBERS -> NumberLists.write(out, NumberLists.parse(cell));
                case DATE -> out.addInteger(Integer.parseInt(cell));
                case LONG, TIMESTAMP_MILLIS, TIMESTAMP_MICROS, TIMESTAMP_NANOS -> out.addLong(Long.parseLong(cell));
            }
        }

        private void start(RecordConsumer out, int at) {
            out.startField(schema.getFieldName(at), at);
        }

        private void end(RecordConsumer out, int at) {
            out.endField(schema.getFieldName(at), at);
        }
    }

    private static final class Builder extends ParquetWriter.Builder<TrainingRow, Builder> {

        private final TrainingColumns columns;
        private final Map<String, String> provenance;

        Builder(OutputFile file, TrainingColumns columns, Map<String, String> provenance) {
            super(file);
            this.columns = columns;
            this.provenance = provenance;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation") // abstract, so it must be here; nothing calls it
        protected WriteSupport<TrainingRow> getWriteSupport(Configuration configuration) {
            return new Rows(columns, provenance);
        }

        @Override
        protected WriteSupport<TrainingRow> getWriteSupport(ParquetConfiguration configuration) {
            return new Rows(columns, provenance);
        }
    }
}
