package io.streamgauge.app.uncertainty;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.config.LabelsDefinition;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.registry.RegistryUnavailableException;
import io.streamgauge.scoring.conformal.Outcome;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.BadEventException;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventReader;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.stream.RecordRules;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Follows the topic of labels from its beginning, and keeps the newest. What is no label there is passed over. Not thread-safe. */
final class LabelTopic implements AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(15);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RecordRules rules;
    private final int outcome;
    private final FieldType type;
    private final NewestLabels labels;
    private final Map<TopicPartition, Long> ends;

    /**
     * @param definition where outcomes arrive
     * @param most how many labels are kept
     */
    LabelTopic(Cluster cluster, Pipeline pipeline, LabelsDefinition definition, int most) {
        SourceDefinition source = pipeline.features().source(definition.source());
        this.labels = new NewestLabels(most);
        this.outcome = source.schema().indexOf(definition.outcome());
        this.type = source.schema().typeAt(outcome);
        this.consumer = new KafkaConsumer<>(
                cluster.kafka(Map.of(
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        try {
            List<TopicPartition> partitions = partitions(source.topic());
            if (partitions.isEmpty()) {
                throw new CommandFailedException(
                        "there is no topic " + source.topic() + " at " + cluster.bootstrapServers());
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            this.ends = consumer.endOffsets(partitions, ANSWER);
            this.rules = new RecordRules(
                    pipeline.features(),
                    source.name(),
                    counts(pipeline),
                    EventReader.of(
                            source, new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry())));
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    private List<TopicPartition> partitions(String topic) {
        return Optional.ofNullable(consumer.partitionsFor(topic, ANSWER)).orElse(List.of()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    /** Number of partitions of every source's topic; a topic that is not there has one. */
    private Map<String, Integer> counts(Pipeline pipeline) {
        Map<String, Integer> counts = new HashMap<>();
        for (SourceDefinition each : pipeline.features().sources().values()) {
            counts.put(each.topic(), Math.max(1, partitions(each.topic()).size()));
        }
        return counts;
    }

    /** Takes what has come, and waits for something to come for so long at most. */
    void poll(Duration patience) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
            try {
                take(record);
            } catch (RegistryUnavailableException e) {
                consumer.seek(new TopicPartition(record.topic(), record.partition()), record.offset());
                throw e;
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            Event event = rules.read(record);
            if (!event.isNull(outcome)) {
                labels.add(event.id(), outcome(event), event.timeMs());
            }
        } catch (BadEventException e) {
            // The topology diverts and counts it.
        }
    }

    private Outcome outcome(Event event) {
        return new Outcome(type == FieldType.BOOLEAN ? (Object) event.booleanAt(outcome) : event.numberAt(outcome));
    }

    /** Whether all that the topic held at first is taken. */
    boolean caughtUp() {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey(), ANSWER) >= end.getValue());
    }

    /** The newest labels so far. */
    NewestLabels labels() {
        return labels;
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
