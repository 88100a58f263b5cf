package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.replay.FileReplay;
import io.streamgauge.app.replay.Pace;
import io.streamgauge.schemas.AlertKind;
import io.streamgauge.schemas.DriftAlert;
import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.junit.jupiter.Testcontainers;

/**
 * The two compose files, started as docker/README.md says, on the images that the environment names: {@code STREAMGAUGE_IMAGE}
 * and the others of {@code docker/compose.yaml}.
 */
@Tag("slow")
@Testcontainers(disabledWithoutDocker = true)
@EnabledIfEnvironmentVariable(
        named = "STREAMGAUGE_IMAGE",
        matches = ".+",
        disabledReason = "STREAMGAUGE_IMAGE names no image; .ci/run builds one")
class StackIT {

    /** For a machine that does much else: with a dozen busy programs to each processor it took five minutes to start, and eight for the demo. */
    private static final Duration PATIENCE = Duration.ofMinutes(12);

    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(2);
    private static final long LOOK_MS = 1000;

    private static final TopicCatalogue TOPICS = new TopicCatalogue("fraud");
    private static final Path DOCKER =
            TestingPipelines.repository().resolve("docker").toAbsolutePath();

    /** About eight days, with a shift on the fourth: two are the reference, four are judged, the last two may still be late. */
    private static final int EVENTS = 10_000;

    private static final int SHIFT_DAY = 3;
    /** So slow that no partition can be days ahead of another: the demonstration waits for predictions after half a second. */
    private static final int PER_SECOND = 600;

    private static final List<String> PORTS = List.of(
            "KAFKA_1_PORT",
            "KAFKA_2_PORT",
            "KAFKA_3_PORT",
            "REGISTRY_PORT",
            "APP_1_PORT",
            "APP_2_PORT",
            "FLINK_PORT",
            "PROMETHEUS_PORT",
            "KAFKA_PORT");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @BeforeAll
    static void needsCompose() throws Exception {
        Assumptions.assumeTrue(TestingCompose.installed(), "the stack is not tested: docker-compose is not installed");
    }

    @Test
    void theDemoPassesOnTheStack() throws Exception {
        Map<String, String> environment = new TreeMap<>(freePorts());
        environment.put("STREAMGAUGE_STACK_PROFILES", "");
        environment.put("STREAMGAUGE_STACK_PATIENCE", "500");
        // A dozen JVMs that live for two minutes: what the second compiler would win later, it costs now.
        environment.put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");
        environment.put("PIPELINE_DIR", readable(example()).toAbsolutePath().toString());
        Cluster cluster = cluster(environment, "KAFKA_1_PORT", "KAFKA_2_PORT", "KAFKA_3_PORT");
        List<String> stack = List.of(DOCKER.resolve("stack").toString());
        try (TestingCompose compose = new TestingCompose("streamgauge-test", DOCKER, stack, temp, environment)) {
            // It returns once all is running and healthy.
            compose.run(PATIENCE, "up");

            JsonNode summary = new ObjectMapper()
                    .readTree(compose.run(
                            PATIENCE,
                            "demo",
                            "--events",
                            Integer.toString(EVENTS),
                            "--rate",
                            Integer.toString(PER_SECOND),
                            "--shift-day",
                            Integer.toString(SHIFT_DAY),
                            "--output",
                            "json"));

            assertThat(summary.path("events").asLong()).as("%s", summary).isEqualTo(EVENTS);
            assertThat(summary.path("complete").asBoolean()).as("%s", summary).isTrue();
            assertThat(summary.path("deadLetters").asLong()).as("%s", summary).isZero();
            assertEachScoredOnce(cluster, EVENTS);
            assertJudged(cluster);
            String prometheus = "http://127.0.0.1:" + environment.get("PROMETHEUS_PORT");
            eventually(() -> assertScraped(prometheus));
            eventually(() -> assertRulesLoaded(prometheus));
            eventually(() -> assertThat(compose.containers("{{.Names}} {{.Status}}"))
                    .hasSize(10)
                    .allMatch(line -> line.contains("(healthy)") || line.matches("\\S+job[-_]\\d Up .*")));
            assertThat(compose.users())
                    .allSatisfy((container, users) -> assertThat(users)
                            .as("users in %s", container)
                            .isNotEmpty()
                            .doesNotContain("0"));
        }
    }

