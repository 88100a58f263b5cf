package io.streamgauge.stream;

import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.event.Event;
import java.util.List;

/**
 * Under which key a scored event leaves a step, and where it goes: the text of the entity of the view it visits next, the
 * event's id after the last.
 *
 * @param keyField index of the field that names the key, -1 for the event's id
 * @param hop whether a hop to other tasks comes next
 * @param last whether no view comes next
 */
record Onward(int keyField, boolean hop, boolean last) {

    private static final Onward END = new Onward(-1, false, true);

    /** The way on from the step before {@code routes[next]}. */
    static Onward to(FeatureDefinition definition, List<Route> routes, int next) {
        if (next == routes.size()) {
            return END;
        }
        Route route = routes.get(next);
        return new Onward(
                definition.scoredSource().schema().indexOf(route.view().entity()), route.hop(), false);
    }

    /** The key; ingest has refused events in which an entity is null. */
    String keyOf(Event event) {
        String key = keyField < 0 ? event.id() : event.keyAt(keyField);
        if (key == null) {
            throw new IllegalStateException(
                    "event " + event.id() + " has no " + event.schema().names().get(keyField));
        }
        return key;
    }
}
