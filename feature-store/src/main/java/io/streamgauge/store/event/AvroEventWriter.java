package io.streamgauge.store.event;

import io.streamgauge.schemas.registry.SchemaRegistry;
import io.streamgauge.schemas.wire.WireFormat;
import io.streamgauge.store.definition.SourceDefinition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as Avro in Confluent's wire format, with {@link EventAvroSchema}. The schema is registered under
 * {@code <topic>-value} at the first event.
 */
public final class AvroEventWriter implements EventWriter {

    private final String pipeline;
    private final SourceDefinition source;
    private final SchemaRegistry registry;
    private final int id;
    private final int time;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(256);
    private @Nullable BinaryEncoder reused;
    private @Nullable Integer schemaId;

    public AvroEventWriter(String pipeline, SourceDefinition source, SchemaRegistry registry) {
        this.pipeline = pipeline;
        this.source = source;
        this.registry = registry;
        this.id = source.schema().indexOf(source.idField());
        this.time = source.schema().indexOf(source.timeField());
    }

    @Override
    public byte[] write(Event event) {
        if (schemaId == null) {
            schemaId = registry.register(source.topic() + "-value", EventAvroSchema.of(pipeline, source));
        }
        buffer.reset();
        try {
            reused = EncoderFactory.get().binaryEncoder(buffer, reused);
            for (RecordField field : source.schema().recordFields()) {
                if (field.isVector()) {
                    vector(event, field, reused);
                } else {
                    field(event, field.first(), reused);
                }
            }
            reused.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory failed", e);
        }
        return WireFormat.encode(schemaId, buffer.toByteArray());
    }

    /** An element that is missing while others are not is a NaN, as which it is read again. */
    private static void vector(Event event, RecordField vector, BinaryEncoder out) throws IOException {
        boolean isNull = IntStream.range(vector.first(), vector.end()).allMatch(event::isNull);
        out.writeIndex(isNull ? 0 : 1);
        if (isNull) {
            return;
        }
        out.writeArrayStart();
        out.setItemCount(vector.elements());
        for (int i = vector.first(); i < vector.end(); i++) {
            out.startItem();
            out.writeDouble(event.isNull(i) ? Double.NaN : event.doubleAt(i));
        }
        out.writeArrayEnd();
    }

    private void field(Event event, int index, BinaryEncoder out) throws IOException {
        if (index != id && index != time) {
            out.writeIndex(event.isNull(index) ? 0 : 1);
            if (event.isNull(index)) {
                return;
            }
        } else if (event.isNull(index)) {
            throw new IllegalArgumentException(
                    "an event without '" + source.schema().fields().get(index).name() + "' cannot be written");
        }
        switch (source.schema().typeAt(index)) {
            case STRING -> out.writeString(Objects.requireNonNull(event.textAt(index)));
            case LONG, TIMESTAMP -> out.writeLong(event.longAt(index));
            case DOUBLE -> out.writeDouble(event.doubleAt(index));
            case BOOLEAN -> out.writeBoolean(event.booleanAt(index));
        }
    }
}
