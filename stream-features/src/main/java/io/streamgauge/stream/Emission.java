package io.streamgauge.stream;

import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.Origin;

/** What a source's events leave ingest as. */
@FunctionalInterface
interface Emission<V> {

    /**
     * The value that stands for an event from here on.
     *
     * @param event an event, neither bad nor late
     * @param origin where it was read
     * @param sourceTimeMs greatest event time seen in its partition, itself included
     */
    V of(Event event, Origin origin, long sourceTimeMs);
}
