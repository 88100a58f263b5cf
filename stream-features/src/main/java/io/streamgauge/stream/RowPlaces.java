package io.streamgauge.stream;

import io.streamgauge.store.definition.ViewDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.HostInfo;

/** Which instances keep a partition of a view's rows, as Kafka Streams' group has agreed on. */
public final class RowPlaces {

    private RowPlaces() {}

    /**
     * Who keeps it.
     *
     * @return its active host and those that follow; empty before the group's first agreement
     * @throws IllegalStateException when the topology is not running
     */
    public static Optional<KeyQueryMetadata> of(KafkaStreams streams, ViewDefinition view, int partition) {
        StreamPartitioner<String, Object> there = (topic, key, value, partitions) -> Optional.of(Set.of(partition));
        KeyQueryMetadata found = streams.queryMetadataForKey(ViewStores.rowsName(view), "", there);
        return found == null
                        || found.equals(KeyQueryMetadata.NOT_AVAILABLE)
                        || found.activeHost().equals(HostInfo.unavailable())
                ? Optional.empty()
                : Optional.of(found);
    }

    /** The changelogs of one partition of a view's rows: what a copy of it follows. */
    public static List<TopicPartition> changelogs(String applicationId, ViewDefinition view, int partition) {
        List<TopicPartition> changelogs = new ArrayList<>(List.of(
                changelog(applicationId, ViewStores.rowsName(view), partition),
                changelog(applicationId, ViewStores.chunksName(view), partition)));
        if (view.maxAge().isPresent()) {
            changelogs.add(changelog(applicationId, IdleEntities.storeName(view), partition));
        }
        return List.copyOf(changelogs);
    }

    private static TopicPartition changelog(String applicationId, String store, int partition) {
        return new TopicPartition(applicationId + "-" + store + "-changelog", partition);
    }
}
