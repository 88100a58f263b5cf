package io.streamgauge.app.demo;

import io.streamgauge.app.run.Cluster;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.registry.SchemaRegistry;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.AvroEventReader;
import io.streamgauge.store.event.AvroEventWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The demonstration's own connections to Kafka and the registry. */
final class DemoClients implements AutoCloseable {

    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final Map<String, Object> PRODUCER = Map.of(
            "client.id", "demo",
            "acks", "all",
            "enable.idempotence", "true",
            "linger.ms", "2",
            // An event given up would leave a gap before those behind it; a second start would not fill it.
            "delivery.timeout.ms", Integer.toString(Integer.MAX_VALUE));
    private static final Map<String, Object> CONSUMER =
            Map.of("client.id", "demo-ends", "enable.auto.commit", "false", "auto.offset.reset", "earliest");

    private final String pipeline;
    private final Cluster cluster;
    private final SchemaRegistry registry;
    private final Producer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure;

    /** @param failure where the first event that cannot be sent leaves why */
    DemoClients(String pipeline, Cluster cluster, AtomicReference<@Nullable Exception> failure) {
        this.pipeline = pipeline;
        this.cluster = cluster;
        this.registry = new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry());
        this.producer =
                new KafkaProducer<>(cluster.kafka(PRODUCER), new ByteArraySerializer(), new ByteArraySerializer());
        this.failure = failure;
    }

    /** How far the source's topic has been filled before. */
    Published published(SourceDefinition source) {
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                cluster.kafka(CONSUMER), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return Published.read(consumer, source.topic(), partitions(source), new AvroEventReader(source, registry));
        }
    }

    DemoPublisher publisher(SourceDefinition source, Published published, Clock clock) {
        return new DemoPublisher(
                producer,
                source,
                new AvroEventWriter(pipeline, source, registry),
                partitions(source),
                published,
                clock,
                failure);
    }

    /** Waits until everything sent is in its topic. */
    void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close(CLOSE);
    }

    private int partitions(SourceDefinition source) {
        return producer.partitionsFor(source.topic()).size();
    }
}
