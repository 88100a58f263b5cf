package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.embedded.EmbeddedBroker;
import io.streamgauge.app.registry.EmbeddedRegistry;
import io.streamgauge.app.replay.FileReplay;
import io.streamgauge.app.replay.Pace;
import io.streamgauge.schemas.TopicCatalogue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An instance on an empty disk restores its rows from Kafka, slowly: it answers that it is not ready until it has them. */
@Tag("slow")
class RestoreReadinessTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    @Test
    void itIsReadyOnlyOnceItsRowsAreBack() throws Exception {
        Pipeline pipeline = PipelineFile.load(TestingPipelines.fraud(temp));
        TestingHistory history = TestingHistory.generated(temp, 150, 20);
        Path file = history.file(temp, "transactions.csv", 0, history.size());
        try (EmbeddedBroker broker = new EmbeddedBroker(temp.resolve("broker"), 0, Map.of());
                EmbeddedRegistry registry = new EmbeddedRegistry(broker.bootstrapServers(), 0)) {
            Cluster cluster = new Cluster(broker.bootstrapServers(), registry.url(), Map.of());
            InstancesIT.sources(cluster);
            try (PipelineRuntime runtime = PipelineRuntime.start(pipeline, options(cluster, "first", 0))) {
                new FileReplay(cluster, "fraud", pipeline.features().scoredSource())
                        .publish(file, Pace.unlimited(), Long.MAX_VALUE, progress -> {});
                try (TestingConsumer consumer = new TestingConsumer(
                        cluster, new TopicCatalogue("fraud").predictions().name())) {
                    assertThat(consumer.await(history.size(), PATIENCE)).hasSize(history.size());
                }
                assertThat(health(runtime.endpoints().http().orElseThrow()).statusCode())
                        .isEqualTo(200);
            }

            Cluster slow = new Cluster(
                    cluster.bootstrapServers(),
                    cluster.schemaRegistryUrl(),
                    Map.of("restore.consumer.max.poll.records", "1"));
            int port = Ports.settle(0);
            CompletableFuture<PipelineRuntime> starting =
                    CompletableFuture.supplyAsync(() -> PipelineRuntime.start(pipeline, options(slow, "second", port)));
            List<String> reasons = new ArrayList<>();
            try {
                await("http://127.0.0.1:" + port + "/", reasons, starting);
            } finally {
                starting.join().close();
            }
            assertThat(reasons)
                    .as("while its rows were restored")
                    .isNotEmpty()
                    .allSatisfy(reason -> assertThat(reason).matches("the pipeline is starting|the topology is .*"))
                    .anySatisfy(reason -> assertThat(reason).startsWith("the topology is REBALANCING"));
        }
    }

    /** Asks until it is ready; what it says before that. */
    private void await(String url, List<String> reasons, CompletableFuture<PipelineRuntime> starting)
            throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!starting.isCompletedExceptionally()) {
            assertThat(System.nanoTime()).as("%s", reasons).isLessThan(deadline);
            try {
                HttpResponse<String> health = health(url);
                if (health.statusCode() == 200) {
                    return;
                }
                assertThat(health.statusCode()).isEqualTo(503);
                JsonNode said = new ObjectMapper().readTree(health.body());
                assertThat(said.get("status").asText()).isEqualTo("not ready");
                reasons.add(said.get("reason").asText());
            } catch (IOException e) {
                assertThat(reasons).as("it answers from then on").isEmpty(); // it does not listen yet
            }
            Thread.sleep(10);
        }
    }

    private HttpResponse<String> health(String url) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(url).resolve("health/ready"))
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private RuntimeOptions options(Cluster cluster, String name, int port) {
        return RuntimeOptions.in(temp.resolve(name))
                .cluster(Optional.of(cluster))
                .httpPort(OptionalInt.of(port))
                .threads(OptionalInt.of(1))
                .drift(false)
                .build();
    }
}
