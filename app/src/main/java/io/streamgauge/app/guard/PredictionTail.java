package io.streamgauge.app.guard;

import io.streamgauge.app.run.Cluster;
import io.streamgauge.schemas.Guard;
import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.registry.RegistryUnavailableException;
import io.streamgauge.schemas.wire.AvroCodec;
import io.streamgauge.scoring.rollout.GuardedVariant;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The committed predictions of a pipeline, from so far back that guards see all that they look at, if it is there. It belongs to
 * no consumer group and keeps no position: who starts anew reads the same again. Partitions hold a share of the events each, by
 * their ids, so in which order they are read makes no difference. Not thread-safe, but for {@link #wakeup}.
 */
final class PredictionTail implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PredictionTail.class);
    /** Over all partitions. */
    private static final long MOST_READ_BACK = 1_000_000;
    /** Ends of transactions take offsets too, in the worst case one each. */
    private static final int OFFSETS_PER_PREDICTION = 2;

    private static final int SPARE = 1_000;
    private static final Duration ANSWER = Duration.ofSeconds(15);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AvroCodec<Prediction> codec;
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    /** @param newest the revision of the guarded variants, which says their shares */
    PredictionTail(Cluster cluster, String pipeline, ModelDeployment newest, List<GuardedVariant> guarded) {
        this.codec = new AvroCodec<>(
                Prediction.class, new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry()));
        this.consumer = new KafkaConsumer<>(
                cluster.kafka(Map.of(
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        try {
            seek(new TopicCatalogue(pipeline).predictions().name(), reach(newest, guarded));
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /** So many predictions of all hold as many of each variant as its guards look at. */
    private static long reach(ModelDeployment newest, List<GuardedVariant> guarded) {
        return guarded.stream()
                .mapToLong(one -> {
                    int events = one.variant().getGuards().stream()
                            .mapToInt(Guard::getEvents)
                            .max()
                            .orElse(0);
                    double share = one.share(newest);
                    return share <= 0 ? MOST_READ_BACK : (long) Math.min(MOST_READ_BACK, events / share);
                })
                .max()
                .orElse(0);
    }

    private void seek(String topic, long reach) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic, ANSWER).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        ends.putAll(consumer.endOffsets(partitions));
        Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
        long each = Math.min(reach, MOST_READ_BACK / Math.max(1, partitions.size())) * OFFSETS_PER_PREDICTION + SPARE;
        partitions.forEach(partition -> consumer.seek(
                partition, Math.max(first.getOrDefault(partition, 0L), ends.getOrDefault(partition, 0L) - each)));
    }

    /** Hands out what has come; returns when there is some, or the time is over. */
    void poll(Duration patience, Consumer<Prediction> out) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
            read(record).ifPresent(out);
        }
    }

    /** A record that is no prediction means nothing here; whoever shows predictions says so. */
    private Optional<Prediction> read(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(codec.decode(record.value()));
        } catch (RegistryUnavailableException e) {
            consumer.seek(new TopicPartition(record.topic(), record.partition()), record.offset());
            throw e;
        } catch (RuntimeException e) {
            LOG.debug("the record at offset {} of {} is no prediction", record.offset(), record.topic(), e);
            return Optional.empty();
        }
    }

    /** Whether all is read that was there at the beginning. */
    boolean caughtUp() {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** Ends a wait in another thread, with an exception. */
    void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
