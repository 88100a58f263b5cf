package io.streamgauge.store.backfill.training;

import io.streamgauge.store.event.EnrichedEvent;
import java.io.IOException;

/** Takes what a join gives. Called by one thread at a time. */
public interface JoinedRows {

    /**
     * A row with its features, in the order in which the events arrived, or in which the moments were given.
     *
     * @param enriched the event or moment; its features are those of every view
     * @param attached what was attached to the row
     */
    void row(EnrichedEvent enriched, byte[] attached) throws IOException;

    /** A row that names an event there is not. */
    default void unmatched(byte[] attached) {}
}
