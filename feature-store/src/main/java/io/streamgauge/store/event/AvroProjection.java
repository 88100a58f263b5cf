package io.streamgauge.store.event;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.jspecify.annotations.Nullable;

/**
 * How records of one writer's schema become events: for each of the writer's fields, in the order they stand in the
 * bytes, either read it into the event or skip it. Compiled once per schema; fields are matched by name.
 *
 * <pre>
 * declared    allowed in the record
 * string      string, enum
 * long        int, long
 * double      float, double, int, long
 * boolean     boolean
 * timestamp   timestamp-millis, -micros, -nanos (cut to milliseconds), plain long of milliseconds
 * vector(n)   array of what a double may be, n of them; none may be null
 * </pre>
 *
 * each also as a branch of a union.
 */
final class AvroProjection {

    /** Reads or skips one value. */
    private interface Step {
        void run(BinaryDecoder in, Event into) throws IOException, BadEventException;
    }

    /** Reads an element of a vector. */
    private interface ElementStep {
        void run(BinaryDecoder in, Event into, long index) throws IOException, BadEventException;
    }

    private final List<Step> steps;
    private final @Nullable BadEventException refusal;

    private AvroProjection(List<Step> steps, @Nullable BadEventException refusal) {
        this.steps = steps;
        this.refusal = refusal;
    }

    static AvroProjection of(Schema writer, EventSchema schema) {
        if (writer.getType() != Schema.Type.RECORD) {
            return new AvroProjection(
                    List.of(),
                    new BadEventException(
                            BadEventException.Cause.WRONG_TYPE,
                            "the value is Avro of type " + shown(writer) + "; allowed: a record"));
        }
        for (RecordField field : schema.recordFields()) {
            if (writer.getField(field.name()) == null) {
                List<String> present =
                        writer.getFields().stream().map(Schema.Field::name).toList();
                return new AvroProjection(List.of(), Mismatch.absent(field, String.join(", ", present)));
            }
        }
        List<Step> steps = writer.getFields().stream()
                .map(field -> schema.recordField(field.name())
                        .map(declared -> declared.isVector()
                                ? readVector(field.schema(), declared)
                                : read(field.schema(), schema.fields().get(declared.first()), declared.first()))
                        .orElseGet(() -> skip(field.schema())))
                .toList();
        return new AvroProjection(steps, null);
    }

    void read(BinaryDecoder in, Event into) throws IOException, BadEventException {
        if (refusal != null) {
            throw new BadEventException(refusal.reason(), String.valueOf(refusal.getMessage()));
        }
        for (Step step : steps) {
            step.run(in, into);
        }
    }

    private static Step skip(Schema seen) {
        return (in, event) -> GenericDatumReader.skip(seen, in);
    }

    private static Step read(Schema seen, Field field, int index) {
        if (seen.getType() == Schema.Type.UNION) {
            List<Step> branches =
                    seen.getTypes().stream().map(s -> read(s, field, index)).toList();
            return (in, event) -> branches.get(in.readIndex()).run(in, event);
        }
        if (seen.getType() == Schema.Type.NULL) {
            return (in, event) -> event.setNull(index);
        }
        return switch (field.type()) {
            case STRING -> readText(seen, field, index);
            case LONG -> readLong(seen, field, index);
            case DOUBLE -> readDouble(seen, field, index);
            case BOOLEAN -> readBoolean(seen, field, index);
            case TIMESTAMP -> readTimestamp(seen, field, index);
        };
    }

    private static Step readVector(Schema seen, RecordField vector) {
        return switch (seen.getType()) {
            case UNION -> {
                List<Step> branches =
                        seen.getTypes().stream().map(s -> readVector(s, vector)).toList();
                yield (in, event) -> branches.get(in.readIndex()).run(in, event);
            }
            case NULL -> (in, event) -> Mismatch.setNull(event, vector);
            case ARRAY -> {
                ElementStep step = readElement(seen.getElementType(), vector);
                yield (in, event) -> {
                    long index = 0;
                    for (long block = in.readArrayStart(); block != 0; block = in.arrayNext()) {
                        for (long i = 0; i < block; i++) {
                            step.run(in, event, index++);
                        }
                    }
                    if (index != vector.elements()) {
                        throw Mismatch.wrongLength(vector, index);
                    }
                };
            }
            default ->
                (in, event) -> {
                    throw Mismatch.wrongVector(vector, shown(seen));
                };
        };
    }

