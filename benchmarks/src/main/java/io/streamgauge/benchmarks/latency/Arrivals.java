package io.streamgauge.benchmarks.latency;

import io.streamgauge.app.run.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** When the committed records of a topic come to a reader, by the event's id. */
final class Arrivals implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PARTITIONS = Duration.ofSeconds(30);

    private final Map<String, Long> nanos = new ConcurrentHashMap<>();
    private final Thread reader;
    private volatile boolean stopped;

    /** @param id the event's id of a record */
    Arrivals(Cluster cluster, String topic, Function<ConsumerRecord<byte[], byte[]>, String> id) {
        reader = new Thread(() -> read(cluster, topic, id), "arrivals-" + topic);
        reader.start();
    }

    private void read(Cluster cluster, String topic, Function<ConsumerRecord<byte[], byte[]>, String> id) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                cluster.kafka(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic, PARTITIONS).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!stopped) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    nanos.putIfAbsent(id.apply(record), System.nanoTime());
                }
            }
        }
    }

    int count() {
        return nanos.size();
    }

    /** How long each of the events took, in milliseconds, ascending. */
    double[] tookMs(Map<String, Long> sentNanos) {
        return sentNanos.entrySet().stream()
                .mapToDouble(sent -> (nanos.getOrDefault(sent.getKey(), Long.MAX_VALUE) - sent.getValue()) / 1e6)
                .sorted()
                .toArray();
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        reader.join();
    }
}
