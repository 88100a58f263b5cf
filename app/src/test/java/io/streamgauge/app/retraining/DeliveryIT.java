package io.streamgauge.app.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.streamgauge.app.embedded.EmbeddedBroker;
import io.streamgauge.app.registry.EmbeddedRegistry;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.app.writer.CommittedRecords;
import io.streamgauge.drift.definition.Delivery;
import io.streamgauge.drift.definition.Delivery.Form;
import io.streamgauge.drift.definition.Delivery.Webhook;
import io.streamgauge.schemas.AckStatus;
import io.streamgauge.schemas.DivertHeader;
import io.streamgauge.schemas.RetrainingAck;
import io.streamgauge.schemas.RetrainingEvent;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One broker, one story: delivered after a failure, not again after a restart, reminded of, acknowledged, put aside. */
class DeliveryIT {

    private static final TopicCatalogue TOPICS = new TopicCatalogue("fraud");
    private static final long PATIENCE_S = 60;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private static Delivery webhook(URI url, int attempts, @Nullable Duration acknowledgeWithin) {
        return new Delivery(
                new Webhook(url.toString(), Form.EVENT, null, null),
                List.of(),
                Duration.ofSeconds(20),
                attempts,
                acknowledgeWithin);
    }

    private DeliveryPart start(Cluster cluster, Delivery delivery, SimpleMeterRegistry meters) {
        return DeliveryPart.start(
                delivery, "fraud", cluster, Map.of(), directory, directory.resolve("output.log"), meters);
    }

    private static TestingReceiver.Post next(TestingReceiver receiver) throws InterruptedException {
        return Objects.requireNonNull(receiver.posts().poll(PATIENCE_S, TimeUnit.SECONDS), "nothing was posted");
    }

