package io.streamgauge.stream;

import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventValidator;
import java.util.Set;
import java.util.function.Function;

/**
 * A source's entry: what its ingest tasks have in common, and the names of their nodes.
 *
 * @param source the source
 * @param validator the check of each event's entities, key and expectations
 * @param strictPartitions number of partitions where records must lie in the one of Kafka's default partitioner, else 0
 * @param topics names of the topics that refused records go to
 * @param keyOf key of an event that is let in
 * @param emission value of an event that is let in
 * @param logged causes already logged
 * @param watermarks told how far each partition has come
 */
record IngestStep<V>(
        SourceDefinition source,
        EventValidator validator,
        int strictPartitions,
        TopicCatalogue topics,
        Function<Event, String> keyOf,
        Emission<V> emission,
        Set<String> logged,
        Watermarks watermarks) {

    String node() {
        return source.name() + "-ingest";
    }

    String acceptedNode() {
        return source.name() + "-accepted";
    }

    /** Where records leave that cannot be used. */
    Outlet deadLetters() {
        return new Outlet(source.name() + "-dead-letters", topics.deadLetters().name());
    }

    /** Where events leave that come too late. */
    Outlet lateEvents() {
        return new Outlet(source.name() + "-late-events", topics.lateEvents().name());
    }

    /** A way out other than on: a sink node and its topic. */
    record Outlet(String node, String topic) {}

    String latenessStore() {
        return FeatureTopology.latenessStore(source.name());
    }
}
