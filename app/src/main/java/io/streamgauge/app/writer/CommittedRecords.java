package io.streamgauge.app.writer;

import io.streamgauge.app.CommandFailedException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the committed records that topics hold now, once. "Now" includes transactions that are still open: it waits until they
 * are committed or rolled back, so that nothing that was written before it began comes to light after it has ended.
 */
public final class CommittedRecords implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    /** Longer than any fetch takes that finds something. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private static final Duration ANSWER = Duration.ofSeconds(15);
    /** More than the minute after which Kafka rolls back a transaction that nobody ends. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, ?> settings;

    /** @param clientSettings how to reach the cluster */
    public CommittedRecords(Map<String, ?> clientSettings) {
        this.settings = Map.copyOf(clientSettings);
        this.consumer = consumer("read_committed");
    }

    private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // The next read waits for the fetch that the last one has left with the broker.
        all.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "20");
        return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** A topic's partitions; empty when there is no such topic. */
    public List<TopicPartition> partitions(String topic) {
        List<PartitionInfo> found = consumer.partitionsFor(topic, ANSWER);
        return Optional.ofNullable(found).orElse(List.of()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    /**
     * Hands out everything.
     *
     * @param partitions where to read
     * @param from offsets to begin at, where that is not the beginning
     * @throws CommandFailedException when a transaction stays open
     */
    public void read(
            Collection<TopicPartition> partitions,
            Map<TopicPartition, Long> from,
            Consumer<ConsumerRecord<byte[], byte[]>> out) {
        Map<TopicPartition, Long> ends;
        try (KafkaConsumer<byte[], byte[]> uncommitted = consumer("read_uncommitted")) {
            ends = uncommitted.endOffsets(partitions);
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(
                partitions.stream().filter(p -> !from.containsKey(p)).toList());
        from.forEach((partition, offset) -> {
            if (partitions.contains(partition)) {
                consumer.seek(partition, offset);
            }
        });
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (Map<TopicPartition, Long> left = left(ends); !left.isEmpty(); left = left(ends)) {
            long before = sum(left);
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L)) {
                    out.accept(record);
                }
            }
            if (sum(left(ends)) < before) {
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > deadline) {
                TreeSet<String> topics = new TreeSet<>();
                left.keySet().forEach(partition -> topics.add(partition.topic()));
                throw new CommandFailedException(
                        "a transaction on " + String.join(", ", topics) + " has stayed open for " + PATIENCE.toSeconds()
                                + " s; who has it open must end, then try again");
            }
        }
        consumer.unsubscribe();
    }

    /**
     * Whether there is a committed record between two offsets of any partition; those that a transaction that is open holds back count.
     *
     * @param from inclusive
     * @param to exclusive, of the same partitions
     * @param stopped ends it early, with true
     */
    public boolean anyBetween(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to, BooleanSupplier stopped) {
        consumer.assign(from.keySet());
        from.forEach(consumer::seek);
        boolean any = false;
        for (Map<TopicPartition, Long> left = left(to); !any && !left.isEmpty(); left = left(to)) {
            long before = sum(left);
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(LOOK)) {
                any |= record.offset() < to.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
            }
            any |= stopped.getAsBoolean() || sum(left(to)) == before;
        }
        consumer.unsubscribe();
        return any;
    }

    private static long sum(Map<TopicPartition, Long> left) {
        return left.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Offsets still to come, where there are any. */
    private Map<TopicPartition, Long> left(Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> left = new HashMap<>();
        ends.forEach((partition, end) -> {
            long offsets = end - consumer.position(partition);
            if (offsets > 0) {
                left.put(partition, offsets);
            }
        });
        return left;
    }

    /** Ends a read that goes on in another thread, with an exception. */
    void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
