package io.streamgauge.app.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.embedded.EmbeddedBroker;
import io.streamgauge.schemas.AlertStatus;
import io.streamgauge.schemas.DivertHeader;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.TopicSpec;
import io.streamgauge.schemas.registry.SchemaRegistry;
import io.streamgauge.schemas.registry.TestingSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveTopicsIT {

    private static final TopicCatalogue TOPICS = new TopicCatalogue("fraud");
    private static final byte[] NO_KEY = {};

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final SchemaRegistry registry = new TestingSchemaRegistry();
    private final LiveStats stats =
            new LiveStats(new ReferencePlan(Duration.ZERO, Duration.ofDays(14)), () -> 0, System.currentTimeMillis());

    @Test
    void countsWhatIsCommittedFromNowOnAndShowsThePast() throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0)) {
            Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
            createTopics(client);
            try (KafkaProducer<byte[], byte[]> producer = producer(client)) {
                producer.initTransactions();
                producer.beginTransaction();
                prediction(producer, "past", List.of());
                send(producer, TOPICS.driftAlerts(), TestingRecords.alert("a1", AlertStatus.OPENED, 50), List.of());
                producer.commitTransaction();

                try (LiveTopics live = LiveTopics.start(TOPICS, registry, client, stats, Clock.systemUTC())) {
                    producer.beginTransaction();
                    prediction(producer, "aborted", List.of());
                    producer.flush();
                    producer.abortTransaction();
                    producer.beginTransaction();
                    prediction(producer, "new", List.of(SentAt.header(System.currentTimeMillis())));
                    producer.send(new ProducerRecord<>(
                                    TOPICS.deadLetters().name(),
                                    0,
                                    NO_KEY,
                                    NO_KEY,
                                    List.of(new RecordHeader(
                                            DivertHeader.CAUSE.key(), "NOT_AVRO".getBytes(StandardCharsets.UTF_8)))))
                            .get();
                    producer.commitTransaction();

                    await(() -> stats.predicted() == 1
                            && stats.snapshot(0).counts().allDeadLetters() == 1
                            && stats.alerts().size() == 1);
                    assertThat(live).isNotNull();
                }
            }
        }
        Snapshot snapshot = stats.snapshot(0);
        assertThat(stats.predictions(9)).extracting(Prediction::getEventId).containsExactly("new", "past");
        assertThat(snapshot.counts().deadLetters()).containsEntry("NOT_AVRO", 1L);
        assertThat(snapshot.counts().alertsOpened()).isZero();
        assertThat(snapshot.drift().openAlerts()).isEqualTo(1);
        assertThat(snapshot.latency().count()).isEqualTo(1);
    }

    private static void createTopics(Map<String, Object> client) throws Exception {
        try (Admin admin = Admin.create(client)) {
            admin.createTopics(TOPICS.all().stream()
                            .map(topic -> topic.newTopic(1, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> client) {
        Map<String, Object> settings = new java.util.HashMap<>(client);
        settings.put("transactional.id", "test");
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private void prediction(KafkaProducer<byte[], byte[]> producer, String id, List<Header> headers) throws Exception {
        send(
                producer,
                TOPICS.predictions(),
                TestingRecords.prediction(id, Instant.parse("2018-04-01T00:00:00Z"), 0.5, "review"),
                headers);
    }

    @SuppressWarnings("unchecked")
    private <T extends SpecificRecord> void send(
            KafkaProducer<byte[], byte[]> producer, TopicSpec topic, T value, List<Header> headers) throws Exception {
        byte[] bytes = new AvroCodec<>((Class<T>) value.getClass(), registry).encode(topic.name(), value);
        producer.send(new ProducerRecord<>(topic.name(), 0, NO_KEY, bytes, headers))
                .get();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited 30 s").isLessThan(deadline);
            Thread.sleep(20);
        }
    }
}
