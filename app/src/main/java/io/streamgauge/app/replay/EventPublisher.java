package io.streamgauge.app.replay;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes events to their source's topic in transactions of a tenth of a second: each event once and in order within a key,
 * even when the broker dies in between and comes back. An idempotent producer alone would not do: a broker that starts again
 * forgets, of the producers without an open transaction, those whose last record is older than a day, and records carry
 * event time.
 */
public final class EventPublisher implements AutoCloseable {

    /** How long an event may wait for its transaction's end. */
    public static final Duration COMMIT_INTERVAL = Duration.ofMillis(100);

    private static final Duration CLOSE = Duration.ofSeconds(5);
    /** Who is killed leaves a transaction open, and what comes after it in the topic is held back for so long. */
    private static final Duration TRANSACTION = Duration.ofMinutes(1);

    private final KafkaProducer<byte[], byte[]> producer;
    private final SourceDefinition source;
    private final EventWriter writer;
    private final int keyField;
    private boolean inTransaction;
    private long commitDueNanos;
    private long pending;
    private long committed;

    /** @param pipeline its name is the prefix of the transactional id */
    public EventPublisher(Cluster cluster, String pipeline, SourceDefinition source, EventWriter writer) {
        this.source = source;
        this.writer = writer;
        this.keyField =
                source.keyField().map(field -> source.schema().indexOf(field)).orElse(-1);
        this.producer = new KafkaProducer<>(
                cluster.kafka(Map.of(
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        pipeline + ".publisher-" + UUID.randomUUID(),
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                        Long.toString(TRANSACTION.toMillis()),
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        "5",
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        Integer.toString(64 * 1024))),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        try {
            producer.initTransactions();
        } catch (KafkaException e) {
            producer.close(Duration.ZERO);
            throw new CommandFailedException("Kafka at " + cluster.bootstrapServers() + " does not answer", e);
        }
    }

    /**
     * Hands an event to Kafka; it is seen by others within {@link #COMMIT_INTERVAL} when more events follow, else after
     * {@link #commit}.
     *
     * @throws CommandFailedException when this or an earlier event was not taken
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the transaction tells
    public void publish(Event event) {
        String key = keyField < 0 ? event.id() : event.keyAt(keyField);
        byte[] value = event.deletion() ? null : writer.write(event);
        try {
            if (!inTransaction) {
                producer.beginTransaction();
                inTransaction = true;
                commitDueNanos = System.nanoTime() + COMMIT_INTERVAL.toNanos();
            }
            producer.send(new ProducerRecord<>(
                    source.topic(),
                    null,
                    event.timeMs(),
                    key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                    value));
            pending++;
        } catch (KafkaException e) {
            throw notTaken(e);
        }
        if (System.nanoTime() - commitDueNanos >= 0) {
            commit();
        }
    }

    /**
     * Waits until Kafka has every event handed over, and others see them.
     *
     * @throws CommandFailedException when it does not take one
     */
    public void commit() {
        if (!inTransaction) {
            return;
        }
        try {
            producer.commitTransaction();
            inTransaction = false;
            committed += pending;
            pending = 0;
        } catch (KafkaException e) {
            throw notTaken(e);
        }
    }

    private CommandFailedException notTaken(KafkaException e) {
        return new CommandFailedException("Kafka did not take an event for topic " + source.topic(), e);
    }

    /** Events that others see. */
    long committed() {
        return committed;
    }

    /**
     * Takes back what is not committed, so that it holds up nobody who reads the topic.
     *
     * @throws CommandFailedException when Kafka does not take it back; it does by itself after {@link #TRANSACTION}
     */
    void abort() {
        if (!inTransaction) {
            return;
        }
        try {
            producer.abortTransaction();
            inTransaction = false;
            pending = 0;
        } catch (KafkaException e) {
            throw new CommandFailedException(
                    "Kafka did not take back the last events for topic " + source.topic()
                            + "; it does so by itself within " + TRANSACTION.toSeconds()
                            + " s, and until then readers of the topic wait there",
                    e);
        }
    }

    /** Takes back what is not committed, as far as Kafka answers. */
    @Override
    public void close() {
        producer.close(CLOSE);
    }
}
