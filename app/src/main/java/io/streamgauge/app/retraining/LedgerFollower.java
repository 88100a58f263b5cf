package io.streamgauge.app.retraining;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.schemas.RetrainingAck;
import io.streamgauge.schemas.RetrainingEvent;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.registry.RegistryUnavailableException;
import io.streamgauge.schemas.wire.AvroCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a pipeline's retraining events and what is said of them into a {@link Ledger}, and goes on reading. For one thread. */
final class LedgerFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerFollower.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration START = Duration.ofSeconds(30);

    private final TopicCatalogue topics;
    private final AvroCodec<RetrainingEvent> events;
    private final AvroCodec<RetrainingAck> acks;
    private final BooleanSupplier closing;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Ledger ledger = new Ledger();

    /** @param closing whether to stop reading */
    LedgerFollower(
            Cluster cluster,
            TopicCatalogue topics,
            AvroCodec<RetrainingEvent> events,
            AvroCodec<RetrainingAck> acks,
            BooleanSupplier closing) {
        this.topics = topics;
        this.events = events;
        this.acks = acks;
        this.closing = closing;
        this.consumer = DeliveryConsumer.of(cluster, Map.of());
    }

    Ledger ledger() {
        return ledger;
    }

    /** Reads both topics from their beginnings up to where they end now; after a failure it goes on where it was. */
    void catchUp() {
        if (consumer.assignment().isEmpty()) {
            begin();
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (!closing.getAsBoolean()
                && ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            note(consumer.poll(POLL));
        }
    }

    private void begin() {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : List.of(
                topics.retrainingEvents().name(), topics.retrainingAcks().name())) {
            List<PartitionInfo> found =
                    Optional.ofNullable(consumer.partitionsFor(topic, START)).orElse(List.of());
            if (found.isEmpty()) {
                throw new CommandFailedException("there is no topic " + topic);
            }
            found.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads what has come since, without waiting. */
    void readOn() {
        note(consumer.poll(Duration.ZERO));
    }

    /** A partition whose schemas cannot be asked for now is read again from there; what came of the others is noted now, or never. */
    private void note(ConsumerRecords<byte[], byte[]> records) {
        List<RegistryUnavailableException> failures = new ArrayList<>();
        for (TopicPartition partition : records.partitions()) {
            try {
                records.records(partition).forEach(this::note);
            } catch (RegistryUnavailableException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    private void note(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.topic().equals(topics.retrainingAcks().name())) {
                ledger.ack(acks.decode(record.value()));
            } else {
                ledger.event(events.decode(record.value()));
            }
        } catch (RegistryUnavailableException e) {
            consumer.seek(new TopicPartition(record.topic(), record.partition()), record.offset());
            throw e;
        } catch (RuntimeException e) {
            LOG.warn("the record at offset {} of {} cannot be read: {}", record.offset(), record.topic(), e.toString());
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
