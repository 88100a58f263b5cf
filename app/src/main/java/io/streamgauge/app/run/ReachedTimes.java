package io.streamgauge.app.run;

import io.streamgauge.stream.FeatureTopology;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.LongDeserializer;

/**
 * The greatest event time of each source that a topology has taken in and committed, as its changelogs tell before it
 * starts: each source's ingest keeps it per partition, to know which events are late.
 */
final class ReachedTimes implements HeldState.Reached {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Cluster cluster;
    private final String applicationId;

    ReachedTimes(Cluster cluster, String applicationId) {
        this.cluster = cluster;
        this.applicationId = applicationId;
    }

    @Override
    public Map<String, Long> timesMs(Iterable<String> sources) {
        Map<String, Long> reached = new HashMap<>();
        try (Consumer<Integer, Long> consumer =
                new KafkaConsumer<>(settings(), new IntegerDeserializer(), new LongDeserializer())) {
            Set<String> topics = consumer.listTopics().keySet();
            for (String source : sources) {
                String topic = applicationId + "-" + FeatureTopology.latenessStore(source) + "-changelog";
                if (topics.contains(topic)) {
                    greatest(consumer, topic).ifPresent(timeMs -> reached.put(source, timeMs));
                }
            }
        }
        return reached;
    }

    private static Optional<Long> greatest(Consumer<Integer, Long> consumer, String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Long greatest = null;
        while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
            for (ConsumerRecord<Integer, Long> record : consumer.poll(POLL)) {
                if (record.value() != null) {
                    greatest = greatest == null ? record.value() : Long.valueOf(Math.max(greatest, record.value()));
                }
            }
        }
        return Optional.ofNullable(greatest);
    }

    private Properties settings() {
        return cluster.kafka(Map.of(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                "false",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                "false"));
    }
}
