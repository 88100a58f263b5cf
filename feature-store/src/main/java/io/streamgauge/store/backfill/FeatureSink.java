package io.streamgauge.store.backfill;

import io.streamgauge.store.vector.FeatureValues;
import java.io.Closeable;
import java.io.IOException;

/** Takes rows of features in the order of the scored file. Called by one thread. */
public interface FeatureSink extends Closeable {

    /**
     * Takes one row.
     *
     * @param id id of the event
     * @param timeMs its event time
     * @param vector one value per model input; reused for other rows afterwards
     */
    void write(String id, long timeMs, FeatureValues vector) throws IOException;

    /** All rows are written. A sink that is closed before this has nothing to show. */
    default void finish() throws IOException {}
}
