package io.streamgauge.store.event;

import io.streamgauge.schemas.registry.SchemaRegistry;
import io.streamgauge.store.definition.SourceDefinition;
import org.jspecify.annotations.Nullable;

/** Turns a record's bytes into an event of one source. Not thread-safe: one per task. */
public interface EventReader {

    /** A reader of the source's format. */
    static EventReader of(SourceDefinition source, SchemaRegistry registry) {
        return switch (source.format()) {
            case AVRO -> new AvroEventReader(source, registry);
            case JSON -> new JsonEventReader(source);
        };
    }

    /**
     * Reads one record.
     *
     * @param value the record's value as received
     * @throws BadEventException when it is no event of this source; the message names what was seen and what is allowed
     */
    Event read(byte @Nullable [] value) throws BadEventException;
}
