package io.streamgauge.examples;

import io.streamgauge.app.run.Cluster;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A topic from its start, as a {@code read_committed} consumer sees it. */
final class CommittedRecords<T extends SpecificRecord> implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AvroCodec<T> codec;
    private final List<T> seen = new ArrayList<>();

    CommittedRecords(Cluster cluster, String topic, Class<T> type) {
        this.codec =
                new AvroCodec<>(type, new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry()));
        this.consumer = new KafkaConsumer<>(
                cluster.kafka(Map.of("isolation.level", "read_committed")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** All records up to the end of the topic, once there are so many or the time is over. */
    List<T> await(int count, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while ((seen.size() < count || !atEnd()) && System.nanoTime() < deadline) {
            consumer.poll(POLL).forEach(record -> seen.add(codec.decode(record.value())));
        }
        return List.copyOf(seen);
    }

    private boolean atEnd() {
        return consumer.endOffsets(consumer.assignment()).entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
