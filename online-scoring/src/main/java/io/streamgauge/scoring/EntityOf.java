package io.streamgauge.scoring;

import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.event.EntityKey;
import io.streamgauge.store.event.Event;
import java.util.List;

/** The text by which a variant is chosen for an event: of its entity, or its id where it names none. Thread-safe. */
@FunctionalInterface
public interface EntityOf {

    /** The event's id. */
    EntityOf EVENT_ID = Event::id;

    String text(Event event);

    /**
     * The entity that fields of the scored source name; without fields the event's id.
     *
     * @throws BadModelException when the source has no such fields
     */
    static EntityOf fields(FeatureDefinition features, List<String> fields) throws BadModelException {
        if (fields.isEmpty()) {
            return EVENT_ID;
        }
        try {
            EntityKey key = new EntityKey(features.scoredSource().schema(), fields);
            return event -> {
                String text = key.of(event);
                return text == null ? event.id() : text;
            };
        } catch (IllegalArgumentException e) {
            throw new BadModelException("variants are chosen by fields " + fields + ": " + e.getMessage(), e);
        }
    }
}
