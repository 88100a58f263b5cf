package io.streamgauge.drift;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.drift.definition.PerformanceDefinition.Kind;
import io.streamgauge.schemas.registry.SchemaRegistry;
import io.streamgauge.schemas.registry.UnknownSchemaException;
import io.streamgauge.schemas.wire.WireFormat;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the three fields of a label that matter: the id, a text or a whole number; the time, milliseconds since 1970 UTC, an Avro timestamp,
 * or in JSON ISO-8601 with a zone; the outcome, a number or a boolean.
 */
public final class LabelReader {

    /** What is no usable label; the message says why. */
    public static final class BadLabelException extends Exception {

        private static final long serialVersionUID = 1L;

        public BadLabelException(String message) {
            super(message);
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LabelsConfig config;
    private final Kind kind;
    private final SchemaRegistry registry;
    private final Map<Integer, GenericDatumReader<GenericRecord>> readers = new HashMap<>();

    /** @param registry for Avro */
    public LabelReader(LabelsConfig config, Kind kind, SchemaRegistry registry) {
        this.config = config;
        this.kind = kind;
        this.registry = registry;
    }

    /**
     * The label in a record's value, without its place.
     *
     * @param recordMs the record's own timestamp
     * @throws BadLabelException when it is none that can be used
     */
    public LabelRow read(byte @Nullable [] value, long recordMs) throws BadLabelException {
        if (value == null) {
            throw new BadLabelException("the record's value is null");
        }
        LabelRow label = config.format() == LabelsConfig.Format.AVRO ? avro(value) : json(value);
        if (label.timeMs > recordMs + config.maxAhead().toMillis()) {
            throw new BadLabelException("its time, " + label.timeMs + ", is further ahead of its record's, " + recordMs
                    + ", than max_ahead allows");
        }
        label.outcome = usable(label.outcome, kind);
        return label;
    }

    /**
     * An outcome, of which 0 has no sign.
     *
     * @throws BadLabelException when outcomes of the kind are not such
     */
    public static double usable(double outcome, Kind kind) throws BadLabelException {
        boolean known = kind != Kind.BINARY || outcome == 0 || outcome == 1;
        if (!known || !Double.isFinite(outcome)) {
            throw new BadLabelException("the outcome is " + outcome + "; allowed: "
                    + (kind == Kind.BINARY ? "1 and 0, true and false" : "a finite number"));
        }
        return outcome + 0.0;
    }

    private LabelRow avro(byte[] value) throws BadLabelException {
        try {
            GenericRecord record = reader(WireFormat.schemaId(value))
                    .read(
                            null,
                            DecoderFactory.get()
                                    .binaryDecoder(value, WireFormat.PAYLOAD, value.length - WireFormat.PAYLOAD, null));
            LabelRow label = new LabelRow();
            label.eventId = id(field(record, config.id()));
            label.timeMs = avroTime(record);
            label.outcome = outcome(field(record, config.outcome()));
            return label;
        } catch (UnknownSchemaException
                | SerializationException
                | IOException
                | AvroRuntimeException
                | ClassCastException
                | IndexOutOfBoundsException e) {
            throw new BadLabelException("the bytes are no Avro record: " + e.getMessage());
        }
    }

    private GenericDatumReader<GenericRecord> reader(int schemaId) throws UnknownSchemaException {
        GenericDatumReader<GenericRecord> known = readers.get(schemaId);
        if (known == null) {
            known = new GenericDatumReader<>(registry.schemaById(schemaId));
            readers.put(schemaId, known);
        }
        return known;
    }

    private static Object field(IndexedRecord record, String name) throws BadLabelException {
        Schema.Field field = record.getSchema().getField(name);
        Object value = field == null ? null : record.get(field.pos());
        if (value == null) {
            throw new BadLabelException("field '" + name + "' is " + (field == null ? "not there" : "null"));
        }
        return value;
    }

    private long avroTime(GenericRecord record) throws BadLabelException {
        Object value = field(record, config.time());
        Schema schema = record.getSchema().getField(config.time()).schema();
        if (schema.isUnion()) {
            schema = schema.getTypes().stream()
                    .filter(branch -> branch.getType() == Schema.Type.LONG)
                    .findFirst()
                    .orElse(schema);
        }
        if (!(value instanceof Long time)) {
            throw new BadLabelException("field '" + config.time() + "' is " + value + "; allowed: a timestamp");
        }
        LogicalType type = schema.getLogicalType();
        if (type instanceof LogicalTypes.TimestampMicros) {
            return Math.floorDiv(time, 1_000L);
        }
        return type instanceof LogicalTypes.TimestampNanos ? Math.floorDiv(time, 1_000_000L) : time;
    }

    private LabelRow json(byte[] value) throws BadLabelException {
        JsonNode object;
        try {
            object = JSON.readTree(value);
        } catch (IOException e) {
            throw new BadLabelException("the bytes are no JSON");
        }
        if (object == null || !object.isObject()) {
            throw new BadLabelException("the value is no JSON object");
        }
        LabelRow label = new LabelRow();
        label.eventId = id(scalar(object, config.id()));
        label.timeMs = jsonTime(scalar(object, config.time()));
        label.outcome = outcome(scalar(object, config.outcome()));
        return label;
    }

    private static Object scalar(JsonNode object, String name) throws BadLabelException {
        JsonNode node = object.get(name);
        if (node == null || node.isNull()) {
            throw new BadLabelException("field '" + name + "' is " + (node == null ? "not there" : "null"));
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        return node.isNumber() ? node.doubleValue() : node.isTextual() ? node.textValue() : node.getNodeType();
    }

    private long jsonTime(Object value) throws BadLabelException {
        if (value instanceof Long time) {
            return time;
        }
        try {
            String text = value.toString();
            return text.endsWith("Z")
                    ? Instant.parse(text).toEpochMilli()
                    : OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw new BadLabelException("field '" + config.time() + "' is " + value
                    + "; allowed: milliseconds since 1970, ISO-8601 with zone such as 2018-04-01T00:00:31Z");
        }
    }

    private String id(Object value) throws BadLabelException {
        if (value instanceof CharSequence || value instanceof Long || value instanceof Integer) {
            return value.toString();
        }
        throw new BadLabelException("field '" + config.id() + "' is " + value + "; allowed: a string, a whole number");
    }

    private double outcome(Object value) throws BadLabelException {
        if (value instanceof Boolean came) {
            return came ? 1 : 0;
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new BadLabelException(
                "field '" + config.outcome() + "' is " + value + "; allowed: a number, true and false");
    }
}
