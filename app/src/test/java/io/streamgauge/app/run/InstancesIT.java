package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.embedded.EmbeddedBroker;
import io.streamgauge.app.http.AccessToken;
import io.streamgauge.app.http.HttpSettings;
import io.streamgauge.app.http.TestingCertificate;
import io.streamgauge.app.instances.ExchangeMemory;
import io.streamgauge.app.instances.HttpPeers;
import io.streamgauge.app.instances.RowsQuery;
import io.streamgauge.app.instances.VisitCodec;
import io.streamgauge.app.registry.EmbeddedRegistry;
import io.streamgauge.app.replay.FileReplay;
import io.streamgauge.app.replay.Pace;
import io.streamgauge.schemas.TopicCatalogue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances of a pipeline on one cluster, which serve HTTPS and ask for a token: each answers for both, and reads go on
 * while one of them restarts.
 */
@Timeout(180)
class InstancesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String AT = "2018-04-20T00:00:00Z";
    private static final int PARTITIONS = 4;
    private static final String TOKEN = "a-token-that-both-have";
    private static final Map<String, String> SHORT_SESSIONS = Map.of("group.min.session.timeout.ms", "500");
    private static final Map<String, String> QUICK =
            Map.of("session.timeout.ms", "2000", "heartbeat.interval.ms", "200");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @SuppressWarnings("NullAway.Init")
    private TestingCertificate certificate;

    @SuppressWarnings("NullAway.Init")
    private TestingReaders readers;

    private final Map<String, Integer> ports = new HashMap<>();
    /** Whose rows were read. */
    private final Set<String> instances = new TreeSet<>();

    private final AtomicInteger turn = new AtomicInteger();

    @BeforeEach
    void certified() throws Exception {
        certificate = TestingCertificate.make(temp.resolve("tls"), "EC");
        readers = new TestingReaders(certificate.trusted(), TOKEN);
    }

    @Test
    void eachAnswersForBothAndReadsGoOnWhileOneRestarts() throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(temp.resolve("broker"), 0, SHORT_SESSIONS);
                EmbeddedRegistry registry = new EmbeddedRegistry(broker.bootstrapServers(), 0)) {
            Cluster cluster = new Cluster(broker.bootstrapServers(), registry.url(), QUICK);
            sources(cluster);
            Pipeline pipeline = PipelineFile.load(TestingPipelines.write(
                    temp,
                    TestingPipelines.fraudText() + "\nruntime: {standbys: 1, standby_lag: 30s}\n",
                    TestingPipelines.FRAUD_INPUTS));
            CompletableFuture<PipelineRuntime> starting =
                    CompletableFuture.supplyAsync(() -> start(pipeline, cluster, "a"));
            PipelineRuntime b = start(pipeline, cluster, "b");
            try (PipelineRuntime a = starting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                TestingHistory history = TestingHistory.generated(temp, 40, 8);
                Path file = history.file(temp, "transactions.csv", 0, history.size());
                replay(a, "labels", file);
                replay(a, "transactions", file);
                try (TestingConsumer consumer = new TestingConsumer(
                        cluster, new TopicCatalogue("fraud").predictions().name())) {
                    assertThat(consumer.predictions(history.size(), PATIENCE)).hasSize(history.size());
                }

                List<String> ids = column(file, 2);
                List<String> terminals = column(file, 3);
                Map<String, JsonNode> customers = bothAnswerAlike(url(a), url(b), "customer", ids);
                bothAnswerAlike(url(a), url(b), "terminal", terminals);
                assertThat(instances)
                        .as("rows of both were read")
                        .containsExactlyInAnyOrder(address(url(a)), address(url(b)));
                JsonNode ofBoth = alike(url(a), url(b), "v1/features/fraud", model(ids.get(0), terminals.get(0)))
                        .json();
                assertThat(ofBoth.get("results").get(0).get("known").asBoolean())
                        .isTrue();
                strangersAreTold(pipeline, address(url(a)));
                List<String> both = List.of(url(a), url(b));
                readers.read(
                        3, both, "v1/features/customer", () -> nextRequest(ids), answer -> expected(customers, answer));
                readers.awaitMore(100, PATIENCE);
                b.close();
                readers.awaitMore(100, PATIENCE);
                readers.awaitAllActive(url(a) + "v1/features/customer", request("customer_id", ids), PATIENCE);
                assertThat(readers.failures()).as(readers.report()).isEmpty();
                PipelineRuntime again = start(pipeline, cluster, "b");
                try {
                    assertThat(url(again)).as("same address as before").isEqualTo(both.get(1));
                    readers.awaitReady(url(again), PATIENCE);
                    readers.awaitMore(100, PATIENCE);
                    readers.close();
                    assertThat(readers.failures()).as(readers.report()).isEmpty();
                    bothAnswerAlike(url(a), url(again), "customer", ids);
                } finally {
                    again.close();
                }
                System.out.println("InstancesIT: " + readers.report());
                assertThat(readers.failures()).as(readers.report()).isEmpty();
            } finally {
                readers.close();
                b.close();
            }
        }
    }

    /** An instance that was started with another token, or trusts other certificates, hears why it gets no answer. */
    private void strangersAreTold(Pipeline pipeline, String address) {
        VisitCodec codec = new VisitCodec(pipeline.features());
        RowsQuery query = new RowsQuery("", "customer", 0, List.of());
        String shown = AccessToken.of(TOKEN).authorization();
        ExchangeMemory.Share room = new ExchangeMemory(1 << 20).share();
        try (HttpPeers wrongToken = new HttpPeers(
                        codec,
                        Optional.of(AccessToken.of(TOKEN + "-not").authorization()),
                        Optional.of(certificate.files().trust()));
                HttpPeers trustsNobody = new HttpPeers(codec, Optional.of(shown), Optional.of(jdkTrust()))) {
            assertThatThrownBy(() -> wrongToken.ask(address, query, room).join())
                    .hasMessageContaining(
                            "does not take this instance's token; all instances of a pipeline have the same");
            assertThatThrownBy(() -> trustsNobody.ask(address, query, room).join())
                    .hasMessageContaining("its certificate is not trusted here")
                    .hasMessageContaining("--tls-cert");
        }
    }

    private static SSLContext jdkTrust() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** The same body for every entity, from both. */
    private Map<String, JsonNode> bothAnswerAlike(String one, String other, String view, List<String> entities)
            throws Exception {
        readers.awaitReady(one, PATIENCE);
        readers.awaitReady(other, PATIENCE);
        Map<String, JsonNode> answers = new HashMap<>();
        for (String entity : entities) {
            TestingReaders.Reply reply =
                    alike(one, other, "v1/features/" + view, request(view + "_id", List.of(entity)));
            instances.add(reply.json().get("instance").asText());
            answers.put(entity, reply.json().get("results").get(0));
        }
        JsonNode several = alike(one, other, "v1/features/" + view, request(view + "_id", entities))
                .json();
        for (int i = 0; i < entities.size(); i++) {
            assertThat(several.get("results").get(i)).isEqualTo(answers.get(entities.get(i)));
        }
        assertThat(answers.values())
                .as(
                        "most are known, and with values, such as %s",
                        several.get("results").get(1))
                .filteredOn(result -> result.get("known").asBoolean()
                        && result.get("features").get(2).get("value").asDouble() > 0)
                .hasSizeGreaterThan(entities.size() / 2);
        return answers;
    }

    /** While the group settles a copy may answer, so that roles differ; not for long. */
    private TestingReaders.Reply alike(String one, String other, String path, String body) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            TestingReaders.Reply first = readers.post(one + path, body);
            TestingReaders.Reply second = readers.post(other + path, body);
            if (System.nanoTime() > deadline) {
                assertThat(first.status()).as(first.body()).isEqualTo(200);
                assertThat(second.body()).isEqualTo(first.body());
                assertThat(first.json().get("restoring").asBoolean())
                        .as("rows are still being restored after %s: %s", PATIENCE, first.body())
                        .isFalse();
            }
            if (first.status() == 200
                    && first.equals(second)
                    && !first.json().get("restoring").asBoolean()) {
                return first;
            }
            Thread.sleep(50);
        }
    }

    private static void expected(Map<String, JsonNode> customers, JsonNode answer) {
        for (JsonNode result : answer.get("results")) {
            assertThat(result)
                    .isEqualTo(customers.get(
                            result.get("entity").get("customer_id").asText()));
        }
    }

    private String nextRequest(List<String> ids) {
        int first = turn.getAndIncrement();
        return request(
                "customer_id",
                Stream.of(0, 7, 31)
                        .map(step -> ids.get((first + step) % ids.size()))
                        .toList());
    }

    /** What stands in a column of a CSV file. */
    static List<String> column(Path file, int column) throws IOException {
        return Files.readAllLines(file).stream()
                .skip(1)
                .map(line -> Arrays.asList(line.split(",", -1)).get(column))
                .distinct()
                .toList();
    }

    private static String model(String customer, String terminal) {
        return "{\"at\": \"" + AT + "\", \"entities\": [{\"customer_id\": \"" + customer + "\", \"terminal_id\": \""
                + terminal + "\", \"amount\": 3}]}";
    }

    /** Asks for entities of a view. */
    static String request(String field, List<String> entities) {
        return entities.stream()
                .map(entity -> "{\"" + field + "\": \"" + entity + "\"}")
                .collect(Collectors.joining(", ", "{\"entities\": [", "], \"at\": \"" + AT + "\"}"));
    }

    /** Makes the topics of the fraud example. */
    static void sources(Cluster cluster) throws Exception {
        Map<String, String> forEver =
                Map.of("retention.ms", "-1", "message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
        List<NewTopic> topics = new ArrayList<>();
        for (String topic : List.of("transactions", "transaction-labels")) {
            topics.add(new NewTopic(topic, PARTITIONS, (short) 1).configs(forEver));
        }
        try (Admin admin = Admin.create(cluster.kafka(Map.of()))) {
            admin.createTopics(topics).all().get(30, TimeUnit.SECONDS);
        }
    }

    private PipelineRuntime start(Pipeline pipeline, Cluster cluster, String name) {
        return PipelineRuntime.start(
                pipeline,
                RuntimeOptions.in(temp.resolve(name))
                        .cluster(Optional.of(cluster))
                        .httpPort(port(name))
                        .threads(OptionalInt.of(1))
                        .drift(false)
                        .http(new HttpSettings(
                                HttpSettings.LOOPBACK,
                                0,
                                Optional.of(AccessToken.of(TOKEN)),
                                Optional.of(certificate.files()),
                                HttpSettings.MOST_ENTITIES))
                        .build());
    }

    /** The one it had before. */
    private synchronized OptionalInt port(String name) {
        return OptionalInt.of(ports.computeIfAbsent(name, each -> Ports.settle(0)));
    }

    private static String url(PipelineRuntime runtime) {
        return runtime.endpoints().http().orElseThrow();
    }

    private static String address(String url) {
        return Objects.requireNonNull(URI.create(url).getAuthority());
    }

    private static void replay(PipelineRuntime runtime, String source, Path file)
            throws InterruptedException, IOException {
        new FileReplay(runtime.cluster(), "fraud", runtime.pipeline().features().source(source))
                .publish(file, Pace.unlimited(), Long.MAX_VALUE, progress -> {});
    }
}
