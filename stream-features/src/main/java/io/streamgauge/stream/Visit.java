package io.streamgauge.stream;

import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.Event;

/**
 * One event on its way through one view: what it brings to the row of an entity.
 *
 * @param entity the entity's text
 * @param event what the view takes in of it; of a view that another source feeds, the event as it is
 */
public record Visit(ViewDefinition view, String entity, Event event) {}
