package io.streamgauge.benchmarks;

import io.streamgauge.app.run.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its beginning as a read_committed consumer, until a number of records has come. */
final class Consumed {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Consumed() {}

    /**
     * When the records came, by {@link System#nanoTime}.
     *
     * @param count how many
     * @param firstNanos arrival of the first
     * @param lastNanos arrival of the last
     */
    record Span(long count, long firstNanos, long lastNanos) {
        double perSecond() {
            return count / ((lastNanos - firstNanos) / 1e9);
        }
    }

    /**
     * Reads {@code count} records and whatever comes within the second after.
     *
     * @throws IllegalStateException when nothing more comes for five minutes
     */
    static Span read(Cluster cluster, String topic, long count, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                cluster.kafka(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long read = 0;
            long firstNanos = 0;
            long lastNanos = System.nanoTime();
            while (read < count) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    each.accept(record);
                    lastNanos = System.nanoTime();
                    firstNanos = read++ == 0 ? lastNanos : firstNanos;
                }
                if (System.nanoTime() - lastNanos > PATIENCE.toNanos()) {
                    throw new IllegalStateException(topic + ": " + read + " of " + count + " records, then no more");
                }
            }
            consumer.poll(Duration.ofSeconds(1)).forEach(each);
            return new Span(count, firstNanos, lastNanos);
        }
    }
}
