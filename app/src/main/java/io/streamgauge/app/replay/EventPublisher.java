package io.streamgauge.app.replay;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes events to their source's topic through an idempotent producer: each once, in order within a key. */
public final class EventPublisher implements AutoCloseable {

    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final KafkaProducer<byte[], byte[]> producer;
    private final SourceDefinition source;
    private final EventWriter writer;
    private final int keyField;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    public EventPublisher(Cluster cluster, SourceDefinition source, EventWriter writer) {
        this.source = source;
        this.writer = writer;
        this.keyField =
                source.keyField().map(field -> source.schema().indexOf(field)).orElse(-1);
        this.producer = new KafkaProducer<>(
                cluster.kafka(Map.of(
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true",
                        ProducerConfig.ACKS_CONFIG, "all",
                        ProducerConfig.LINGER_MS_CONFIG, "5",
                        ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(64 * 1024))),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /**
     * Hands an event to Kafka; returns before Kafka has it.
     *
     * @throws CommandFailedException when this or an earlier event was not taken
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback is told
    public void publish(Event event) {
        failIfAny();
        String key = keyField < 0 ? event.id() : event.keyAt(keyField);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                source.topic(),
                null,
                event.timeMs(),
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                writer.write(event));
        try {
            producer.send(record, (metadata, e) -> {
                if (e != null) {
                    failure.compareAndSet(null, e);
                }
            });
        } catch (KafkaException e) {
            failure.compareAndSet(null, e);
            failIfAny();
        }
    }

    /**
     * Waits until Kafka has every event handed over.
     *
     * @throws CommandFailedException when it does not take one
     */
    public void flush() {
        producer.flush();
        failIfAny();
    }

    private void failIfAny() {
        Exception e = failure.get();
        if (e != null) {
            throw new CommandFailedException("Kafka did not take an event for topic " + source.topic(), e);
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE);
    }
}
