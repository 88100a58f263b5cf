package io.streamgauge.app.http;

import java.util.List;
import java.util.OptionalLong;

/** Reads a view's features of one entity as of a moment; the running pipeline implements it over its state. */
public interface FeatureReads {

    /**
     * Fields that name an entity of a view, in order.
     *
     * @throws NotFoundException when there is no such view
     */
    List<String> entityFields(String view);

    /**
     * The features of one entity.
     *
     * @param entity its text, as {@link io.streamgauge.store.event.EntityKey#text} has it
     * @param atMs the moment, milliseconds since 1970-01-01 UTC; empty means the source's event-time progress
     * @throws NotFoundException when there is no such view
     * @throws UnanswerableException when the events that count at the moment are no longer kept
     * @throws NotReadyException when the state cannot be read now, or is held by another instance
     */
    FeatureRead read(String view, String entity, OptionalLong atMs);
}
