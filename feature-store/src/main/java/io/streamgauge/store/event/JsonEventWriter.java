package io.streamgauge.store.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.streamgauge.store.definition.SourceDefinition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;

/** Writes events as one JSON object each, all declared fields in order; timestamps as milliseconds since 1970 UTC. */
public final class JsonEventWriter implements EventWriter {

    private static final JsonFactory JSON = new JsonFactory();

    private final EventSchema schema;

    public JsonEventWriter(SourceDefinition source) {
        this.schema = source.schema();
    }

    @Override
    public byte[] write(Event event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            for (RecordField field : schema.recordFields()) {
                out.writeFieldName(field.name());
                if (field.isVector()) {
                    vector(event, field, out);
                } else {
                    value(event, field.first(), out);
                }
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** A vector is whole or null: JSON has no number for an element that is missing. */
    private static void vector(Event event, RecordField vector, JsonGenerator out) throws IOException {
        long missing = IntStream.range(vector.first(), vector.end())
                .filter(event::isNull)
                .count();
        if (missing == vector.elements()) {
            out.writeNull();
            return;
        }
        if (missing > 0) {
            throw new IllegalArgumentException(missing + " of the " + vector.elements() + " elements of vector '"
                    + vector.name() + "' are missing; JSON has none or all of them");
        }
        out.writeStartArray();
        for (int i = vector.first(); i < vector.end(); i++) {
            out.writeNumber(event.doubleAt(i));
        }
        out.writeEndArray();
    }

    private void value(Event event, int index, JsonGenerator out) throws IOException {
        if (event.isNull(index)) {
            out.writeNull();
            return;
        }
        switch (schema.typeAt(index)) {
            case STRING -> out.writeString(event.textAt(index));
            case LONG, TIMESTAMP -> out.writeNumber(event.longAt(index));
            case DOUBLE -> out.writeNumber(event.doubleAt(index));
            case BOOLEAN -> out.writeBoolean(event.booleanAt(index));
        }
    }
}
