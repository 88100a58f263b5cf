package io.streamgauge.examples.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.run.Cluster;
import io.streamgauge.schemas.AlertKind;
import io.streamgauge.schemas.DriftAlert;
import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.RetrainingEvent;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What the drift job said of a pipeline: statistics, alerts and requests to train again, as texts without names of
 * pipelines and places in topics, in order.
 */
record Verdicts(List<String> metrics, List<String> alerts, List<String> retraining) {

    private static final Duration POLL = Duration.ofMillis(100);
    /** Three checkpoints, with each of which the job commits what it said. */
    private static final Duration QUIET = Duration.ofSeconds(4);

    /** Reads them once there are so many statistics and nothing more comes, or the time is over. */
    static Verdicts await(Cluster cluster, String pipeline, int metrics, Duration patience) {
        return await(cluster, pipeline, texts -> texts.size() >= metrics, patience);
    }

    /** Reads them once a window that ends then is judged and nothing more comes, or the time is over. */
    static Verdicts await(Cluster cluster, String pipeline, Instant windowEnd, Duration patience) {
        String end = "\"windowEnd\": \"" + windowEnd + "\"";
        return await(cluster, pipeline, texts -> texts.stream().anyMatch(text -> text.contains(end)), patience);
    }

    private static Verdicts await(Cluster cluster, String pipeline, Predicate<List<String>> enough, Duration patience) {
        TopicCatalogue topics = new TopicCatalogue(pipeline);
        List<String> statistics =
                read(cluster, topics.driftMetrics().name(), DriftMetric.class, Verdicts::text, enough, patience);
        List<String> alerts = read(
                cluster,
                topics.driftAlerts().name(),
                DriftAlert.class,
                record -> record.getKind() == AlertKind.OPERATIONS ? "" : text(record),
                texts -> true,
                patience);
        List<String> retraining = read(
                cluster,
                topics.retrainingEvents().name(),
                RetrainingEvent.class,
                Verdicts::text,
                texts -> true,
                patience);
        return new Verdicts(statistics, alerts, retraining);
    }

    /** Without the id of the reference, which the pipeline's name is part of. */
    private static String text(DriftMetric metric) {
        return DriftMetric.newBuilder(metric)
                .setPipeline("")
                .setReferenceId("")
                .build()
                .toString();
    }

    private static String text(DriftAlert alert) {
        return String.join(
                " ",
                alert.getStatus().name(),
                alert.getSeverity().name(),
                alert.getWindowEnd().toString(),
                alert.getOpenedAt().toString(),
                alert.getEvidence().toString(),
                alert.getContributors().toString(),
                alert.getGroups().toString());
    }

    private static String text(RetrainingEvent event) {
        return String.join(
                " ",
                event.getRaisedAt().toString(),
                event.getTrainFrom().toString(),
                event.getTrainTo().toString(),
                event.getAction().name(),
                event.getEvidence().toString());
    }

    private static <T extends SpecificRecord> List<String> read(
            Cluster cluster,
            String topic,
            Class<T> type,
            Function<T, String> text,
            Predicate<List<String>> enough,
            Duration patience) {
        AvroCodec<T> codec =
                new AvroCodec<>(type, new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry()));
        List<String> texts = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                cluster.kafka(Map.of("isolation.level", "read_committed", "enable.auto.commit", "false")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long deadline = System.nanoTime() + patience.toNanos();
            long lastNanos = System.nanoTime();
            while (System.nanoTime() < deadline
                    && (System.nanoTime() - lastNanos < QUIET.toNanos()
                            || !enough.test(texts)
                            || !atEnd(consumer, partitions))) {
                var records = consumer.poll(POLL);
                if (!records.isEmpty()) {
                    lastNanos = System.nanoTime();
                }
                records.forEach(record -> texts.add(text.apply(codec.decode(record.value()))));
            }
        }
        assertThat(enough.test(texts))
                .as("%s is whole after %s", topic, patience)
                .isTrue();
        return texts.stream().filter(one -> !one.isEmpty()).sorted().toList();
    }

    private static boolean atEnd(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        return consumer.endOffsets(partitions).entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** How many there are of all kinds. */
    int count() {
        return metrics.size() + alerts.size() + retraining.size();
    }
}
