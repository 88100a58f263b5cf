package io.streamgauge.app.retraining;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.app.writer.CommittedRecords;
import io.streamgauge.app.writer.RecordValue;
import io.streamgauge.schemas.RetrainingAck;
import io.streamgauge.schemas.RetrainingEvent;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Says what became of a pipeline's retraining events. */
public final class Acknowledgements implements AutoCloseable {

    /** Letters of an id that are enough to name an event. */
    private static final int SHORTEST_ID = 6;

    private static final Duration DELIVERY = Duration.ofSeconds(10);

    private final Cluster cluster;
    private final TopicCatalogue topics;
    private final AvroCodec<RetrainingEvent> events;
    private final AvroCodec<RetrainingAck> acks;
    private final KafkaProducer<byte[], byte[]> producer;

    public Acknowledgements(Cluster cluster, String pipeline) {
        this.cluster = cluster;
        this.topics = new TopicCatalogue(pipeline);
        ConfluentSchemaRegistry registry = new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry());
        this.events = new AvroCodec<>(RetrainingEvent.class, registry);
        this.acks = new AvroCodec<>(RetrainingAck.class, registry);
        this.producer = new KafkaProducer<>(
                cluster.kafka(Map.of(
                        ProducerConfig.LINGER_MS_CONFIG,
                        "0",
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        "true",
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        Long.toString(DELIVERY.toMillis()),
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        Long.toString(DELIVERY.dividedBy(2).toMillis()),
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        Long.toString(DELIVERY.toMillis()))),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /**
     * The event of this id.
     *
     * @param id the whole of it, or as much of its beginning as no other event has
     */
    public RetrainingEvent event(String id) {
        if (id.length() < SHORTEST_ID) {
            throw new WrongUsageException(
                    "'" + id + "' names no event; give its id, or at least " + SHORTEST_ID + " letters of it");
        }
        Map<String, RetrainingEvent> found = new TreeMap<>();
        Map<String, RetrainingEvent> all = new TreeMap<>();
        try (CommittedRecords records = new CommittedRecords(cluster.kafka())) {
            records.read(records.partitions(topics.retrainingEvents().name()), Map.of(), record -> {
                RetrainingEvent event = RecordValue.decoded(record, events::decode);
                all.put(event.getEventId(), event);
                if (event.getEventId().startsWith(id)) {
                    found.put(event.getEventId(), event);
                }
            });
        }
        if (found.size() == 1) {
            return found.values().iterator().next();
        }
        List<String> ids = List.copyOf(found.isEmpty() ? all.keySet() : found.keySet());
        throw new WrongUsageException(
                found.isEmpty()
                        ? "pipeline " + topics.pipeline() + " has no retraining event " + id
                                + (ids.isEmpty() ? "; it has none yet" : "; it has " + String.join(", ", ids))
                        : "several retraining events begin with " + id + ": " + String.join(", ", ids));
    }

    /**
     * Publishes an acknowledgement.
     *
     * @throws CommandFailedException when Kafka does not take it
     */
    public void publish(RetrainingAck ack) {
        String topic = topics.retrainingAcks().name();
        send(new ProducerRecord<>(
                topic, 0, ack.getEventId().getBytes(StandardCharsets.UTF_8), acks.encode(topic, ack)));
    }

    /** Sends any record, and returns once Kafka has it. */
    void send(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get(DELIVERY.toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new CommandFailedException(
                    "Kafka at " + cluster.bootstrapServers() + " did not take a record for " + record.topic(), e);
        }
    }

    @Override
    public void close() {
        producer.close(DELIVERY);
    }
}
