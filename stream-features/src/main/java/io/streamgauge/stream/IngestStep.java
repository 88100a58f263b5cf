package io.streamgauge.stream;

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
 * @param keyOf key of an event that is let in
 * @param emission value of an event that is let in
 * @param deadLetters topic of records that cannot be used
 * @param lateEvents topic of events that come too late
 * @param logged causes already logged
 */
record IngestStep<V>(
        SourceDefinition source,
        EventValidator validator,
        int strictPartitions,
        Function<Event, String> keyOf,
        Emission<V> emission,
        String deadLetters,
        String lateEvents,
        Set<String> logged) {

    String node() {
        return source.name() + "-ingest";
    }

    String acceptedNode() {
        return source.name() + "-accepted";
    }

    String deadLettersNode() {
        return source.name() + "-dead-letters";
    }

    String lateEventsNode() {
        return source.name() + "-late-events";
    }

    String latenessStore() {
        return source.name() + "-lateness";
    }
}
