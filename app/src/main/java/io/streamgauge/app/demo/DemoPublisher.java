package io.streamgauge.app.demo;

import io.streamgauge.app.live.SentAt;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** Publishes generated events of one source that its topic does not have yet, keyed as the source declares. */
final class DemoPublisher {

    private final Producer<byte[], byte[]> producer;
    private final SourceDefinition source;
    private final GeneratedEvents events;
    private final EventWriter writer;
    private final int key;
    private final int partitions;
    private final Published published;
    private final Clock clock;
    private final AtomicReference<@Nullable Exception> failure;

    /**
     * @param partitions partitions of the source's topic
     * @param published what the topic has already
     * @param failure where the first send that fails leaves why
     */
    DemoPublisher(
            Producer<byte[], byte[]> producer,
            SourceDefinition source,
            EventWriter writer,
            int partitions,
            Published published,
            Clock clock,
            AtomicReference<@Nullable Exception> failure) {
        this.producer = producer;
        this.source = source;
        this.events = new GeneratedEvents(source);
        this.writer = writer;
        this.key = source.schema().indexOf(source.keyField().orElse(source.idField()));
        this.partitions = partitions;
        this.published = published;
        this.clock = clock;
        this.failure = failure;
    }

    /** Sends the event of a transaction; false when the topic has it already. */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback is told of a failure
    boolean publish(Outgoing outgoing) {
        Event event = events.of(outgoing.transaction());
        byte[] recordKey = Objects.requireNonNull(event.keyAt(key)).getBytes(StandardCharsets.UTF_8);
        // Kafka's default partitioner, spelled out because what a partition has is asked before sending.
        int partition = Utils.toPositive(Utils.murmur2(recordKey)) % partitions;
        Position position = Position.of(event.id()).orElseThrow();
        if (published.has(partition, position)) {
            return false;
        }
        producer.send(
                new ProducerRecord<>(
                        source.topic(),
                        partition,
                        event.timeMs(),
                        recordKey,
                        writer.write(event),
                        List.of(SentAt.header(clock.millis()))),
                (metadata, exception) -> {
                    if (exception != null) {
                        failure.compareAndSet(null, exception);
                    }
                });
        return true;
    }
}