    private static ElementStep readElement(Schema seen, RecordField vector) {
        return switch (seen.getType()) {
            case UNION -> {
                List<ElementStep> branches = seen.getTypes().stream()
                        .map(s -> readElement(s, vector))
                        .toList();
                yield (in, event, index) -> branches.get(in.readIndex()).run(in, event, index);
            }
            case INT -> (in, event, index) -> Mismatch.setElement(event, vector, index, in.readInt());
            case LONG -> (in, event, index) -> Mismatch.setElement(event, vector, index, (double) in.readLong());
            case FLOAT -> (in, event, index) -> Mismatch.setElement(event, vector, index, in.readFloat());
            case DOUBLE -> (in, event, index) -> Mismatch.setElement(event, vector, index, in.readDouble());
            default ->
                (in, event, index) -> {
                    throw Mismatch.wrongElement(vector, index, shown(seen));
                };
        };
    }

    private static Step readText(Schema seen, Field field, int index) {
        return switch (seen.getType()) {
            case STRING -> (in, event) -> event.setText(index, text(in));
            case ENUM -> {
                List<String> symbols = seen.getEnumSymbols();
                yield (in, event) -> event.setText(index, symbols.get(in.readEnum()));
            }
            default -> wrong(seen, field, "string, enum");
        };
    }

    private static Step readLong(Schema seen, Field field, int index) {
        return switch (seen.getType()) {
            case INT -> (in, event) -> event.setLong(index, in.readInt());
            case LONG -> (in, event) -> event.setLong(index, in.readLong());
            default -> wrong(seen, field, "int, long");
        };
    }

    private static Step readDouble(Schema seen, Field field, int index) {
        return switch (seen.getType()) {
            case INT -> (in, event) -> event.setDouble(index, in.readInt());
            case LONG -> (in, event) -> event.setDouble(index, (double) in.readLong());
            case FLOAT -> (in, event) -> Mismatch.setDouble(event, index, in.readFloat());
            case DOUBLE -> (in, event) -> Mismatch.setDouble(event, index, in.readDouble());
            default -> wrong(seen, field, "double, float, int, long");
        };
    }

    private static Step readBoolean(Schema seen, Field field, int index) {
        return seen.getType() == Schema.Type.BOOLEAN
                ? (in, event) -> event.setBoolean(index, in.readBoolean())
                : wrong(seen, field, "boolean");
    }

    private static Step readTimestamp(Schema seen, Field field, int index) {
        String logical = seen.getProp("logicalType");
        if (seen.getType() == Schema.Type.LONG) {
            if (logical == null || logical.equals("timestamp-millis")) {
                return (in, event) -> event.setLong(index, in.readLong());
            }
            if (logical.equals("timestamp-micros")) {
                return (in, event) -> event.setLong(index, Math.floorDiv(in.readLong(), 1_000L));
            }
            if (logical.equals("timestamp-nanos")) {
                return (in, event) -> event.setLong(index, Math.floorDiv(in.readLong(), 1_000_000L));
            }
        }
        return wrong(seen, field, "timestamp-millis, timestamp-micros, timestamp-nanos, long (milliseconds)");
    }

    private static Step wrong(Schema seen, Field field, String allowed) {
        return (in, event) -> {
            throw Mismatch.wrongType(field, shown(seen), allowed);
        };
    }

    private static String shown(Schema seen) {
        String logical = seen.getProp("logicalType");
        return seen.getType().getName() + (logical == null ? "" : " (" + logical + ")");
    }

    /** Avro's own readString believes any length it reads; bytes that are no Avro could claim a gigabyte. */
    private static String text(BinaryDecoder in) throws IOException {
        long length = in.readLong();
        if (length < 0 || length > in.inputStream().available()) {
            throw new IOException("a text of " + length + " bytes in a record with "
                    + in.inputStream().available() + " left");
        }
        byte[] bytes = new byte[(int) length];
        in.readFixed(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
