package io.streamgauge.store.event;

import io.streamgauge.schemas.registry.SchemaRegistry;
import io.streamgauge.schemas.registry.UnknownSchemaException;
import io.streamgauge.schemas.wire.WireFormat;
import io.streamgauge.store.definition.SourceDefinition;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads Avro in Confluent's wire format, whatever version of the schema each record was written with: the declared
 * fields are taken by name and everything else is skipped. {@link AvroProjection} says which types fit.
 */
public final class AvroEventReader implements EventReader {

    private final EventSchema schema;
    private final EventIdentity identity;
    private final SchemaRegistry registry;
    private final Map<Integer, AvroProjection> projections = new HashMap<>();
    private @Nullable BinaryDecoder reused;

    public AvroEventReader(SourceDefinition source, SchemaRegistry registry) {
        this.schema = source.schema();
        this.identity = new EventIdentity(source);
        this.registry = registry;
    }

    /**
     * Reads one record.
     *
     * @throws io.streamgauge.schemas.registry.RegistryUnavailableException when the writer's schema cannot be asked for;
     *     that says nothing about the record
     */
    @Override
    public Event read(byte @Nullable [] value) throws BadEventException {
        if (value == null) {
            throw new BadEventException(BadEventException.Cause.NOT_AVRO, "the record's value is null");
        }
        int schemaId = schemaId(value);
        AvroProjection projection = projection(schemaId);
        Event event = new Event(schema);
        try {
            reused = DecoderFactory.get()
                    .binaryDecoder(value, WireFormat.PAYLOAD, value.length - WireFormat.PAYLOAD, reused);
            projection.read(reused, event);
            if (!reused.isEnd()) {
                throw new IOException("bytes are left over");
            }
        } catch (IOException | RuntimeException e) {
            throw new BadEventException(
                    BadEventException.Cause.NOT_AVRO,
                    "the bytes do not decode as Avro of schema id " + schemaId + ": " + e.getMessage());
        }
        return identity.identify(event);
    }

    private static int schemaId(byte[] value) throws BadEventException {
        try {
            return WireFormat.schemaId(value);
        } catch (SerializationException e) {
            throw new BadEventException(BadEventException.Cause.NOT_AVRO, String.valueOf(e.getMessage()));
        }
    }

    private AvroProjection projection(int schemaId) throws BadEventException {
        AvroProjection known = projections.get(schemaId);
        if (known == null) {
            try {
                known = AvroProjection.of(registry.schemaById(schemaId), schema);
            } catch (UnknownSchemaException e) {
                throw new BadEventException(BadEventException.Cause.UNKNOWN_SCHEMA_ID, String.valueOf(e.getMessage()));
            }
            projections.put(schemaId, known);
        }
        return known;
    }
}
