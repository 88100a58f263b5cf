package io.streamgauge.app.history;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.run.Cluster;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * What was committed to a topic when it was opened, read once: each partition in the order of its offsets, and among the
 * partitions the one first whose next record has the smallest rank, as a Kafka Streams task takes them. Not thread-safe.
 */
final class Topic implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ANSWER = Duration.ofSeconds(15);
    /** Records of a partition that wait for those of others; more are not asked for. */
    private static final int WAITING = 4_000;

    private final Cluster cluster;
    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Map<TopicPartition, Long> beginnings;
    private final Map<TopicPartition, Long> ends;
    private final Map<TopicPartition, Deque<Ranked>> waiting = new HashMap<>();
    private final Rank rank;

    /** Gives each record of a partition, in order, its rank among those of other partitions. */
    @FunctionalInterface
    interface Rank {
        Ranked of(ConsumerRecord<byte[], byte[]> record);
    }

    /**
     * A record.
     *
     * @param rank the smallest goes first
     * @param read what the one who ranked it made of it
     */
    record Ranked(long rank, ConsumerRecord<byte[], byte[]> record, Object read) {}

    Topic(Cluster cluster, String topic, Rank rank) {
        this.cluster = cluster;
        this.topic = topic;
        this.rank = rank;
        this.consumer = new KafkaConsumer<>(
                cluster.kafka(Map.of(
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        try {
            var found = consumer.partitionsFor(topic, ANSWER);
            if (found == null || found.isEmpty()) {
                throw new CommandFailedException("there is no topic " + topic + " at " + cluster.bootstrapServers());
            }
            partitions = found.stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .sorted(Comparator.comparingInt(TopicPartition::partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            beginnings = consumer.beginningOffsets(partitions);
            ends = consumer.endOffsets(partitions);
        } catch (TimeoutException e) {
            consumer.close();
            throw silent(e);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
        partitions.forEach(partition -> waiting.put(partition, new ArrayDeque<>()));
    }

    private CommandFailedException silent(TimeoutException e) {
        return new CommandFailedException(
                "Kafka at " + cluster.bootstrapServers() + " does not answer: " + e.getMessage(), e);
    }

    int partitions() {
        return partitions.size();
    }

    /** The first offset that is still there, by partition. */
    long beginning(int partition) {
        return beginnings.getOrDefault(new TopicPartition(topic, partition), 0L);
    }

    /** The committed end when it was opened. */
    long end(int partition) {
        return ends.getOrDefault(new TopicPartition(topic, partition), 0L);
    }

    /** Partitions that hold anything. */
    Set<Integer> filled() {
        return partitions.stream()
                .map(TopicPartition::partition)
                .filter(partition -> end(partition) > beginning(partition))
                .collect(Collectors.toSet());
    }

    /** About how many records there are. */
    long size() {
        return partitions.stream()
                .mapToLong(p -> end(p.partition()) - beginning(p.partition()))
                .sum();
    }

    /** The next record, or null after the last. */
    @Nullable
    Ranked next() {
        while (true) {
            TopicPartition least = null;
            boolean complete = true;
            for (TopicPartition partition : partitions) {
                Ranked head = queue(partition).peek();
                if (head == null) {
                    complete &= done(partition);
                } else if (least == null || head.rank() < rankOf(least)) {
                    least = partition;
                }
            }
            if (complete) {
                return least == null ? null : queue(least).poll();
            }
            poll();
        }
    }

    private long rankOf(TopicPartition partition) {
        Ranked head = queue(partition).peek();
        return head == null ? Long.MAX_VALUE : head.rank();
    }

    private Deque<Ranked> queue(TopicPartition partition) {
        return waiting.computeIfAbsent(partition, p -> new ArrayDeque<>());
    }

    private boolean done(TopicPartition partition) {
        return consumer.position(partition, ANSWER) >= end(partition.partition());
    }

    private void poll() {
        Set<TopicPartition> full =
                partitions.stream().filter(p -> queue(p).size() >= WAITING).collect(Collectors.toSet());
        consumer.resume(partitions);
        consumer.pause(full);
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < end(record.partition())) {
                    queue(partition).add(rank.of(record));
                }
            }
        } catch (TimeoutException e) {
            throw silent(e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
