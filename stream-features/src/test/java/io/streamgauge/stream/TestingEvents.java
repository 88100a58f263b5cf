package io.streamgauge.stream;

import io.streamgauge.schemas.registry.SchemaRegistry;
import io.streamgauge.schemas.wire.WireFormat;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.Field;
import io.streamgauge.store.event.FieldType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Events to test with, and the bytes a producer would publish for them. */
final class TestingEvents {

    private TestingEvents() {}

    /** An event by the values of its fields in declared order: texts, numbers, booleans, instants; null for none. */
    static Event of(SourceDefinition source, @Nullable Object... values) {
        EventSchema schema = source.schema();
        Event event = new Event(schema);
        for (int i = 0; i < schema.size(); i++) {
            set(event, i, values[i]);
        }
        String id = source.table() ? "" : event.keyAt(schema.indexOf(source.idField()));
        return event.identify(
                id == null ? "" : id, source.timeOfRecord() ? 0 : event.longAt(schema.indexOf(source.timeField())));
    }

    private static void set(Event event, int index, @Nullable Object value) {
        if (value instanceof String text) {
            event.setText(index, text);
        } else if (value instanceof Instant instant) {
            event.setLong(index, instant.toEpochMilli());
        } else if (value instanceof Boolean truth) {
            event.setBoolean(index, truth);
        } else if (value instanceof Double number) {
            event.setDouble(index, number);
        } else if (value instanceof Long number) {
            event.setLong(index, number);
        } else {
            event.setNull(index);
        }
    }

    static byte[] bytes(SourceDefinition source, SchemaRegistry registry, Event event) {
        return switch (source.format()) {
            case AVRO -> avro(source, registry, event);
            case JSON -> json(event).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        };
    }

    private static byte[] avro(SourceDefinition source, SchemaRegistry registry, Event event) {
        Schema schema = avroSchema(source);
        GenericRecord record = new GenericData.Record(schema);
        for (int i = 0; i < event.schema().size(); i++) {
            record.put(i, value(event, i));
        }
        return encode(registry.register(source.topic() + "-value", schema), record);
    }

    /** The record in Confluent's wire format. */
    static byte[] encode(int schemaId, GenericRecord record) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
            encoder.flush();
            return WireFormat.encode(schemaId, out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All declared fields, each of which may be null. */
    static Schema avroSchema(SourceDefinition source) {
        List<Schema.Field> fields = new ArrayList<>();
        for (Field field : source.schema().fields()) {
            Schema type = switch (field.type()) {
                case STRING -> Schema.create(Schema.Type.STRING);
                case LONG -> Schema.create(Schema.Type.LONG);
                case DOUBLE -> Schema.create(Schema.Type.DOUBLE);
                case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
                case TIMESTAMP -> LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
            };
            fields.add(new Schema.Field(
                    field.name(), Schema.createUnion(Schema.create(Schema.Type.NULL), type), null, (Object) null));
        }
        return Schema.createRecord("Tested", null, "io.streamgauge.test", false, fields);
    }

    private static @Nullable Object value(Event event, int index) {
        if (event.isNull(index)) {
            return null;
        }
        return switch (event.schema().typeAt(index)) {
            case STRING -> event.textAt(index);
            case DOUBLE -> event.doubleAt(index);
            case BOOLEAN -> event.booleanAt(index);
            case LONG, TIMESTAMP -> event.longAt(index);
        };
    }

    private static String json(Event event) {
        List<String> members = new ArrayList<>();
        for (int i = 0; i < event.schema().size(); i++) {
            Field field = event.schema().fields().get(i);
            Object value = value(event, i);
            String text =
                    field.type() == FieldType.STRING && value != null ? "\"" + value + "\"" : String.valueOf(value);
            members.add("\"" + field.name() + "\":" + text);
        }
        return "{" + String.join(",", members) + "}";
    }
}
