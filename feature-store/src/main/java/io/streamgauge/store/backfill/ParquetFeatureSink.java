package io.streamgauge.store.backfill;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.vector.FeatureValues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/**
 * Features as Parquet, zstd: id (string), event time (UTC timestamp in milliseconds), then one optional double or
 * string per feature, null where missing.
 */
final class ParquetFeatureSink implements FeatureSink {

    private final ParquetWriter<ParquetRows.Row> writer;

    ParquetFeatureSink(Path file, String idName, String timeName, List<String> names, List<FieldType> types)
            throws IOException {
        writer = new Builder(new LocalOutputFile(file), schema(idName, timeName, names, types))
                .withConf(new PlainParquetConfiguration())
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .build();
    }

    @Override
    public void write(String id, long timeMs, FeatureValues vector) throws IOException {
        writer.write(new ParquetRows.Row(id, timeMs, vector));
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    private static MessageType schema(String idName, String timeName, List<String> names, List<FieldType> types) {
        Types.GroupBuilder<MessageType> message = Types.buildMessage()
                .addField(Types.required(BINARY).as(stringType()).named(idName))
                .addField(Types.required(INT64)
                        .as(timestampType(true, TimeUnit.MILLIS))
                        .named(timeName));
        for (int i = 0; i < names.size(); i++) {
            boolean text = types.get(i) == FieldType.STRING;
            message.addField(
                    text
                            ? Types.optional(BINARY).as(stringType()).named(names.get(i))
                            : Types.optional(DOUBLE).named(names.get(i)));
        }
        return message.named("features");
    }

    private static final class Builder extends ParquetWriter.Builder<ParquetRows.Row, Builder> {

        private final MessageType schema;

        Builder(OutputFile file, MessageType schema) {
            super(file);
            this.schema = schema;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation") // abstract, so it must be here; nothing calls it
        protected WriteSupport<ParquetRows.Row> getWriteSupport(Configuration configuration) {
            return new ParquetRows(schema);
        }

        @Override
        protected WriteSupport<ParquetRows.Row> getWriteSupport(ParquetConfiguration configuration) {
            return new ParquetRows(schema);
        }
    }
}
