package io.streamgauge.app.run;

import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic as its users do: committed records only, from the start. */
public final class TestingConsumer implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final AvroCodec<Prediction> predictions;
    private final List<ConsumerRecord<byte[], byte[]>> seen = new ArrayList<>();

    public TestingConsumer(Cluster cluster, String topic) {
        consumer = new KafkaConsumer<>(
                cluster.kafka(Map.of("isolation.level", "read_committed", "enable.auto.commit", "false")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        partitions = consumer.partitionsFor(topic).stream()
                .map(p -> new TopicPartition(topic, p.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        predictions = new AvroCodec<>(
                Prediction.class, new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry()));
    }

    /** Everything committed so far once there are {@code count} records at least, or the time is over. */
    public List<ConsumerRecord<byte[], byte[]>> await(int count, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while ((seen.size() < count || !atEnd()) && System.nanoTime() < deadline) {
            consumer.poll(Duration.ofMillis(100)).forEach(seen::add);
        }
        return List.copyOf(seen);
    }

    /** Returns once there are so many records, or the time is over, however many are still coming. */
    public int awaitSome(int count, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (seen.size() < count && System.nanoTime() < deadline) {
            consumer.poll(Duration.ofMillis(100)).forEach(seen::add);
        }
        return seen.size();
    }

    /** The predictions by event id; the lists hold more than one where an event was predicted twice. */
    public Map<String, List<Prediction>> predictions(int count, Duration patience) {
        Map<String, List<Prediction>> byId = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : await(count, patience)) {
            byId.computeIfAbsent(new String(record.key(), StandardCharsets.UTF_8), id -> new ArrayList<>())
                    .add(predictions.decode(record.value()));
        }
        return byId;
    }

    static String header(ConsumerRecord<byte[], byte[]> record, String key) {
        Header header = record.headers().lastHeader(key);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private boolean atEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        return partitions.stream().allMatch(p -> consumer.position(p) >= ends.getOrDefault(p, 0L));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
