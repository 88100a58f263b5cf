package io.streamgauge.app.tail;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic of a pipeline as it grows: committed records only, outside any consumer group. */
public final class Tail {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ANSWER = Duration.ofSeconds(15);

    private final Cluster cluster;
    private final TailTopic topic;
    private final String topicName;
    private final RecordForm form;

    public Tail(Cluster cluster, TailTopic topic, String pipeline) {
        this.cluster = cluster;
        this.topic = topic;
        this.topicName = topic.of(pipeline);
        this.form = Forms.of(
                topic,
                new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry(), Duration.ofSeconds(5)));
    }

    /**
     * What to read.
     *
     * @param fromBeginning the records that are there already, too
     * @param limit records to show, and then end; Long.MAX_VALUE shows all
     * @param json JSON instead of lines for a person
     */
    public record Request(boolean fromBeginning, long limit, boolean json) {}

    /**
     * Shows records until the limit is reached or {@code stopped} says so.
     *
     * @return records shown
     */
    public long follow(Request request, Consumer<String> out, BooleanSupplier stopped) {
        long shown = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                cluster.kafka(Map.of(
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = partitions(consumer);
            consumer.assign(partitions);
            if (request.fromBeginning()) {
                consumer.seekToBeginning(partitions);
            } else {
                consumer.seekToEnd(partitions);
                // Resolved now: records that come between this line and the first poll are to be shown.
                partitions.forEach(consumer::position);
            }
            while (shown < request.limit() && !stopped.getAsBoolean()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (shown == request.limit()) {
                        break;
                    }
                    out.accept(show(record, request.json()));
                    shown++;
                }
            }
        } catch (TimeoutException e) {
            throw new CommandFailedException(
                    "Kafka at " + cluster.bootstrapServers() + " does not answer: " + e.getMessage(), e);
        }
        return shown;
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        List<PartitionInfo> found = consumer.partitionsFor(topicName, ANSWER);
        if (found == null || found.isEmpty()) {
            throw new CommandFailedException("there is no topic " + topicName + " at " + cluster.bootstrapServers()
                    + ": has the pipeline been started there?");
        }
        return found.stream()
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
    }

    private String show(ConsumerRecord<byte[], byte[]> record, boolean json) {
        try {
            return json ? form.json(record) : form.text(record);
        } catch (SerializationException e) {
            throw new CommandFailedException(
                    "the record at " + record.topic() + "/" + record.partition() + "@" + record.offset()
                            + " is none of " + topic + ": " + e.getMessage(),
                    e);
        }
    }
}
