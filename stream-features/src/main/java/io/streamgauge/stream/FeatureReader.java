package io.streamgauge.stream;

import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.view.ViewEngine;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * One view's features of an entity as of any moment, from the state of a running topology. It evaluates the row, so an
 * entity without new events ages as it should. Moments before {@code now - lateness} may miss events already dropped.
 * Thread-safe.
 */
public final class FeatureReader {

    private final ViewDefinition view;
    private final EventSchema feed;
    private final ReadOnlyKeyValueStore<String, byte[]> rows;
    private final int size;

    /**
     * A reader of one view.
     *
     * @param view one of the definition's views
     * @param rows the store {@link FeatureTopology#storeName}, as Kafka Streams hands it out to readers
     */
    public FeatureReader(
            FeatureDefinition definition, ViewDefinition view, ReadOnlyKeyValueStore<String, byte[]> rows) {
        this.view = view;
        this.feed = definition.source(view.source()).schema();
        this.rows = rows;
        this.size = view.featureNames().size();
    }

    /**
     * Features of an entity, in the order of {@link ViewDefinition#featureNames}.
     *
     * @param entity the entity's text
     * @param timeMs the moment, milliseconds since 1970-01-01 UTC
     */
    public FeatureValues read(String entity, long timeMs) {
        FeatureValues values = new FeatureValues(size);
        new ViewEngine(view, feed).read(rows.get(entity), timeMs, values, 0);
        return values;
    }
}
