package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.cli.TestingFeeder;
import io.streamgauge.app.cli.TestingModels;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.embedded.EmbeddedBroker;
import io.streamgauge.app.history.Scratch;
import io.streamgauge.app.history.Verification;
import io.streamgauge.app.history.VerificationReport;
import io.streamgauge.app.processes.OwnJvm;
import io.streamgauge.app.registry.EmbeddedRegistry;
import io.streamgauge.app.rollout.Deployments;
import io.streamgauge.app.rollout.StoredModels;
import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.schemas.ModelActivation;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.scoring.onnx.OnnxModel;
import io.streamgauge.scoring.rollout.DeploymentHistory;
import io.streamgauge.scoring.rollout.TrafficSplit;
import io.streamgauge.scoring.store.ModelStore;
import io.streamgauge.store.backfill.Progress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances in two processes, killed by turns with {@code kill -9} at random moments after a deployment, under load, and
 * started again: each event is scored once, under the revision that the activations record at its offset and by the variant of
 * its customer, and a canary has its share of the customers and keeps them.
 */
@Tag("slow")
@Timeout(900)
class SwapKillTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long SEED = 5;
    private static final int PER_SECOND = 100;
    private static final int KILLS = 3;
    private static final double SHARE = 0.3;
    private static final Map<String, String> SHORT_SESSIONS = Map.of("group.min.session.timeout.ms", "500");
    private static final List<String> QUICK =
            List.of("-X", "session.timeout.ms=4000", "-X", "heartbeat.interval.ms=400");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    private final Map<String, DeployedModel> models = new HashMap<>();

    @Test
    void aKillDuringASwapLosesAndDoublesNothing() throws Exception {
        Path store = temp.resolve("store");
        Path document = TestingPipelines.write(
                temp,
                TestingPipelines.fraudText()
                        .replace("  file: model/fraud.onnx", "  file: model/fraud.onnx\n  store: " + store),
                TestingPipelines.FRAUD_INPUTS);
        Pipeline pipeline = PipelineFile.loadWithoutModel(document);
        TestingHistory history = TestingHistory.generated(temp, 400, 60);
        register(store);
        List<String> urls = Stream.generate(() -> "http://127.0.0.1:" + Ports.settle(0) + "/")
                .limit(2)
                .toList();
        try (EmbeddedBroker broker = new EmbeddedBroker(temp.resolve("broker"), 0, SHORT_SESSIONS);
                EmbeddedRegistry registry = new EmbeddedRegistry(broker.bootstrapServers(), 0);
                TestingReaders readers = new TestingReaders()) {
            Cluster cluster = new Cluster(broker.bootstrapServers(), registry.url(), Map.of());
            InstancesIT.sources(cluster);
            Process[] instances = {start(document, cluster, urls, 0), start(document, cluster, urls, 1)};
            try (Deployments deployments = new Deployments(cluster, "fraud")) {
                for (String url : urls) {
                    readers.awaitReady(url, PATIENCE);
                }
                TestingFeeder feeder =
                        new TestingFeeder(cluster, pipeline.features().scoredSource(), history, temp, 0, PER_SECOND);
                awaitPredictions(cluster, PER_SECOND);
                Random random = new Random(SEED);
                for (int kill = 0; kill < KILLS; kill++) {
                    swap(deployments, kill);
                    Thread.sleep(random.nextInt(400)); // the moment of the kill is the test
                    instances[kill % 2].destroyForcibly().waitFor();
                    swap(deployments, KILLS + kill);
                    instances[kill % 2] = start(document, cluster, urls, kill % 2);
                    readers.awaitReady(urls.get(kill % 2), PATIENCE);
                }
                awaitInForce(deployments);
                int published = feeder.stop();
                Map<String, List<Prediction>> predictions = predictions(cluster, published);

                assertThat(predictions).as("seed %d", SEED).hasSize(published);
                assertThat(predictions.values()).allSatisfy(of -> assertThat(of).hasSize(1));
                underTheRevisionRecorded(deployments.activations(), predictions);
                byTheVariantOfTheCustomer(deployments.history(), predictions, customers(history, published));
                VerificationReport report = verify(cluster, pipeline);
                assertThat(report.same()).as("%s", report).isTrue();
                assertThat(report.score().equal()).isEqualTo(published);
            } finally {
                for (Process instance : instances) {
                    instance.destroyForcibly().waitFor();
                }
            }
        }
    }

    private void register(Path store) throws Exception {
        for (int version = 2; version <= 4; version++) {
            TestingModels.register(store.toString(), Integer.toString(version), 100 * version);
        }
        try (ModelStore kept = ModelStore.at(store.toString())) {
            kept.list()
                    .forEach(model ->
                            models.put(model.version(), new DeployedModel("fraud", model.version(), model.digest())));
        }
    }

    /** The canary and its share stay; around it others come and go. */
    private void swap(Deployments deployments, int turn) throws Exception {
        DeployedModel document = deployments.history().document().orElseThrow();
        deployments.publish("a test", "turn " + turn, (history, next) -> {
            if (history.newest().isEmpty()) {
                return next.deploy(
                        document, List.of("customer_id"), "canary", model("2"), Optional.of((int) (SHARE * 1e6)));
            }
            return switch (turn % 3) {
                case 0 -> next.deploy(document, List.of("customer_id"), "shadow", model("4"), Optional.empty());
                case 1 -> next.deploy(document, List.of("customer_id"), "champion", model("3"), Optional.empty());
                default -> next.rollback(Optional.empty());
            };
        });
    }

    private DeployedModel model(String version) {
        return java.util.Objects.requireNonNull(models.get(version));
    }

    private static void underTheRevisionRecorded(
            List<ModelActivation> activations, Map<String, List<Prediction>> predictions) {
        Map<Integer, TreeMap<Long, Long>> recorded = new HashMap<>();
        for (ModelActivation activation : activations) {
            assertThat(activation.getReason()).isNull();
            TreeMap<Long, Long> ofPartition =
                    recorded.computeIfAbsent(activation.getPartition(), partition -> new TreeMap<>());
            if (!ofPartition.isEmpty()) {
                assertThat(activation.getOffset()).isGreaterThan(ofPartition.lastKey());
                assertThat(activation.getFormer())
                        .isEqualTo(ofPartition.lastEntry().getValue());
                assertThat(activation.getRevision()).isGreaterThan(activation.getFormer());
            }
            ofPartition.put(activation.getOffset(), activation.getRevision());
        }
        System.out.println("SwapKillTest: revisions since offsets, by partition: " + recorded);
        assertThat(predictions.values()).allSatisfy(of -> {
            Prediction p = of.get(0);
            Map.Entry<Long, Long> since = recorded.getOrDefault(p.getInputPartition(), new TreeMap<>())
                    .floorEntry(p.getInputOffset());
            assertThat(p.getRevision()).isEqualTo(since == null ? 0L : since.getValue());
        });
    }

    private static void byTheVariantOfTheCustomer(
            DeploymentHistory history, Map<String, List<Prediction>> predictions, Map<String, String> customers) {
        Map<String, String> variants = new HashMap<>();
        predictions.forEach((id, of) -> {
            Prediction p = of.get(0);
            if (p.getRevision() > 0) {
                String customer = String.valueOf(customers.get(id));
                TrafficSplit split =
                        TrafficSplit.of(history.find(p.getRevision()).orElseThrow());
                if (!split.none()) {
                    assertThat(p.getVariant()).isEqualTo(split.variantOf(customer));
                    String before = variants.putIfAbsent(customer, p.getVariant());
                    assertThat(before == null ? p.getVariant() : before)
                            .as("of customer %s, in both instances and after each restart", customer)
                            .isEqualTo(p.getVariant());
                }
            }
        });
        long canary = variants.values().stream().filter("canary"::equals).count();
        double deviation = Math.sqrt(variants.size() * SHARE * (1 - SHARE));
        System.out.printf("SwapKillTest: the canary has %d of %d customers%n", canary, variants.size());
        assertThat((double) canary)
                .as("of %d customers, 5 standard deviations", variants.size())
                .isBetween(SHARE * variants.size() - 5 * deviation, SHARE * variants.size() + 5 * deviation);
    }

    /** By event id. */
    private Map<String, String> customers(TestingHistory history, int count) throws IOException {
        try (Stream<String> lines = Files.lines(history.file(temp, "customers.csv", 0, count))) {
            return lines.skip(1)
                    .map(line -> List.of(line.split(",", -1)))
                    .collect(Collectors.toMap(columns -> columns.get(0), columns -> columns.get(2)));
        }
    }

    private static void awaitInForce(Deployments deployments) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (deployments.status().partitions().stream()
                .anyMatch(partition ->
                        partition.revision() < deployments.history().newestRevision())) {
            assertThat(System.nanoTime()).as("%s", deployments.status()).isLessThan(deadline);
            Thread.sleep(100);
        }
    }

    private static void awaitPredictions(Cluster cluster, int count) {
        try (TestingConsumer consumer = new TestingConsumer(
                cluster, new TopicCatalogue("fraud").predictions().name())) {
            assertThat(consumer.awaitSome(count, PATIENCE)).isGreaterThanOrEqualTo(count);
        }
    }

    private static Map<String, List<Prediction>> predictions(Cluster cluster, int count) {
        try (TestingConsumer consumer = new TestingConsumer(
                cluster, new TopicCatalogue("fraud").predictions().name())) {
            return consumer.predictions(count, PATIENCE);
        }
    }

    private VerificationReport verify(Cluster cluster, Pipeline pipeline) throws Exception {
        try (OnnxModel model = OnnxModel.load(pipeline.model().file(), pipeline.contract());
                Scratch scratch = new Scratch(temp)) {
            return new Verification(pipeline, model, new StoredModels(pipeline, model.digest(), temp), cluster, 1)
                    .run(scratch.directory(), 2, Progress.NONE);
        }
    }

    private Process start(Path document, Cluster cluster, List<String> urls, int number) throws IOException {
        List<String> arguments = Stream.concat(
                        Stream.of(
                                "run",
                                document.toString(),
                                "--bootstrap-servers",
                                cluster.bootstrapServers(),
                                "--schema-registry-url",
                                cluster.schemaRegistryUrl(),
                                "--no-drift",
                                "--threads",
                                "1",
                                "--port",
                                Integer.toString(URI.create(urls.get(number)).getPort()),
                                "--data-dir",
                                temp.resolve("instance-" + number).toString()),
                        QUICK.stream())
                .toList();
        return OwnJvm.command(List.of("-Xmx500m", "-XX:+UseSerialGC"), arguments)
                .start(temp.resolve(number + ".log"));
    }
}
