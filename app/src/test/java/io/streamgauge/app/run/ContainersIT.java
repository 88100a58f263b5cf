package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.replay.FileReplay;
import io.streamgauge.app.replay.Pace;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.TopicCatalogue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.utility.DockerImageName;

/**
 * The image against a broker and a registry in containers of their own. {@code STREAMGAUGE_TEST_IMAGE} names the image,
 * built as docker/README.md says; the other two may be replaced likewise.
 */
@Tag("slow")
@Testcontainers(disabledWithoutDocker = true)
@EnabledIfEnvironmentVariable(
        named = "STREAMGAUGE_TEST_IMAGE",
        matches = ".+",
        disabledReason = "STREAMGAUGE_TEST_IMAGE names no image; .ci/run builds one")
class ContainersIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PER_SECOND = 300;
    private static final int HOST_PORT = freePort();
    private static final String DOCUMENT = "/etc/streamgauge/pipeline.yaml";
    private static final Network NETWORK = Network.newNetwork();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path temp;

    @Container
    private static final GenericContainer<?> KAFKA = new GenericContainer<>(
                    image("STREAMGAUGE_TEST_KAFKA_IMAGE", "apache/kafka:4.2.1"))
            .withNetwork(NETWORK)
            .withNetworkAliases("kafka")
            .withEnv(broker())
            .withExposedPorts(HOST_PORT)
            .withCreateContainerCmdModifier(create -> Optional.ofNullable(create.getHostConfig())
                    .orElseThrow()
                    .withPortBindings(
                            new PortBinding(Binding.bindIpAndPort("127.0.0.1", HOST_PORT), new ExposedPort(HOST_PORT))))
            .waitingFor(Wait.forLogMessage(".*Kafka Server started.*", 1).withStartupTimeout(PATIENCE));

    @Container
    private static final GenericContainer<?> REGISTRY = new GenericContainer<>(
                    image("STREAMGAUGE_TEST_REGISTRY_IMAGE", "confluentinc/cp-schema-registry:7.9.2"))
            .withNetwork(NETWORK)
            .withNetworkAliases("registry")
            .withEnv("SCHEMA_REGISTRY_HOST_NAME", "registry")
            .withEnv("SCHEMA_REGISTRY_LISTENERS", "http://0.0.0.0:8081")
            .withEnv("SCHEMA_REGISTRY_KAFKASTORE_BOOTSTRAP_SERVERS", "kafka:9092")
            .withExposedPorts(8081)
            .dependsOn(KAFKA)
            .waitingFor(Wait.forHttp("/subjects").forPort(8081).withStartupTimeout(PATIENCE));

    @Test
    void eachEventIsPredictedOnceThoughTheContainerIsKilled() throws Exception {
        Pipeline pipeline = PipelineFile.loadWithoutModel(document());
        Cluster cluster =
                new Cluster("127.0.0.1:" + HOST_PORT, "http://127.0.0.1:" + REGISTRY.getMappedPort(8081), Map.of());
        makeSources(cluster, pipeline);
        TestingHistory history = TestingHistory.generated(temp, 150, 30);
        Path file = history.file(temp, "transactions.csv", 0, history.size());
        try (GenericContainer<?> first = application()) {
            first.start();
            assertThat(first.execInContainer("id", "-u").getStdout().strip())
                    .as("user in the container")
                    .isEqualTo("10001");
            CompletableFuture<Long> published = CompletableFuture.supplyAsync(() -> publish(cluster, pipeline, file));
            try (TestingConsumer consumer = predictions(cluster)) {
                assertThat(consumer.awaitSome(PER_SECOND, PATIENCE)).isGreaterThanOrEqualTo(PER_SECOND);
            }
            assertThat(published)
                    .as("the replay must still be going when the container is killed")
                    .isNotDone();
            first.getDockerClient()
                    .killContainerCmd(first.getContainerId())
                    .withSignal("KILL")
                    .exec();
            try (GenericContainer<?> second = application()) {
                second.start();
                assertThat(published.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isEqualTo(history.size());
                try (TestingConsumer consumer = predictions(cluster)) {
                    Map<String, List<Prediction>> predictions = consumer.predictions(history.size(), PATIENCE);

                    assertThat(predictions).hasSize(history.size());
                    assertThat(predictions.values()).allMatch(of -> of.size() == 1);
                }
                assertThat(get(second, "/health/ready")).contains("\"status\":\"ready\"");
                assertThat(get(second, "/metrics")).contains("streamgauge_");
            }
        }
    }

    private static GenericContainer<?> application() {
        return new GenericContainer<>(image("STREAMGAUGE_TEST_IMAGE", "streamgauge"))
                .withNetwork(NETWORK)
                .withFileSystemBind(temp.toString(), "/etc/streamgauge", BindMode.READ_ONLY)
                .withCommand(
                        "run",
                        DOCUMENT,
                        "--bootstrap-servers",
                        "kafka:9092",
                        "--schema-registry-url",
                        "http://registry:8081",
                        "--no-drift",
                        "--host",
                        "0.0.0.0",
                        "--advertised-http",
                        "localhost")
                .withExposedPorts(8080)
                .waitingFor(Wait.forHttp("/health/ready").forPort(8080).withStartupTimeout(PATIENCE));
    }

    /** Readable for the container's user, who is not ours. */
    private static Path document() throws IOException {
        Path document = TestingPipelines.fraud(temp);
        try (Stream<Path> files = Files.walk(temp)) {
            files.forEach(file -> assertThat(file.toFile().setReadable(true, false)
                            && (!Files.isDirectory(file) || file.toFile().setExecutable(true, false)))
                    .isTrue());
        }
        return document;
    }

    private static void makeSources(Cluster cluster, Pipeline pipeline) throws Exception {
        try (Admin admin = Admin.create(cluster.kafka(Map.of()))) {
            admin.createTopics(pipeline.features().sources().values().stream()
                            .map(source -> new NewTopic(source.topic(), 2, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    private static long publish(Cluster cluster, Pipeline pipeline, Path file) {
        try {
            return new FileReplay(cluster, "fraud", pipeline.features().scoredSource())
                    .publish(file, Pace.rate(PER_SECOND), Long.MAX_VALUE, progress -> {})
                    .published();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static TestingConsumer predictions(Cluster cluster) {
        return new TestingConsumer(
                cluster, new TopicCatalogue("fraud").predictions().name());
    }

    private static String get(GenericContainer<?> container, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + container.getMappedPort(8080) + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }

    private static Map<String, String> broker() {
        return Map.ofEntries(
                Map.entry("CLUSTER_ID", "4L6g3nShT-eMCtK--X86sw"),
                Map.entry("KAFKA_NODE_ID", "1"),
                Map.entry("KAFKA_PROCESS_ROLES", "broker,controller"),
                Map.entry("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@localhost:9093"),
                Map.entry("KAFKA_LISTENERS", "INSIDE://:9092,CONTROLLER://:9093,OUTSIDE://:" + HOST_PORT),
                Map.entry("KAFKA_ADVERTISED_LISTENERS", "INSIDE://kafka:9092,OUTSIDE://127.0.0.1:" + HOST_PORT),
                Map.entry(
                        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP",
                        "INSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT,OUTSIDE:PLAINTEXT"),
                Map.entry("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER"),
                Map.entry("KAFKA_INTER_BROKER_LISTENER_NAME", "INSIDE"),
                Map.entry("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1"),
                Map.entry("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1"),
                Map.entry("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1"),
                // Replayed events carry times of years ago.
                Map.entry("KAFKA_LOG_RETENTION_MS", "-1"));
    }

    private static DockerImageName image(String variable, String otherwise) {
        return DockerImageName.parse(
                Optional.ofNullable(System.getenv(variable)).orElse(otherwise));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
