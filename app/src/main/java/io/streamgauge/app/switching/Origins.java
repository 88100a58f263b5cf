package io.streamgauge.app.switching;

import io.streamgauge.store.event.Origin;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** A set of source events, by where they were read. Not thread-safe. */
final class Origins {

    private final Map<TopicPartition, OffsetSet> partitions =
            new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));

    /** Adds an event; returns whether it is new. */
    boolean add(Origin origin) {
        return partitions
                .computeIfAbsent(new TopicPartition(origin.topic(), origin.partition()), p -> new OffsetSet())
                .add(origin.offset());
    }

    boolean contains(Origin origin) {
        OffsetSet offsets = partitions.get(new TopicPartition(origin.topic(), origin.partition()));
        return offsets != null && offsets.contains(origin.offset());
    }

    long size() {
        return partitions.values().stream().mapToLong(OffsetSet::size).sum();
    }

    void forEach(Consumer<Origin> out) {
        partitions.forEach((partition, offsets) ->
                offsets.forEach(offset -> out.accept(new Origin(partition.topic(), partition.partition(), offset))));
    }

    /** Hands out each partition with the greatest offset in it. */
    void forEachGreatest(BiConsumer<TopicPartition, Long> out) {
        partitions.forEach((partition, offsets) -> out.accept(partition, offsets.greatest()));
    }
}
