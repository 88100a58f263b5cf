package io.streamgauge.stream;

import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.Event;

/** What arrives at a view that another source feeds. */
sealed interface ViewInput {

    /** An event of the feeding source, which changes its entity's row. */
    record Update(Event event) implements ViewInput {}

    /** A scored event, which reads its entity's row. */
    record Read(EnrichedEvent event) implements ViewInput {}
}
