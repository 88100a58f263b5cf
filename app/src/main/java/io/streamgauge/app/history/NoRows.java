package io.streamgauge.app.history;

import io.streamgauge.store.backfill.training.History;

/**
 * The past of a table of which nothing is known: its topic no longer has the rows that were replaced.
 *
 * @param partitions those of its topic
 */
record NoRows(int partitions) implements History {

    @Override
    public void read(Arrivals arrivals) {}
}
