package io.streamgauge.app.retraining;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.drift.definition.Delivery;
import io.streamgauge.schemas.AckStatus;
import io.streamgauge.schemas.DivertHeader;
import io.streamgauge.schemas.RetrainingAck;
import io.streamgauge.schemas.RetrainingEvent;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.registry.RegistryUnavailableException;
import io.streamgauge.schemas.wire.AvroCodec;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes committed retraining events where {@code drift.deliver} says, at least once each: an event's offset is committed after it has
 * arrived, and in the acknowledgements it says {@code DELIVERED}. Of the instances of a pipeline one does so. An event that does not
 * arrive in all its attempts goes to the dead letters. What is acknowledged already is not delivered.
 *
 * <p>Delivered events that nobody acknowledges are delivered again. All it remembers is in the topics, so that a restart goes on.
 */
public final class DeliveryPart implements AutoCloseable {

    /** What became of a message, as counted in {@code streamgauge_retraining_deliveries_total}. */
    private enum Outcome {
        DELIVERED,
        REMINDED,
        FAILED_ATTEMPT,
        PUT_ASIDE
    }

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryPart.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofSeconds(1);
    /** For a delivery under way to end by itself. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final Duration SPARE = Duration.ofMinutes(2);
    private static final String AUTHOR = "streamgauge";

    private final Delivery delivery;
    private final TopicCatalogue topics;
    private final List<Target> targets;
    private final Attempts attempts;
    private final Clock clock;
    private final Acknowledgements acknowledgements;
    private final AvroCodec<RetrainingEvent> events;
    private final AvroCodec<RetrainingAck> acks;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaConsumer<byte[], byte[]> follower;
    private final Ledger ledger = new Ledger();
    private final Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "retraining-delivery");

    private DeliveryPart(
            Delivery delivery,
            String pipeline,
            Cluster cluster,
            List<Target> targets,
            MeterRegistry meters,
            Clock clock) {
        this.delivery = delivery;
        this.topics = new TopicCatalogue(pipeline);
        this.targets = targets;
        this.clock = clock;
        for (Outcome outcome : Outcome.values()) {
            counters.put(
                    outcome,
                    Counter.builder("streamgauge.retraining.deliveries")
                            .description("Retraining events by what became of their delivery.")
                            .tag("outcome", outcome.name().toLowerCase(java.util.Locale.ROOT))
                            .register(meters));
        }
        this.attempts = new Attempts(delivery.attempts(), this::pause, () -> count(Outcome.FAILED_ATTEMPT));
        ConfluentSchemaRegistry registry = new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry());
        this.events = new AvroCodec<>(RetrainingEvent.class, registry);
        this.acks = new AvroCodec<>(RetrainingAck.class, registry);
        this.acknowledgements = new Acknowledgements(cluster, pipeline);
        this.consumer = consumer(
                cluster,
                Map.of(
                        ConsumerConfig.GROUP_ID_CONFIG,
                        "streamgauge-delivery-" + pipeline,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        "1",
                        ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                        Integer.toString(longestMs(delivery))));
        this.follower = consumer(cluster, Map.of());
        thread.setDaemon(true);
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Cluster cluster, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new KafkaConsumer<>(cluster.kafka(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Longest that one event may take with all its attempts, at both targets. */
    private static int longestMs(Delivery delivery) {
        Duration all = delivery.timeout()
                .multipliedBy(delivery.attempts())
                .plus(Attempts.pauses(delivery.attempts()))
                .multipliedBy(1 + Ledger.REMINDERS)
                .plus(SPARE);
        return (int) Math.min(Integer.MAX_VALUE, 2 * all.toMillis());
    }

    /**
     * Starts, and returns at once; the topics must be there.
     *
     * @param directory the document's, where commands are run and relative paths start
     * @param output file for what a command prints
     * @throws CommandFailedException when a secret is not there
     */
    public static DeliveryPart start(
            Delivery delivery,
            String pipeline,
            Cluster cluster,
            Map<String, String> environment,
            Path directory,
            Path output,
            MeterRegistry meters) {
        Clock clock = Clock.systemUTC();
        List<Target> targets = targets(delivery, new Secrets(environment, directory), output, clock);
        DeliveryPart part = new DeliveryPart(delivery, pipeline, cluster, targets, meters, clock);
        part.thread.start();
        return part;
    }

    private static List<Target> targets(Delivery delivery, Secrets secrets, Path output, Clock clock) {
        List<Target> targets = new ArrayList<>();
        Delivery.Webhook webhook = delivery.webhook();
        if (webhook != null) {
            Delivery.Secret signing = webhook.signing();
            Delivery.Secret authorization = webhook.authorization();
            targets.add(new WebhookTarget(
                    URI.create(webhook.url()),
                    webhook.form(),
                    signing == null ? null : secrets.find(signing),
                    authorization == null ? null : secrets.find(authorization),
                    delivery.timeout(),
                    clock));
        }
        if (!delivery.command().isEmpty()) {
            targets.add(new ProgramTarget(delivery.command(), secrets.directory(), output, delivery.timeout()));
        }
        return targets;
    }

    private void run() {
        try {
            while (closing.getCount() > 0) {
                try {
                    if (consumer.subscription().isEmpty()) {
                        follow();
                        consumer.subscribe(List.of(topics.retrainingEvents().name()));
                    }
                    step();
                } catch (WakeupException | InterruptException e) {
                    LOG.debug("asked to stop");
                } catch (RuntimeException e) {
                    LOG.warn("delivery of retraining events is interrupted and will go on: {}", e.toString());
                    pause(RETRY);
                }
            }
        } catch (InterruptedException | InterruptException | WakeupException e) {
            LOG.debug("asked to stop");
        } catch (RuntimeException e) {
            LOG.error("retraining events are delivered no more", e);
        } finally {
            leave();
        }
    }

