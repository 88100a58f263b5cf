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
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server says between taking its port and knowing who keeps which rows. */
class OpeningTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String FEAST =
            "{\"features\": [\"customer:tx_count_1d\"], \"entities\": {\"customer_id\": [\"C1\"]}}";
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
        CompletableFuture<HttpResponse<String>> feast = post("/get-online-features", FEAST);
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
        api = new HttpApi(Clock.systemUTC(), HttpSettings.loopback(0), Duration.ofSeconds(1), EarlyReads.Room.USUAL);
        api.listen();
        api.show(backend(Optional.empty()));

        HttpResponse<String> late = answer(post("/v1/features/customer", READ));

        assertThat(late.statusCode()).isEqualTo(503);
        assertThat(json(late).get("error").asText())
                .isEqualTo("the pipeline is starting: who keeps which rows is not known after 1 s");
        assertThat(json(answer(post("/get-online-features", FEAST)))
                        .get("detail")
                        .asText())
                .as("as Feast's clients are told later")
                .isEqualTo("the pipeline is starting: who keeps which rows is not known after 1 s");
        api.answerReads();
        assertThat(answer(post("/v1/features/customer", READ)).statusCode()).isEqualTo(200);
    }

    @Test
    void thereIsRoomForSoManyReads() throws Exception {
        api = new HttpApi(Clock.systemUTC(), HttpSettings.loopback(0), PATIENCE, new EarlyReads.Room(1, 1_000));
        api.listen();
        CompletableFuture<HttpResponse<String>> one = get("/v1/features/customer/C1", client);
        awaitHeld(1);

        HttpResponse<String> two = answer(post("/get-online-features", FEAST));
        assertThat(two.statusCode()).isEqualTo(503);
        assertThat(json(two).get("detail").asText())
                .isEqualTo("the pipeline is starting, and as many reads wait for it as there is room for");

        api.show(backend(Optional.empty()));
        api.answerReads();
        assertThat(answer(one).statusCode()).isEqualTo(200);
    }

    @Test
    void thereIsRoomForSoManyBytes() throws Exception {
        api = new HttpApi(
                Clock.systemUTC(), HttpSettings.loopback(0), PATIENCE, new EarlyReads.Room(9, READ.length() * 2L));
        api.listen();
        CompletableFuture<HttpResponse<String>> one = post("/v1/features/customer", READ);
        CompletableFuture<HttpResponse<String>> two = post("/v1/features/customer", READ);
        awaitHeld(2);

        assertThat(answer(post("/v1/features/customer", READ)).statusCode()).isEqualTo(503);

        api.show(backend(Optional.empty()));
        api.answerReads();
        assertThat(answer(one).statusCode()).isEqualTo(200);
        assertThat(answer(two).statusCode()).isEqualTo(200);
    }

    @Test
    void aReadWhoseCallerHasGoneWaitsNoLonger(@TempDir Path folder) throws Exception {
        TestingCertificate made = TestingCertificate.make(folder, "EC");
        HttpSettings overTls =
                new HttpSettings(HttpSettings.LOOPBACK, 0, Optional.empty(), Optional.of(made.files()), 500);
        for (HttpSettings settings : List.of(HttpSettings.loopback(0), overTls)) {
            SocketFactory sockets =
                    settings.tls().isPresent() ? made.trusted().getSocketFactory() : SocketFactory.getDefault();
            try (HttpApi asked = new HttpApi(Clock.systemUTC(), settings, PATIENCE, EarlyReads.Room.USUAL)) {
                api = asked;
                asked.listen();
                try (Socket stays = ask(sockets, "GET /v1/features/customer/C1 HTTP/1.1", "");
                        Socket hasMore = ask(sockets, "POST /v1/features/customer HTTP/1.1", READ)) {
                    hasMore.getOutputStream().write("GET /health/live HTTP/1.1\r\n".getBytes(StandardCharsets.UTF_8));
                    Socket reads = ask(sockets, "GET /v1/features/customer/C1 HTTP/1.1", "");
                    Socket posts = ask(sockets, "POST /v1/features/customer HTTP/1.1", READ);
                    awaitHeld(4);

                    reads.close();
                    awaitHeld(3);
                    posts.close();
                    awaitHeld(2);

                    asked.show(backend(Optional.empty()));
                    asked.answerReads();
                    for (Socket there : List.of(stays, hasMore)) {
                        assertThat(new BufferedReader(
                                                new InputStreamReader(there.getInputStream(), StandardCharsets.UTF_8))
                                        .readLine())
                                .isEqualTo("HTTP/1.1 200 OK");
                    }
                }
            }
        }
    }

    private Socket ask(SocketFactory sockets, String request, String body) throws Exception {
        Socket socket = sockets.createSocket(InetAddress.getLoopbackAddress(), api.port());
        socket.setSoTimeout(30_000);
        OutputStream out = socket.getOutputStream();
        out.write((request + "\r\nHost: localhost\r\nContent-Length: " + body.length() + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        out.flush();
        out.write(body.getBytes(StandardCharsets.UTF_8));
        out.flush();
        return socket;
    }

    private void awaitHeld(int reads) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (api.earlyReads() != reads && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
        assertThat(api.earlyReads()).isEqualTo(reads);
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
