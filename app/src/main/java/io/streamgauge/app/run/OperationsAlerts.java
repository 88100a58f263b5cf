package io.streamgauge.app.run;

import io.streamgauge.app.writer.CommittedRecords;
import io.streamgauge.app.writer.RecordValue;
import io.streamgauge.schemas.AlertKind;
import io.streamgauge.schemas.AlertStatus;
import io.streamgauge.schemas.DriftAlert;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes alerts about the drift job, which cannot do so when it is down. Kafka may be what brought it down: it is waited for only shortly. */
final class OperationsAlerts {

    private static final Logger LOG = LoggerFactory.getLogger(OperationsAlerts.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final String topic;

    OperationsAlerts(Cluster cluster, String pipeline) {
        this.cluster = cluster;
        this.topic = new TopicCatalogue(pipeline).driftAlerts().name();
    }

    /** Resolves what an earlier process left open, now that the job runs. */
    void resolveFormer(Instant now) {
        Map<String, DriftAlert> open = new LinkedHashMap<>();
        try (CommittedRecords records = new CommittedRecords(cluster.kafka())) {
            AvroCodec<DriftAlert> codec = codec();
            records.read(records.partitions(topic), Map.of(), record -> {
                DriftAlert alert = RecordValue.decoded(record, codec::decode);
                if (alert.getKind() == AlertKind.OPERATIONS) {
                    open.put(alert.getAlertId(), alert);
                }
            });
        } catch (RuntimeException e) {
            LOG.warn("earlier alerts about the drift job cannot be resolved: {}", e.toString());
            return;
        }
        open.values().stream()
                .filter(alert -> alert.getStatus() != AlertStatus.RESOLVED)
                .forEach(alert -> publish(DriftAlert.newBuilder(alert)
                        .setStatus(AlertStatus.RESOLVED)
                        .setWindowEnd(now)
                        .setMessage("The drift job runs again.")
                        .build()));
    }

    private AvroCodec<DriftAlert> codec() {
        return new AvroCodec<>(
                DriftAlert.class, new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry()));
    }

    /** Publishes one; when that fails it is in the log. */
    void publish(DriftAlert alert) {
        LOG.warn("{}", alert.getMessage());
        String millis = Long.toString(PATIENCE.toMillis());
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                cluster.kafka(Map.of(
                        ProducerConfig.LINGER_MS_CONFIG, "0",
                        ProducerConfig.ACKS_CONFIG, "all",
                        ProducerConfig.MAX_BLOCK_MS_CONFIG, millis,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis)),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            byte[] key = alert.getAlertId().getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(
                            topic, 0, alert.getWindowEnd().toEpochMilli(), key, codec().encode(topic, alert)))
                    .get(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.warn("the alert could not be published: {}", e.toString());
        } catch (RuntimeException e) {
            LOG.warn("the alert could not be published", e);
        }
    }
}