    /** An interrupt, which ended what was under way, would keep the group from being left. */
    private void leave() {
        if (Thread.interrupted()) {
            LOG.debug("a delivery was interrupted");
        }
        for (AutoCloseable open : List.of(consumer, follower, acknowledgements)) {
            try {
                open.close();
            } catch (Exception e) {
                LOG.warn("a client of the delivery does not close: {}", e.toString());
            }
        }
    }

    private void step() throws InterruptedException {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            readOn();
            try {
                deliver(record);
                consumer.commitSync();
            } catch (RuntimeException e) {
                consumer.seek(new TopicPartition(record.topic(), record.partition()), record.offset());
                throw e;
            }
        }
        readOn();
        Duration within = delivery.acknowledgeWithin();
        if (within != null && !consumer.assignment().isEmpty()) {
            for (Message reminder : ledger.due(clock.instant(), within)) {
                remind(reminder);
            }
        }
    }

    private void deliver(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        RetrainingEvent event;
        try {
            event = events.decode(record.value());
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            putAside(record, "UNREADABLE", "it is no retraining event: " + e.getMessage());
            return;
        }
        if (ledger.isSettled(event.getEventId())) {
            LOG.info("retraining event {} has been delivered or acknowledged already", event.getEventId());
            return;
        }
        try {
            everywhere(new Message(event, 0));
            receipt(event, AckStatus.DELIVERED);
            count(Outcome.DELIVERED);
            LOG.info("retraining event {} is delivered", event.getEventId());
        } catch (DeliveryFailedException e) {
            putAside(record, "UNDELIVERABLE", String.valueOf(e.getMessage()));
        }
    }

    private void everywhere(Message message) throws DeliveryFailedException, InterruptedException {
        for (Target target : targets) {
            attempts.deliver(target, message);
        }
    }

    private void remind(Message reminder) throws InterruptedException {
        RetrainingEvent event = reminder.event();
        try {
            everywhere(reminder);
            receipt(event, AckStatus.REMINDED);
            count(Outcome.REMINDED);
            LOG.warn(
                    "nobody has acknowledged retraining event {}: reminder {}",
                    event.getEventId(),
                    reminder.reminder());
        } catch (DeliveryFailedException e) {
            ledger.postpone(event.getEventId(), clock.instant());
        }
    }

    /** The ledger has it at once, and once more as it comes back: no reminder is sent twice meanwhile. */
    private void receipt(RetrainingEvent event, AckStatus status) {
        acknowledgements.publish(RetrainingAck.newBuilder()
                .setEventId(event.getEventId())
                .setPipeline(topics.pipeline())
                .setStatus(status)
                .setAuthor(AUTHOR)
                .setAt(clock.instant())
                .build());
        ledger.postpone(event.getEventId(), clock.instant());
    }

    private void putAside(ConsumerRecord<byte[], byte[]> record, String cause, String message) {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(
                topics.deadLetters().name(), null, record.timestamp(), record.key(), record.value());
        header(letter, DivertHeader.CAUSE, cause);
        header(letter, DivertHeader.MESSAGE, message);
        header(letter, DivertHeader.STAGE, "deliver");
        header(letter, DivertHeader.ORIGIN_TOPIC, record.topic());
        header(letter, DivertHeader.ORIGIN_PARTITION, Integer.toString(record.partition()));
        header(letter, DivertHeader.ORIGIN_OFFSET, Long.toString(record.offset()));
        acknowledgements.send(letter);
        count(Outcome.PUT_ASIDE);
        LOG.error(
                "the retraining event at offset {} of {} is put aside in {}: {}",
                record.offset(),
                record.topic(),
                letter.topic(),
                message);
    }

    private static void header(ProducerRecord<byte[], byte[]> record, DivertHeader header, String value) {
        record.headers().add(header.key(), value.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads both topics from their beginnings into the ledger, up to where they end now; after a failure it goes on where it was. */
    private void follow() {
        if (follower.assignment().isEmpty()) {
            begin();
        }
        catchUp();
    }

    private void begin() {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : List.of(
                topics.retrainingEvents().name(), topics.retrainingAcks().name())) {
            List<PartitionInfo> found =
                    Optional.ofNullable(follower.partitionsFor(topic, START)).orElse(List.of());
            if (found.isEmpty()) {
                throw new CommandFailedException("there is no topic " + topic);
            }
            found.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        follower.assign(partitions);
        follower.seekToBeginning(partitions);
    }

    private void catchUp() {
        Map<TopicPartition, Long> ends = follower.endOffsets(follower.assignment());
        while (closing.getCount() > 0
                && ends.entrySet().stream().anyMatch(end -> follower.position(end.getKey()) < end.getValue())) {
            note(follower.poll(POLL));
        }
    }

    private void readOn() {
        note(follower.poll(Duration.ZERO));
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
            follower.seek(new TopicPartition(record.topic(), record.partition()), record.offset());
            throw e;
        } catch (RuntimeException e) {
            LOG.warn("the record at offset {} of {} cannot be read: {}", record.offset(), record.topic(), e.toString());
        }
    }

    private void count(Outcome outcome) {
        Counter counter = counters.get(outcome);
        if (counter != null) {
            counter.increment();
        }
    }

    /** Ends early, as by an interrupt, when this is closed. */
    private void pause(Duration time) throws InterruptedException {
        if (closing.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("closing");
        }
    }

    /** Stops; what has not arrived yet is delivered after the next start. */
    @Override
    public void close() {
        closing.countDown();
        consumer.wakeup();
        try {
            thread.join(GRACE.toMillis());
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(START.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
