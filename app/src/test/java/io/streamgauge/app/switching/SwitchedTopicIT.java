package io.streamgauge.app.switching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.compare.Comparison;
import io.streamgauge.app.compare.PredictionComparison;
import io.streamgauge.app.embedded.EmbeddedBroker;
import io.streamgauge.app.registry.EmbeddedRegistry;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.app.run.TestingConsumer;
import io.streamgauge.app.writer.WriterState;
import io.streamgauge.app.writer.WriterTopics;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Switches between pipelines whose predictions the test makes up. */
@Timeout(180)
@Tag("slow")
class SwitchedTopicIT {

    private static final String TOPIC = "fraud.predictions";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @SuppressWarnings("NullAway.Init")
    private EmbeddedBroker broker;

    @SuppressWarnings("NullAway.Init")
    private EmbeddedRegistry registry;

    @SuppressWarnings("NullAway.Init")
    private Cluster cluster;

    @BeforeEach
    void start() throws Exception {
        broker = new EmbeddedBroker(temp, 0);
        registry = new EmbeddedRegistry(broker.bootstrapServers(), 0);
        cluster = new Cluster(broker.bootstrapServers(), registry.url(), Map.of());
        try (Admin admin = Admin.create(cluster.kafka(Map.of()))) {
            admin.createTopics(Stream.of("fraud", "fraud-2", "fraud-3")
                            .map(name -> new TopicCatalogue(name).predictions().newTopic(2, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    @AfterEach
    void stop() {
        registry.close();
        broker.close();
    }

    @Test
    void aTopicGoesFromOnePipelineToTheNextAndBack() {
        predict("fraud", TOPIC, 0, 10);
        predict("fraud-2", "fraud-2.predictions", 0, 15);
        assertThat(switched("fraud", "fraud-2").copied()).isEqualTo(5);
        comparesOnlyWhatEachHasMade();
        predict("fraud-2", TOPIC, 15, 20);
        predict("fraud-2", "fraud-2.predictions", 15, 20);
        predict("fraud-3", "fraud-3.predictions", 0, 25);

        SwitchReport onward = switched("fraud-2", "fraud-3");

        assertThat(onward.topic()).isEqualTo(TOPIC);
        assertThat(onward.copied()).isEqualTo(5);
        assertThat(onward.cut()).containsExactly(new SwitchReport.Cut("transactions", 0, 20));
        assertThat(state("fraud-2").requireMayRun().topic()).isEqualTo("fraud-2.predictions");
        assertThat(state("fraud-3").requireMayRun().topic()).isEqualTo(TOPIC);
        assertThat(state("fraud").replaced().orElseThrow().getWriter()).isEqualTo("fraud-3");
        assertThatThrownBy(() -> switched("fraud", "fraud-2"))
                .hasMessage("fraud.predictions is written by pipeline fraud-3, not by fraud; switch from fraud-3.");

        predict("fraud-2", "fraud-2.predictions", 20, 30);
        assertThat(switched("fraud-3", "fraud-2").copied()).isEqualTo(5);
        assertThat(state("fraud-2").requireMayRun().topic()).isEqualTo(TOPIC);
        assertThat(byPipeline()).isEqualTo(Map.of("fraud", 10, "fraud-2", 15, "fraud-3", 5));
    }

    private void comparesOnlyWhatEachHasMade() {
        Comparison comparison = new PredictionComparison(cluster).run("fraud", "fraud-2", text -> {});

        assertThat(comparison.events()).isEqualTo(10);
        assertThat(comparison.onlyAfter()).isEqualTo(5);
        assertThat(comparison.othersBefore()).as("copies in the topic of fraud").isEqualTo(5);
        assertThat(comparison.othersAfter()).isZero();
    }

    @Test
    void whatAKilledSwitchLeftOpenIsRolledBackAndItsWriterIsShutOut() {
        predict("fraud", TOPIC, 0, 10);
        predict("fraud-2", "fraud-2.predictions", 0, 12);
        try (Transactions killed = new Transactions(cluster, TOPIC)) {
            killed.send(record("fraud-2", TOPIC, 10));

            assertThat(switched("fraud", "fraud-2").copied()).isEqualTo(2);
            assertThat(byPipeline()).isEqualTo(Map.of("fraud", 10, "fraud-2", 2));
            assertThatThrownBy(killed::commit)
                    .hasMessage("another switch of the same topic has taken over; leave it to that one");
        }
    }

    @Test
    void aRefusedSwitchLeavesNoNote() {
        predict("fraud", TOPIC, 0, 10);
        predict("fraud-2", "fraud-2.predictions", 0, 9);

        assertThatThrownBy(() -> switched("fraud", "fraud-2"))
                .hasMessageStartingWith("pipeline fraud-2 is behind by 1 event: fraud.predictions has predictions");
        assertThatThrownBy(() -> switched("fraud", "fraud-9"))
                .hasMessageStartingWith("there is no topic fraud-9.predictions at 127.0.0.1:");
        nothingIsNoted();
        assertThat(byPipeline()).isEqualTo(Map.of("fraud", 10));
    }

    @Test
    void aRecordThatIsNoPredictionIsNamedAndLeavesNoNote() throws Exception {
        predict("fraud", TOPIC, 0, 10);
        predict("fraud-2", "fraud-2.predictions", 0, 12);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(cluster.kafka(Map.of()), new ByteArraySerializer(), new ByteArraySerializer())) {
            long offset = producer.send(new ProducerRecord<>(TOPIC, 1, null, new byte[] {'{', '}'}))
                    .get()
                    .offset();

            assertThatThrownBy(() -> switched("fraud", "fraud-2"))
                    .isInstanceOf(CommandFailedException.class)
                    .hasMessageStartingWith(
                            "the record at offset " + offset + " of partition 1 of fraud.predictions cannot be read: ");
            assertThatThrownBy(() -> new PredictionComparison(cluster).run("fraud", "fraud-2", text -> {}))
                    .hasMessageStartingWith("the record at offset " + offset + " of partition 1 of fraud.predictions");
        }
        nothingIsNoted();
    }

    @Test
    void anyFailureBeforeTheFirstCopyIsKeptLeavesNoNote() {
        predict("fraud", TOPIC, 0, 10);
        predict("fraud-2", "fraud-2.predictions", 0, 1_500);
        Switch failing = new Switch(cluster, "fraud", "fraud-2", text -> {
            throw new AssertionError("failed on purpose at " + text);
        });
        // The survey reads 1,510 predictions, so that the second thousand ends while they are copied.
        boolean[] first = {true};
        Switch failingLater = new Switch(cluster, "fraud", "fraud-2", text -> {
            if (!first[0]) {
                throw new IllegalStateException("failed on purpose at " + text);
            }
            first[0] = false;
        });

        assertThatThrownBy(failing::run).hasMessage("failed on purpose at 1000 predictions read");
        nothingIsNoted();
        assertThatThrownBy(failingLater::run).hasMessage("failed on purpose at 2000 predictions read");
        nothingIsNoted();
        assertThat(byPipeline()).isEqualTo(Map.of("fraud", 10));
        assertThat(switched("fraud", "fraud-2").copied()).isEqualTo(1_490);
    }

    private void nothingIsNoted() {
        for (String pipeline : List.of("fraud", "fraud-2")) {
            assertThat(state(pipeline).requireMayRun().records()).isEmpty();
        }
    }

    private SwitchReport switched(String from, String to) {
        return new Switch(cluster, from, to, text -> {}).run();
    }

    private WriterState state(String pipeline) {
        try (WriterTopics topics = new WriterTopics(cluster.kafka(), schemas())) {
            return topics.read(pipeline);
        }
    }

    private ConfluentSchemaRegistry schemas() {
        return new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry());
    }

    /** Predictions in the topic by the pipeline that made them; each event has one. */
    private Map<String, Integer> byPipeline() {
        Map<String, Integer> byPipeline = new TreeMap<>();
        try (TestingConsumer consumer = new TestingConsumer(cluster, TOPIC)) {
            consumer.predictions(1, Duration.ofSeconds(30)).forEach((id, of) -> {
                assertThat(of).as("event " + id).hasSize(1);
                byPipeline.merge(of.get(0).getPipeline(), 1, Integer::sum);
            });
        }
        return byPipeline;
    }

    private void predict(String pipeline, String topic, int first, int end) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(cluster.kafka(Map.of()), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int offset = first; offset < end; offset++) {
                var unused = producer.send(record(pipeline, topic, offset));
            }
        }
    }

    private ProducerRecord<byte[], byte[]> record(String pipeline, String topic, int offset) {
        Prediction prediction = Prediction.newBuilder()
                .setEventId("event-" + offset)
                .setPipeline(pipeline)
                .setEventTime(Instant.EPOCH)
                .setProcessedAt(Instant.ofEpochMilli(offset))
                .setFeatures(List.of())
                .setModel("fraud")
                .setModelVersion("1")
                .setModelDigest("")
                .setDefinitionHash("hash of " + pipeline)
                .setSourceTopic("transactions")
                .setSourcePartition(0)
                .setSourceOffset(offset)
                .build();
        return new ProducerRecord<>(
                topic,
                prediction.getEventId().getBytes(StandardCharsets.UTF_8),
                new AvroCodec<>(Prediction.class, schemas()).encode(topic, prediction));
    }
}
