package io.streamgauge.store.backfill;

import io.streamgauge.store.vector.FeatureValues;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Writes a row field by field, without a record object in between. Fields: id, event time, then the features. */
final class ParquetRows extends WriteSupport<ParquetRows.Row> {

    /** One row of a feature file. */
    record Row(String id, long timeMs, FeatureValues vector) {}

    private final MessageType schema;
    private final String[] names;
    private @Nullable RecordConsumer consumer;

    ParquetRows(MessageType schema) {
        this.schema = schema;
        this.names = schema.getFields().stream().map(Type::getName).toArray(String[]::new);
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
    public void prepareForWrite(RecordConsumer newConsumer) {
        consumer = newConsumer;
    }

    @Override
    public void write(Row row) {
        RecordConsumer out = Objects.requireNonNull(consumer, "prepareForWrite comes first");
        out.startMessage();
        out.startField(names[0], 0);
        out.addBinary(Binary.fromString(row.id()));
        out.endField(names[0], 0);
        out.startField(names[1], 1);
        out.addLong(row.timeMs());
        out.endField(names[1], 1);
        for (int i = 0; i < row.vector().size(); i++) {
            if (!row.vector().isMissing(i)) {
                out.startField(names[i + 2], i + 2);
                String text = row.vector().textAt(i);
                if (text != null) {
                    out.addBinary(Binary.fromString(text));
                } else {
                    out.addDouble(row.vector().valueAt(i));
                }
                out.endField(names[i + 2], i + 2);
            }
        }
        out.endMessage();
    }
}
