package io.streamgauge.store.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.streamgauge.store.definition.SourceDefinition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

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
            for (int i = 0; i < schema.size(); i++) {
                out.writeFieldName(schema.fields().get(i).name());
                value(event, i, out);
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory failed", e);
        }
        return bytes.toByteArray();
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
