package io.streamgauge.benchmarks;

import io.streamgauge.app.run.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its beginning as a read_committed consumer, until a number of records has come. */
final class Consumed {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Consumed() {}

    /** Reads {@code count} records, doing nothing with them; returns how many came in a second, after the first batch. */
    static double perSecond(Cluster cluster, String topic, long count) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(cluster, topic)) {
            long first = some(consumer, topic, 0, count).count();
            long read = first;
            long firstNanos = System.nanoTime();
            while (read < count) {
                read += some(consumer, topic, read, count).count();
            }
            return (read - first) / ((System.nanoTime() - firstNanos) / 1e9);
        }
    }

    /** Reads {@code count} records and whatever comes within the second after. */
    static void read(Cluster cluster, String topic, long count, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(cluster, topic)) {
            long read = 0;
            while (read < count) {
                ConsumerRecords<byte[], byte[]> records = some(consumer, topic, read, count);
                records.forEach(each);
                read += records.count();
            }
            consumer.poll(Duration.ofSeconds(1)).forEach(each);
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Cluster cluster, String topic) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                "5000",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest");
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(cluster.kafka(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    /** The next records, at least one. */
    private static ConsumerRecords<byte[], byte[]> some(
            KafkaConsumer<byte[], byte[]> consumer, String topic, long read, long count) {
        long since = System.nanoTime();
        while (System.nanoTime() - since < PATIENCE.toNanos()) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(200));
            if (!records.isEmpty()) {
                return records;
            }
        }
        throw new IllegalStateException(topic + ": " + read + " of " + count + " records, then no more");
    }
}
