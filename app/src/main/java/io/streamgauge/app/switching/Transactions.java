package io.streamgauge.app.switching;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.schemas.TopicSpec;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Transactions of the one switch of a topic that may go on at a time: a later one takes over, and whatever an earlier one still
 * does is refused by Kafka.
 */
final class Transactions implements AutoCloseable {

    private static final String ID_PREFIX = "streamgauge-switch-";

    private final KafkaProducer<byte[], byte[]> producer;
    private boolean open;

    /** Takes over, and waits until a transaction that an earlier switch left open is rolled back. */
    Transactions(Cluster cluster, String topic) {
        producer = new KafkaProducer<>(
                cluster.kafka(Map.of(
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        ID_PREFIX + topic,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        Integer.toString(TopicSpec.LARGEST_RECORD_BYTES),
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        "20")),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        guarded(producer::initTransactions);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what fails fails the commit
    void send(ProducerRecord<byte[], byte[]> record) {
        if (!open) {
            guarded(producer::beginTransaction);
            open = true;
        }
        guarded(() -> producer.send(record));
    }

    /** Commits what was sent since the last commit. */
    void commit() {
        guarded(producer::commitTransaction);
        open = false;
    }

    /**
     * Rolls back what was sent since the last commit.
     *
     * @throws RuntimeException when a commit has failed of which nobody knows whether Kafka has done it
     */
    void rollBack() {
        if (open) {
            guarded(producer::abortTransaction);
            open = false;
        }
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (ProducerFencedException | InvalidProducerEpochException e) {
            throw new CommandFailedException(
                    "another switch of the same topic has taken over; leave it to that one", e);
        } catch (KafkaException e) {
            throw new CommandFailedException(
                    "Kafka did not take a transaction of the switch; run it again, which goes on where this one ended",
                    e);
        }
    }

    /** Rolls back what is not committed. */
    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