    @Test
    void anInstanceStartedByItselfPredictsOnKafkaAndRegistryAlone() throws Exception {
        Map<String, String> environment = freePorts();
        List<String> words = new ArrayList<>(TestingCompose.words());
        words.addAll(List.of("-f", "compose.dev.yaml"));
        Pipeline pipeline = PipelineFile.load(TestingPipelines.fraud(temp.resolve("pipeline")));
        try (TestingCompose compose = new TestingCompose("streamgauge-test-dev", DOCKER, words, temp, environment)) {
            compose.run(PATIENCE, "up", "-d");
            Cluster cluster = cluster(environment, "KAFKA_PORT");
            TestingHistory history = TestingHistory.generated(temp, 20, 3);
            PipelineTopics.make(pipeline, cluster);
            RuntimeOptions options = RuntimeOptions.in(temp.resolve("data"))
                    .cluster(Optional.of(cluster))
                    .anyPorts()
                    .drift(false)
                    .build();
            try (PipelineRuntime runtime = PipelineRuntime.start(pipeline, options)) {
                new FileReplay(runtime.cluster(), "fraud", pipeline.features().scoredSource())
                        .publish(
                                history.file(temp, "events.csv", 0, history.size()),
                                Pace.unlimited(),
                                Long.MAX_VALUE,
                                progress -> {});

                assertEachScoredOnce(cluster, history.size());
            }
        }
    }

    /** Each record of the source has its prediction, and no other. */
    private static void assertEachScoredOnce(Cluster cluster, int events) {
        Set<String> ids = new HashSet<>();
        try (TestingConsumer source = new TestingConsumer(cluster, "transactions")) {
            List<ConsumerRecord<byte[], byte[]>> records = source.await(events, PATIENCE);
            assertThat(records).hasSize(events);
            records.forEach(record -> ids.add(record.partition() + "@" + record.offset()));
        }
        try (TestingConsumer consumer =
                new TestingConsumer(cluster, TOPICS.predictions().name())) {
            List<Prediction> predictions = consumer.predictions(events, PATIENCE).values().stream()
                    .flatMap(List::stream)
                    .toList();
            assertThat(predictions.stream().map(p -> p.getSourcePartition() + "@" + p.getSourceOffset()))
                    .containsExactlyInAnyOrderElementsOf(ids);
            assertThat(predictions.stream().map(Prediction::getEventId)).doesNotHaveDuplicates();
        }
    }

    /** The Flink job has judged each window of each feature once, and found the shift. */
    private static void assertJudged(Cluster cluster) throws InterruptedException {
        List<DriftMetric> metrics =
                await(cluster, DriftMetric.class, TOPICS.driftMetrics().name(), judged -> days(judged) >= 3);
        assertThat(days(metrics)).as("days judged").isGreaterThanOrEqualTo(3);
        assertThat(metrics.stream()
                        .map(metric ->
                                metric.getWindowStart() + " " + metric.getFeature() + " " + metric.getStatistic()))
                .doesNotHaveDuplicates();
        assertThat(await(
                        cluster,
                        DriftAlert.class,
                        TOPICS.driftAlerts().name(),
                        alerts -> alerts.stream().anyMatch(alert -> alert.getKind() != AlertKind.OPERATIONS)))
                .anyMatch(alert -> alert.getKind() != AlertKind.OPERATIONS);
    }

    private static long days(List<DriftMetric> metrics) {
        return metrics.stream().map(DriftMetric::getWindowStart).distinct().count();
    }

    private interface Check {
        void run() throws Exception;
    }

    /** One scrape or one health check may be late on a busy machine; what is asserted holds soon after. */
    private static void eventually(Check check) throws Exception {
        long deadline = System.nanoTime() + SETTLED_WITHIN.toNanos();
        while (true) {
            try {
                check.run();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
                Thread.sleep(LOOK_MS);
            }
        }
    }

