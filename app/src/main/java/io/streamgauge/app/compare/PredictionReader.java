package io.streamgauge.app.compare;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the committed predictions that a pipeline has made up to now, once. */
final class PredictionReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ANSWER = Duration.ofSeconds(15);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final OwnPredictions own;
    private final List<TopicPartition> partitions;
    private final Map<TopicPartition, Long> ends;
    private long read;

    PredictionReader(Cluster cluster, String pipeline) {
        consumer = new KafkaConsumer<>(
                cluster.kafka(Map.of(
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        AvroCodec<Prediction> codec = new AvroCodec<>(
                Prediction.class, new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry()));
        own = new OwnPredictions(pipeline, codec::decode);
        String topic = new TopicCatalogue(pipeline).predictions().name();
        List<PartitionInfo> found = consumer.partitionsFor(topic, ANSWER);
        if (found == null || found.isEmpty()) {
            consumer.close();
            throw new CommandFailedException("there is no topic " + topic + " at " + cluster.bootstrapServers()
                    + ": has pipeline " + pipeline + " been started there?");
        }
        partitions = found.stream()
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        ends = consumer.endOffsets(partitions);
    }

    /** Hands out some more; nothing when there are none just now. */
    void some(Consumer<Prediction> out) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            if (record.offset() < end(new TopicPartition(record.topic(), record.partition()))) {
                own.take(record, out);
                read++;
            }
        }
    }

    /** Whether all that there was at the beginning is read. */
    boolean done() {
        return partitions.stream().allMatch(partition -> consumer.position(partition) >= end(partition));
    }

    long read() {
        return read;
    }

    /** Predictions in the pipeline's topic that another has made; they are not handed out. */
    long others() {
        return own.others();
    }

    private long end(TopicPartition partition) {
        return ends.getOrDefault(partition, 0L);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
