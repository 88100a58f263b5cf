package io.streamgauge.store.event;

import io.streamgauge.store.definition.SourceDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** The Avro schema of a source as its declared fields give it. */
public final class EventAvroSchema {

    private EventAvroSchema() {}

    /**
     * A record named after the source, {@code tx_labels -> TxLabels}, in namespace {@code io.streamgauge.<pipeline>}; its
     * fields in declared order, each nullable but id and time; timestamps are timestamp-millis, vectors arrays of doubles.
     */
    public static Schema of(String pipeline, SourceDefinition source) {
        List<Schema.Field> fields = new ArrayList<>();
        for (RecordField field : source.schema().recordFields()) {
            boolean required =
                    field.name().equals(source.idField()) || field.name().equals(source.timeField());
            Schema type = field.isVector()
                    ? Schema.createArray(Schema.create(Schema.Type.DOUBLE))
                    : type(source.schema().typeAt(field.first()));
            fields.add(
                    required
                            ? new Schema.Field(field.name(), type)
                            : new Schema.Field(
                                    field.name(),
                                    Schema.createUnion(Schema.create(Schema.Type.NULL), type),
                                    null,
                                    Schema.Field.NULL_DEFAULT_VALUE));
        }
        return Schema.createRecord(
                recordName(source.name()),
                "Events of source " + source.name() + ".",
                "io.streamgauge." + pipeline.replace('-', '_'),
                false,
                fields);
    }

    private static Schema type(FieldType type) {
        return switch (type) {
            case STRING -> Schema.create(Schema.Type.STRING);
            case LONG -> Schema.create(Schema.Type.LONG);
            case DOUBLE -> Schema.create(Schema.Type.DOUBLE);
            case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
            case TIMESTAMP -> LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
        };
    }

    private static String recordName(String source) {
        StringBuilder name = new StringBuilder();
        for (String word : source.split("[_-]+", -1)) {
            if (!word.isEmpty()) {
                name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
            }
        }
        return name.toString();
    }
}