    private static void assertScraped(String prometheus) throws Exception {
        Map<String, String> targets = new TreeMap<>();
        for (JsonNode target : get(prometheus + "/api/v1/targets").at("/data/activeTargets")) {
            targets.put(
                    target.at("/labels/instance").asText(),
                    target.path("health").asText() + " "
                            + target.path("lastError").asText());
        }

        assertThat(targets)
                .containsOnlyKeys("app-1:8080", "app-2:8080", "jobmanager:9249", "taskmanager:9249")
                .allSatisfy((target, health) -> assertThat(health).as(target).isEqualTo("up "));
        assertThat(get(prometheus + "/api/v1/query?query=flink_jobmanager_numRunningJobs")
                        .at("/data/result/0/value/1")
                        .asText())
                .isEqualTo("1");
    }

    private static void assertRulesLoaded(String prometheus) throws Exception {
        Map<String, String> loaded = new TreeMap<>();
        for (JsonNode rule : get(prometheus + "/api/v1/rules").at("/data/groups/0/rules")) {
            loaded.put(rule.path("name").asText(), rule.path("health").asText());
        }
        Set<String> written = new HashSet<>();
        for (JsonNode rule : new YAMLMapper()
                .readTree(DOCKER.resolve("prometheus/alerts.yaml").toFile())
                .at("/groups/0/rules")) {
            written.add(rule.path("alert").asText());
        }

        assertThat(loaded)
                .containsOnlyKeys(written)
                .allSatisfy((rule, health) -> assertThat(health).as(rule).isEqualTo("ok"));
    }

    /** The fraud example with a short reference, so that days are judged soon. */
    private Path example() throws IOException {
        Path example = TestingPipelines.repository().resolve("examples/fraud");
        Path folder = temp.resolve("pipeline");
        Files.createDirectories(folder.resolve("model"));
        for (String file : List.of("model/fraud.onnx", "model/fraud.card.json")) {
            Files.copy(example.resolve(file), folder.resolve(file));
        }
        String text = Files.readString(example.resolve("pipeline.yaml"));
        String shorter = text.replace("{first: 14d, after: 37d}", "{first: 2d}");
        assertThat(shorter).isNotEqualTo(text);
        Files.writeString(folder.resolve("pipeline.yaml"), shorter);
        return folder;
    }

    /** Readable for the containers' users, who are not ours. */
    private Path readable(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            Stream.concat(Stream.of(temp), files)
                    .forEach(file -> assertThat(file.toFile().setReadable(true, false)
                                    && (!Files.isDirectory(file)
                                            || file.toFile().setExecutable(true, false)))
                            .isTrue());
        }
        return folder;
    }

    private static <T extends SpecificRecord> List<T> await(
            Cluster cluster, Class<T> type, String topic, Predicate<List<T>> enough) throws InterruptedException {
        AvroCodec<T> codec =
                new AvroCodec<>(type, new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry()));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (TestingConsumer consumer = new TestingConsumer(cluster, topic)) {
            int count = 1;
            while (true) {
                List<T> values =
                        consumer.await(count, Duration.ofNanos(Math.max(1, deadline - System.nanoTime()))).stream()
                                .map(record -> codec.decode(record.value()))
                                .toList();
                if (enough.test(values) || System.nanoTime() > deadline) {
                    return values;
                }
                count = values.size() + 1;
            }
        }
    }

    private static JsonNode get(String url) throws Exception {
        String body = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                .body();
        return new ObjectMapper().readTree(body);
    }

    private static Cluster cluster(Map<String, String> environment, String... brokers) {
        String servers = Stream.of(brokers)
                .map(port -> "127.0.0.1:" + environment.get(port))
                .collect(Collectors.joining(","));
        return new Cluster(servers, "http://127.0.0.1:" + environment.get("REGISTRY_PORT"), Map.of());
    }

    /** All taken at once, so that none is given twice. */
    private static Map<String, String> freePorts() throws IOException {
        Map<String, String> ports = new TreeMap<>();
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (String name : PORTS) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                sockets.add(socket);
                ports.put(name, Integer.toString(socket.getLocalPort()));
            }
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
        return ports;
    }
}
