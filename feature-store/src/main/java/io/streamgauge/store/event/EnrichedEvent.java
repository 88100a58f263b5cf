package io.streamgauge.store.event;

import io.streamgauge.store.vector.FeatureValues;

/**
 * An event of the scored source with the features of its entities so far.
 *
 * @param event the event
 * @param origin where it was read
 * @param sourceTimeMs greatest event time seen in its source partition when it was read, itself included
 * @param features one value per feature of every view, in definition order; views not yet visited are NOT_FOUND
 */
public record EnrichedEvent(Event event, Origin origin, long sourceTimeMs, FeatureValues features) {}
