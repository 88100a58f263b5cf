package io.streamgauge.app.online;

import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventSchema;
import org.jspecify.annotations.Nullable;

/**
 * What features are asked for: fields of the scored source, which name entities and which expressions use.
 *
 * @param fields the fields given; all others are null
 * @param text the text of the entity where that is given in place of its fields; null when it is not
 */
public record Subject(Event fields, @Nullable String text) {

    /** A subject by its fields. */
    public static Subject of(Event fields) {
        return new Subject(fields, null);
    }

    /** An entity by its text, for reads of one view. */
    public static Subject named(EventSchema schema, String text) {
        return new Subject(new Event(schema), text);
    }
}
