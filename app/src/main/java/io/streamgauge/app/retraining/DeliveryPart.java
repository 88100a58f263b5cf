package io.streamgauge.app.retraining;

import io.micrometer.core.instrument.MeterRegistry;
import io.streamgauge.app.retraining.Outcomes.Outcome;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.drift.definition.Delivery;
import io.streamgauge.schemas.RetrainingAck;
import io.streamgauge.schemas.RetrainingEvent;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.registry.RegistryUnavailableException;
import io.streamgauge.schemas.wire.AvroCodec;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
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

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryPart.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofSeconds(1);
    /** For a delivery under way to end by itself. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final Duration SPARE = Duration.ofMinutes(2);

    private final Delivery delivery;
    private final TopicCatalogue topics;
    private final Clock clock;
    private final Outcomes outcomes;
    private final AvroCodec<RetrainingEvent> events;
    private final Acknowledgements acknowledgements;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final LedgerFollower follower;
    private final Courier courier;
    private final DeadEvents deadEvents;
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
        this.clock = clock;
        this.outcomes = new Outcomes(meters);
        ConfluentSchemaRegistry registry = new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry());
        this.events = new AvroCodec<>(RetrainingEvent.class, registry);
        this.acknowledgements = new Acknowledgements(cluster, pipeline);
        this.consumer = DeliveryConsumer.of(
                cluster,
                Map.of(
                        ConsumerConfig.GROUP_ID_CONFIG,
                        "streamgauge-delivery-" + pipeline,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        "1",
                        ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                        Integer.toString(longestMs(delivery))));
        this.follower = new LedgerFollower(
                cluster, topics, events, new AvroCodec<>(RetrainingAck.class, registry), () -> closing.getCount() == 0);
        Attempts attempts =
                new Attempts(delivery.attempts(), this::pause, () -> outcomes.count(Outcome.FAILED_ATTEMPT));
        this.courier = new Courier(pipeline, targets, attempts, acknowledgements, follower.ledger(), outcomes, clock);
        this.deadEvents = new DeadEvents(topics.deadLetters().name(), acknowledgements);
        thread.setDaemon(true);
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
     * @throws io.streamgauge.app.CommandFailedException when a secret is not there
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
        List<Target> targets = Courier.targets(delivery, new Secrets(environment, directory), output, clock);
        DeliveryPart part = new DeliveryPart(delivery, pipeline, cluster, targets, meters, clock);
        part.thread.start();
        return part;
    }

    private void run() {
        try {
            while (closing.getCount() > 0) {
                try {
                    if (consumer.subscription().isEmpty()) {
                        follower.catchUp();
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
            follower.readOn();
            try {
                deliver(record);
                consumer.commitSync();
            } catch (RuntimeException e) {
                consumer.seek(new TopicPartition(record.topic(), record.partition()), record.offset());
                throw e;
            }
        }
        follower.readOn();
        Duration within = delivery.acknowledgeWithin();
        if (within != null && !consumer.assignment().isEmpty()) {
            for (Message reminder : follower.ledger().due(clock.instant(), within)) {
                courier.remind(reminder);
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
        if (follower.ledger().isSettled(event.getEventId())) {
            LOG.info("retraining event {} has been delivered or acknowledged already", event.getEventId());
            return;
        }
        try {
            courier.deliver(event);
        } catch (DeliveryFailedException e) {
            putAside(record, "UNDELIVERABLE", String.valueOf(e.getMessage()));
        }
    }

    private void putAside(ConsumerRecord<byte[], byte[]> record, String cause, String message) {
        deadEvents.put(record, cause, message);
        outcomes.count(Outcome.PUT_ASIDE);
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
                thread.join(STOP.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
