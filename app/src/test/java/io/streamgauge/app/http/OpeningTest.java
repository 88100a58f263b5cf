package io.streamgauge.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.app.live.LiveStats;
import io.streamgauge.app.live.ReferencePlan;
import io.streamgauge.app.online.OnlineFeatures;
import io.streamgauge.app.online.TestingReads;
import io.streamgauge.app.online.TestingScores;
import io.streamgauge.scoring.ScoringMetrics;
import io.streamgauge.store.definition.FeatureDefinition;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the server says between taking its port and knowing who keeps which rows. */
class OpeningTest {

    private static final String READ = "{\"entities\": [{\"customer_id\": \"C1\"}]}";

    private final FeatureDefinition definition = TestingApi.definition(TestingApi.PIPELINE);
    private final TestingReads reads = new TestingReads(definition);
    private final LiveStats live = new LiveStats(ReferencePlan.NONE, () -> 0, Map::of, 0);
    private final Metrics metrics = new Metrics(live, Clock.systemUTC(), () -> EventTime.UNKNOWN);
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpApi api = new HttpApi(Clock.systemUTC(), HttpSettings.loopback(0));

    @AfterEach
    void close() {
        api.close();
        metrics.close();
    }

    @Test
    void itSaysThatItLivesAndIsNotReady() throws Exception {
        api.listen();

        assertThat(api.port()).as("the one of any that was taken").isPositive();
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(json(get("/health/ready")).get("reason").asText()).isEqualTo("the pipeline is starting");
        for (String path : List.of("/metrics", "/v1/status", "/v1/predictions", "/v1/alerts")) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(503);
            assertThat(json(get(path)).get("error").asText()).isEqualTo("the pipeline is starting");
        }
        assertThat(post("/v1/rows", "").get().statusCode())
                .as("others are told at once, and ask somebody else")
                .isEqualTo(503);
    }

    @Test
    void readsWaitUntilItIsKnownWhoKeepsWhichRows() throws Exception {
        api.listen();
        CompletableFuture<HttpResponse<String>> one = get("/v1/features/customer/C1", client);
        CompletableFuture<HttpResponse<String>> several = post("/v1/features/customer", READ);
        CompletableFuture<HttpResponse<String>> feast = post(
                "/get-online-features",
                "{\"features\": [\"customer:tx_count_1d\"], \"entities\": {\"customer_id\": [\"C1\"]}}");
        CompletableFuture<HttpResponse<String>> wrong = post("/v1/features/customer", "{");
        CompletableFuture<HttpResponse<String>> nowhere = post("/v1/features/costumer", READ);

        api.show(backend(Optional.of("the topology is REBALANCING")));
        assertThat(json(get("/health/ready")).get("reason").asText()).isEqualTo("the topology is REBALANCING");
        assertThat(get("/metrics").statusCode()).isEqualTo(200);
        assertThat(List.of(one, several, feast, wrong, nowhere)).noneMatch(CompletableFuture::isDone);

        api.answerReads();
        assertThat(answer(one).statusCode()).isEqualTo(200);
        assertThat(json(answer(several)).get("results")).hasSize(1);
        assertThat(answer(feast).statusCode()).isEqualTo(200);
        assertThat(answer(wrong).statusCode()).isEqualTo(400);
        assertThat(answer(nowhere).statusCode()).isEqualTo(404);
        assertThat(answer(post("/v1/features/customer", READ)).statusCode()).isEqualTo(200);
    }

    @Test
    void aReadThatHasWaitedLongEnoughIsToldWhy() throws Exception {
        api = new HttpApi(Clock.systemUTC(), HttpSettings.loopback(0), Duration.ofSeconds(1));
        api.listen();
        api.show(backend(Optional.empty()));

        HttpResponse<String> late = answer(post("/v1/features/customer", READ));

        assertThat(late.statusCode()).isEqualTo(503);
        assertThat(json(late).get("error").asText())
                .isEqualTo("the pipeline is starting: who keeps which rows is not known after 1 s");
        api.answerReads();
        assertThat(answer(post("/v1/features/customer", READ)).statusCode()).isEqualTo(200);
    }

    private HttpBackend backend(Optional<String> notReady) {
        return new HttpBackend(
                "fraud",
                "fraud 1",
                () -> notReady,
                new OnlineFeatures(definition, "fraud", List.of("amount"), reads, () -> OptionalLong.of(0)),
                new TestingScores(
                                definition,
                                List.of("amount"),
                                reads,
                                () -> OptionalLong.of(0),
                                Clock.systemUTC(),
                                ScoringMetrics.NONE)
                        .scores,
                live,
                () -> EventTime.UNKNOWN,
                metrics);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return answer(get(path, client));
    }

    private CompletableFuture<HttpResponse<String>> get(String path, HttpClient from) {
        return from.sendAsync(
                HttpRequest.newBuilder(URI.create(api.url()).resolve(path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private CompletableFuture<HttpResponse<String>> post(String path, String body) {
        return client.sendAsync(
                HttpRequest.newBuilder(URI.create(api.url()).resolve(path))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> answer(CompletableFuture<HttpResponse<String>> asked) throws Exception {
        return asked.get(30, TimeUnit.SECONDS);
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return new ObjectMapper().readTree(response.body());
    }
}
