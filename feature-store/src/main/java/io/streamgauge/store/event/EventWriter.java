package io.streamgauge.store.event;

import io.streamgauge.schemas.registry.SchemaRegistry;
import io.streamgauge.store.definition.SourceDefinition;

/** Turns an event of one source into a record's value, as the source's topic holds it. Not thread-safe. */
public interface EventWriter {

    /** A writer of the source's format, as {@code pipeline} declares it. */
    static EventWriter of(String pipeline, SourceDefinition source, SchemaRegistry registry) {
        return switch (source.format()) {
            case AVRO -> new AvroEventWriter(pipeline, source, registry);
            case JSON -> new JsonEventWriter(source);
        };
    }

    /** The value's bytes; the source's reader reads the same event from them. */
    byte[] write(Event event);
}
