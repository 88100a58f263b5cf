package io.streamgauge.stream;

import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.event.EntityKey;
import io.streamgauge.store.event.Event;
import java.util.List;
import java.util.Optional;

/**
 * Under which key a scored event leaves a step, and where it goes: the text of the key of the view it visits next; the
 * event's id after the last, and where the event lacks that key.
 *
 * @param key the key; empty for the event's id
 * @param hop whether a hop to other tasks comes next
 * @param last whether no view comes next
 */
record Onward(Optional<EntityKey> key, boolean hop, boolean last) {

    private static final Onward END = new Onward(Optional.empty(), false, true);

    /** The way on from the step before {@code routes[next]}. */
    static Onward to(FeatureDefinition definition, List<Route> routes, int next) {
        if (next == routes.size()) {
            return END;
        }
        Route route = routes.get(next);
        return new Onward(
                Optional.of(new EntityKey(definition.scoredSource().schema(), route.key())), route.hop(), false);
    }

    String keyOf(Event event) {
        String text = key.isPresent() ? key.get().of(event) : null;
        return text == null ? event.id() : text;
    }
}
