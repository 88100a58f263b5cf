package io.streamgauge.app.online;

import io.streamgauge.store.event.Event;
import io.streamgauge.store.vector.FeatureValues;

/**
 * What the topology would know of an event of the scored source, were it the next to come: all that a score on request takes
 * from where rows are kept.
 */
public interface NextEvent {

    /**
     * The features that the views would give it; no row changes.
     *
     * @param nowMs the timestamp that its record would have, milliseconds since 1970-01-01 UTC
     * @throws UnanswerableException when the topology would not score it, for its time
     * @throws NotReadyException when the rows cannot be read now, or lie elsewhere
     */
    FeatureValues features(Event event, long nowMs);

    /** Who answers. */
    ServedBy here();
}
