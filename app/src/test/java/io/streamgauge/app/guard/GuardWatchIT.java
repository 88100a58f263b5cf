package io.streamgauge.app.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.embedded.EmbeddedBroker;
import io.streamgauge.app.registry.EmbeddedRegistry;
import io.streamgauge.app.rollout.DeploymentFollower;
import io.streamgauge.app.rollout.Deployments;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.schemas.Guard;
import io.streamgauge.schemas.GuardMetric;
import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ServedFeature;
import io.streamgauge.schemas.ShadowScore;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import io.streamgauge.scoring.rollout.DeploymentHistory;
import io.streamgauge.scoring.rollout.GuardText;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances judge what is in the topics of one broker; each case is a pipeline of its own. */
class GuardWatchIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedBroker broker;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedRegistry registry;

    @SuppressWarnings("NullAway.Init")
    private static Cluster cluster;

    @BeforeAll
    static void start() {
        broker = new EmbeddedBroker(directory, 0);
        registry = new EmbeddedRegistry(broker.bootstrapServers(), 0);
        cluster = new Cluster(broker.bootstrapServers(), registry.url(), Map.of());
    }

    @AfterAll
    static void stop() {
        registry.close();
        broker.close();
    }

    @Test
    void oneOfSeveralInstancesTakesACandidateBackOnceAndNoneANewerDeployment() throws Exception {
        String pipeline = pipeline("several");
        deploy(pipeline, "canary", 2, Optional.of(500_000), guard("errors < 10%"));
        List<Instance> instances = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                instances.add(new Instance(pipeline));
            }
            predict(pipeline, 60, "champion", 1, 1, i -> 0.5);
            predict(pipeline, 60, "canary", 2, 1, i -> i % 20 == 0 ? null : (Double) 0.5);
            await(() -> instances.stream()
                    .allMatch(one -> one.watch.readings().stream()
                            .anyMatch(seen -> seen.state() == GuardReading.State.HOLDS && seen.events() == 60)));
            predict(pipeline, 20, "canary", 2, 1, i -> null);
            await(() -> newest(pipeline).getRevision() == 2);
            ModelDeployment made = newest(pipeline);
            assertThat(made.getAction()).isEqualTo("withdraw");
            assertThat(made.getAuthor()).isEqualTo("guard");
            assertThat(made.getReason()).startsWith("guard 'errors < 10%' of canary is broken: ");
            assertThat(made.getBreach().getSeen()).isGreaterThanOrEqualTo(0.1);
            assertThat(made.getBreach().getGuard().getMetric()).isEqualTo(GuardMetric.ERRORS);
            assertThat(made.getVariants()).hasSize(1);

            deploy(pipeline, "canary", 2, Optional.of(500_000), guard("errors < 10%"));
            await(() -> instances.stream()
                    .allMatch(one -> one.watch.newest().orElseThrow().getRevision() == 3));
            predict(pipeline, 60, "canary", 2, 3, i -> 0.5);
            await(() -> instances.stream()
                    .allMatch(one -> one.watch.readings().stream()
                            .anyMatch(seen -> seen.state() == GuardReading.State.HOLDS && seen.events() == 60)));
            assertThat(newest(pipeline).getRevision())
                    .as("what was seen of revision 1 is not held against 3, nor is 3 undone")
                    .isEqualTo(3);
        } finally {
            instances.forEach(Instance::close);
        }
    }

    @Test
    void whatBrokeBeforeAKillIsTakenBackAfterIt() throws Exception {
        String pipeline = pipeline("killed");
        deploy(pipeline, "champion", 2, Optional.empty(), List.of());
        deploy(pipeline, "champion", 3, Optional.empty(), guard("latency p50 < 1ms"));
        predict(pipeline, 5_000, "champion", 2, 1, i -> 0.5);
        predict(pipeline, 60, "champion", 3, 2, i -> 0.5, 5_000_000);
        for (int start = 0; start < 2; start++) {
            try (Instance instance = new Instance(pipeline)) {
                await(() -> newest(pipeline).getRevision() == 3
                        && instance.watch.newest().orElseThrow().getRevision() == 3);
            }
        }
        assertThat(newest(pipeline).getAction()).isEqualTo("rollback");
        assertThat(newest(pipeline).getRestores()).isEqualTo(1);
        assertThat(newest(pipeline).getVariants().get(0).getModel().getVersion())
                .isEqualTo("2");
        assertThat(records(pipeline)).as("none was published twice").isEqualTo(3);
    }

    @Test
    void aChampionThatCannotGiveWayKeepsNoBrokenCandidateInService() throws Exception {
        String pipeline = pipeline("stuck");
        deploy(pipeline, "champion", 1, Optional.empty(), guard("errors < 10%"));
        deploy(pipeline, "canary", 2, Optional.of(500_000), guard("errors < 10%"));
        predict(pipeline, 60, "champion", 1, 2, i -> null);
        predict(pipeline, 60, "canary", 2, 2, i -> null);
        try (Instance instance = new Instance(pipeline)) {
            await(() -> newest(pipeline).getRevision() == 3);
            assertThat(newest(pipeline).getAction()).isEqualTo("withdraw");
            assertThat(newest(pipeline).getBreach().getVariant()).isEqualTo("canary");
            await(() -> instance.watch.readings().stream().anyMatch(GuardReading::broken));
            assertThat(newest(pipeline).getRevision())
                    .as("there is no champion before the document's")
                    .isEqualTo(3);
        }
    }

    @Test
    void aShadowIsComparedWithTheChampionOfTheSameEvents() throws Exception {
        String pipeline = pipeline("shadowed");
        deploy(pipeline, "shadow", 2, Optional.empty(), guard("shift < 0.3"));
        try (Instance instance = new Instance(pipeline)) {
            shadowed(pipeline, 80, 0.0);
            await(() -> instance.watch.readings().stream()
                    .anyMatch(seen -> seen.state() == GuardReading.State.HOLDS && seen.events() == 80));
            assertThat(GuardReadings.now(cluster, pipeline, history(pipeline)))
                    .as("another process sees the same")
                    .isEqualTo(instance.watch.readings());
            shadowed(pipeline, 100, 0.5);
            await(() -> newest(pipeline).getRevision() == 2);
            assertThat(newest(pipeline).getAction()).isEqualTo("withdraw");
            assertThat(newest(pipeline).getBreach().getPValue()).isLessThan(0.001);
            assertThat(newest(pipeline).getReason()).contains("guard 'shift < 0.3' of shadow is broken");
        }
    }

    /** What an instance of a pipeline does for its guards. */
    private static final class Instance implements AutoCloseable {

        private final GuardWatch watch;
        private final DeploymentFollower follower;

        Instance(String pipeline) throws InterruptedException {
            watch = new GuardWatch(cluster, pipeline);
            follower = DeploymentFollower.start(cluster, pipeline, next -> {
                watch.offer(next);
                return Optional.empty();
            });
            watch.start();
        }

        @Override
        public void close() {
            follower.close();
            watch.close();
        }
    }

    private static List<Guard> guard(String text) throws Exception {
        return List.of(GuardText.parse(text, 100, 0, 50));
    }

    private static String pipeline(String name) throws Exception {
        TopicCatalogue topics = new TopicCatalogue(name);
        try (Admin admin = Admin.create(cluster.kafka(Map.of()))) {
            admin.createTopics(List.of(
                            topics.models().newTopic(1, (short) 1),
                            topics.predictions().newTopic(2, (short) 1)))
                    .all()
                    .get();
        }
        return name;
    }

    private static void deploy(
            String pipeline, String variant, int version, Optional<Integer> buckets, List<Guard> guards)
            throws Exception {
        try (Deployments deployments = new Deployments(cluster, pipeline)) {
            deployments.publish(
                    "ada",
                    "",
                    (history, next) ->
                            next.deploy(model(1), List.of(), variant, model(version), buckets, Optional.of(guards)));
        }
    }

    private static DeployedModel model(int version) {
        return new DeployedModel(
                "cards", Integer.toString(version), Integer.toString(version).repeat(64));
    }

    private static DeploymentHistory history(String pipeline) {
        try (Deployments deployments = new Deployments(cluster, pipeline)) {
            return deployments.history();
        }
    }

    private static ModelDeployment newest(String pipeline) {
        return history(pipeline).newest().orElseThrow();
    }

    private static long records(String pipeline) throws Exception {
        TopicPartition models =
                new TopicPartition(new TopicCatalogue(pipeline).models().name(), 0);
        try (Admin admin = Admin.create(cluster.kafka(Map.of()))) {
            return admin.listOffsets(Map.of(models, org.apache.kafka.clients.admin.OffsetSpec.latest()))
                    .partitionResult(models)
                    .get()
                    .offset();
        }
    }

    /** The score of the i-th prediction; null when it has none. */
    private interface Score {
        @Nullable
        Double of(int i);
    }

    private static void predict(String pipeline, int count, String variant, int version, long revision, Score score) {
        predict(pipeline, count, variant, version, revision, score, 1_000);
    }

    private static void predict(
            String pipeline, int count, String variant, int version, long revision, Score score, long tookNs) {
        List<Prediction> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(prediction(pipeline, variant, version, revision)
                    .setScore(score.of(i))
                    .setScoringNanos(tookNs)
                    .build());
        }
        send(pipeline, made);
    }

    /** The champion's scores are 0 to 1, the shadow's by so much more. */
    private static void shadowed(String pipeline, int count, double more) {
        List<Prediction> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double score = (double) i / count;
            made.add(prediction(pipeline, "champion", 1, 1)
                    .setScore(score)
                    .setShadows(List.of(ShadowScore.newBuilder()
                            .setVariant("shadow")
                            .setModel("cards")
                            .setModelVersion("2")
                            .setModelDigest(model(2).getDigest())
                            .setScore(score + more)
                            .build()))
                    .build());
        }
        send(pipeline, made);
    }

    private static Prediction.Builder prediction(String pipeline, String variant, int version, long revision) {
        return Prediction.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setPipeline(pipeline)
                .setEventTime(Instant.EPOCH)
                .setProcessedAt(Instant.ofEpochMilli(1_000))
                .setFeatures(List.of(new ServedFeature("amount", 1.0, ValueStatus.PRESENT, null)))
                .setModel("cards")
                .setModelVersion(Integer.toString(version))
                .setModelDigest(model(version).getDigest())
                .setVariant(variant)
                .setRevision(revision)
                .setDefinitionHash("h")
                .setSourceTopic("payments")
                .setSourcePartition(0)
                .setSourceOffset(0);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // closing the producer waits; what does not arrive is missed below
    private static void send(String pipeline, List<Prediction> predictions) {
        String topic = new TopicCatalogue(pipeline).predictions().name();
        AvroCodec<Prediction> codec = new AvroCodec<>(
                Prediction.class, new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry()));
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(cluster.kafka(Map.of()), new StringSerializer(), new ByteArraySerializer())) {
            for (Prediction each : predictions) {
                producer.send(new ProducerRecord<>(topic, each.getEventId(), codec.encode(topic, each)));
            }
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.sleep(50);
        }
    }
}