    @Test
    void atLeastOnceWithReceiptsRemindersAndDeadLetters() throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(directory.resolve("broker"), 0);
                EmbeddedRegistry registry = new EmbeddedRegistry(broker.bootstrapServers(), 0);
                TestingReceiver receiver = new TestingReceiver()) {
            Cluster cluster = new Cluster(broker.bootstrapServers(), registry.url(), Map.of());
            SimpleMeterRegistry early = new SimpleMeterRegistry();
            AvroCodec<RetrainingEvent> codec =
                    new AvroCodec<>(RetrainingEvent.class, new ConfluentSchemaRegistry(registry.url(), Map.of()));
            SimpleMeterRegistry meters = new SimpleMeterRegistry();
            try (Acknowledgements acks = new Acknowledgements(cluster, "fraud")) {
                try (DeliveryPart part = start(cluster, webhook(receiver.url("/"), 1, null), early)) {
                    createTopics(cluster);
                    publish(acks, codec, "event-0");
                    assertThat(next(receiver).header("Idempotency-Key"))
                            .as("the topics could not be read at first")
                            .isEqualTo("event-0");
                    awaitAcks(cluster, "event-0 DELIVERED");
                }
                acks.publish(RetrainingAck.newBuilder()
                        .setEventId("event-0")
                        .setPipeline("fraud")
                        .setStatus(AckStatus.REJECTED)
                        .setAuthor("somebody")
                        .setAt(Instant.now())
                        .build());
                publish(acks, codec, "event-1");
                receiver.answer(503);
                try (DeliveryPart part = start(cluster, webhook(receiver.url("/"), 3, null), meters)) {
                    assertThat(next(receiver).header("Idempotency-Key")).isEqualTo("event-1");
                    assertThat(next(receiver).header("Idempotency-Key"))
                            .as("the second attempt")
                            .isEqualTo("event-1");
                    awaitAcks(cluster, "event-1 DELIVERED");
                }
                publish(acks, codec, "event-2");
                Duration soon = Duration.ofSeconds(1);
                try (DeliveryPart part = start(cluster, webhook(receiver.url("/"), 3, soon), meters)) {
                    List<String> keys = new ArrayList<>();
                    while (!keys.contains("event-1.reminder-1") || !keys.contains("event-2")) {
                        keys.add(next(receiver).header("Idempotency-Key"));
                    }
                    assertThat(keys).as("what had arrived before the restart").doesNotContain("event-1");
                    assertThat(acks.event("event-1").getEventId()).isEqualTo("event-1");
                    acks.publish(RetrainingAck.newBuilder()
                            .setEventId("event-1")
                            .setPipeline("fraud")
                            .setStatus(AckStatus.DONE)
                            .setAuthor("somebody")
                            .setAt(Instant.now())
                            .build());
                }
                receiver.posts().clear();
                receiver.answer(500).answer(500);
                publish(acks, codec, "event-3");
                try (DeliveryPart part = start(cluster, webhook(receiver.url("/"), 1, null), meters)) {
                    next(receiver);
                    List<ConsumerRecord<byte[], byte[]>> letters = awaitLetter(cluster);
                    assertThat(codec.decode(letters.get(0).value()).getEventId())
                            .isEqualTo("event-3");
                    assertThat(header(letters.get(0), DivertHeader.CAUSE)).isEqualTo("UNDELIVERABLE");
                    assertThat(header(letters.get(0), DivertHeader.MESSAGE)).endsWith("answered 500");
                    assertThat(header(letters.get(0), DivertHeader.STAGE)).isEqualTo("deliver");
                }
                assertThat(outcome(meters, "delivered")).isEqualTo(2);
                assertThat(outcome(meters, "put_aside")).isEqualTo(1);
                assertThat(outcome(meters, "failed_attempt")).isEqualTo(2);
                assertThat(outcome(meters, "reminded")).isPositive();
            }
        }
    }

    private static double outcome(SimpleMeterRegistry meters, String outcome) {
        return meters.get("streamgauge.retraining.deliveries")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private static void createTopics(Cluster cluster) throws Exception {
        try (Admin admin = Admin.create(cluster.kafka(Map.of()))) {
            admin.createTopics(List.of(
                            TOPICS.retrainingEvents().newTopic(1, (short) 1),
                            TOPICS.retrainingAcks().newTopic(1, (short) 1),
                            TOPICS.deadLetters().newTopic(1, (short) 1)))
                    .all()
                    .get(PATIENCE_S, TimeUnit.SECONDS);
        }
    }

    private static void publish(Acknowledgements out, AvroCodec<RetrainingEvent> codec, String id) {
        String topic = TOPICS.retrainingEvents().name();
        out.send(new ProducerRecord<>(
                topic, id.getBytes(StandardCharsets.UTF_8), codec.encode(topic, TestingEvents.event(id))));
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(Cluster cluster, String topic) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (CommittedRecords records = new CommittedRecords(cluster.kafka())) {
            records.read(records.partitions(topic), Map.of(), found::add);
        }
        return found;
    }

    private static void awaitAcks(Cluster cluster, String... expected) throws InterruptedException {
        AvroCodec<RetrainingAck> codec = new AvroCodec<>(
                RetrainingAck.class, new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), Map.of()));
        List<String> found = List.of();
        for (long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
                !found.containsAll(List.of(expected)) && System.nanoTime() < deadline;
                Thread.sleep(50)) {
            found = read(cluster, TOPICS.retrainingAcks().name()).stream()
                    .map(record -> codec.decode(record.value()))
                    .map(ack -> ack.getEventId() + " " + ack.getStatus())
                    .toList();
        }
        assertThat(found).contains(expected);
    }

    private static List<ConsumerRecord<byte[], byte[]>> awaitLetter(Cluster cluster) throws InterruptedException {
        List<ConsumerRecord<byte[], byte[]>> letters = List.of();
        for (long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
                letters.isEmpty() && System.nanoTime() < deadline;
                Thread.sleep(50)) {
            letters = read(cluster, TOPICS.deadLetters().name());
        }
        assertThat(letters).hasSize(1);
        return letters;
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, DivertHeader header) {
        return new String(record.headers().lastHeader(header.key()).value(), StandardCharsets.UTF_8);
    }
}
