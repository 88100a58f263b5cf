package io.streamgauge.app.http;

import static io.streamgauge.app.live.TestingRecords.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.live.LiveStats;
import io.streamgauge.app.live.ReferencePlan;
import io.streamgauge.app.live.TestingRecords;
import io.streamgauge.app.online.NotReadyException;
import io.streamgauge.app.online.OnlineFeatures;
import io.streamgauge.app.online.TestingReads;
import io.streamgauge.app.online.TestingScores;
import io.streamgauge.app.online.UnanswerableException;
import io.streamgauge.schemas.AlertStatus;
import io.streamgauge.scoring.ScoringMetrics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpApiTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), java.time.ZoneOffset.UTC);
    private static final Instant PROGRESS = Instant.parse("2018-06-01T00:00:00Z");

    private static final String PIPELINE = """
            sources:
              transactions:
                topic: transactions
                id: id
                time: event_time
                fields: {id: string, event_time: timestamp, customer_id: string, terminal_id: string, amount: double}
            features:
              customer: {entity: customer_id, from: transactions, windows: [1d],
                         aggregates: {tx_count: count, amount_mean: mean(amount)}}
              pair: {entity: [customer_id, terminal_id], from: transactions, windows: [1d], aggregates: {n: count}}
            """;

    private static final EventTime EVENT_TIME = new EventTime(
            List.of(
                    new EventTime.OfSource("labels", 0, null, null, 8_000, true, 0),
                    new EventTime.OfSource(
                            "transactions",
                            1,
                            Instant.parse("2018-04-01T00:10:00Z"),
                            Instant.parse("2018-04-01T00:00:00Z"),
                            20,
                            false,
                            12)),
            List.of(
                    new EventTime.OfView("customer", 1, Instant.parse("2018-04-01T00:10:00Z"), "transactions/1"),
                    new EventTime.OfView("terminal", 0, null, "transactions/3")));

    private final LiveStats live = new LiveStats(
            new ReferencePlan(Duration.ofDays(37), Duration.ofDays(14)),
            () -> 3,
            () -> Map.of("pair", 7L),
            CLOCK.millis() - 5_000);
    private final TestingReads reads = new TestingReads(TestingApi.definition(PIPELINE));
    private final OnlineFeatures features = new OnlineFeatures(
            TestingApi.definition(PIPELINE),
            "fraud",
            List.of("amount"),
            reads,
            () -> OptionalLong.of(PROGRESS.toEpochMilli()));
    private final TestingScores scores = new TestingScores(
            TestingApi.definition(PIPELINE),
            List.of("amount"),
            reads,
            () -> OptionalLong.of(PROGRESS.toEpochMilli()),
            CLOCK,
            ScoringMetrics.NONE);
    private volatile String notReady = "";
    private final Metrics metrics = new Metrics(live, CLOCK, () -> EVENT_TIME);
    private final HttpApi api = TestingApi.started(
            new HttpBackend(
                    "fraud",
                    "fraud 1",
                    () -> Optional.of(notReady).filter(r -> !r.isEmpty()),
                    features,
                    scores.scores,
                    live,
                    () -> EVENT_TIME,
                    metrics),
            CLOCK,
            HttpSettings.loopback(0));
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        api.close();
        metrics.close();
    }

    @Test
    void isAliveAndReadyOnceThePipelineWorks() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);

        notReady = "restoring state: 2 of 4 partitions";

        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(json("/health/ready").get("reason").asText()).isEqualTo("restoring state: 2 of 4 partitions");
        assertThat(json("/v1/status").get("ready").asBoolean()).isFalse();
    }

    @Test
    void unknownParametersAreRefused() throws Exception {
        assertThat(refusal("/v1/features/customer/C1?as_of=2018-05-01T00:00:00Z"))
                .isEqualTo("unknown parameter 'as_of'; did you mean 'at'? (allowed: at, features, allow_incomplete)");
        assertThat(refusal("/v1/features/customer/C1?at=2018-05-01T00:00:00Z&feature=tx_count_1d"))
                .isEqualTo(
                        "unknown parameter 'feature'; did you mean 'features'? (allowed: at, features, allow_incomplete)");
        assertThat(refusal("/v1/features/customer?customer_id=C1&as_of=2018-05-01T00:00:00Z"))
                .isEqualTo(
                        "unknown parameter 'as_of'; did you mean 'at'? (allowed: customer_id, at, features, allow_incomplete)");
        assertThat(refusal("/v1/predictions?limits=3"))
                .isEqualTo("unknown parameter 'limits'; did you mean 'limit'? (allowed: limit)");
        for (String path :
                List.of("/", "/health/live", "/health/ready", "/metrics", "/v1/status", "/v1/series", "/v1/alerts")) {
            assertThat(refusal(path + "?a=b")).isEqualTo("unknown parameter 'a'; " + path + " takes none");
        }
    }

    private String refusal(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(400);
        return new ObjectMapper().readTree(answer.body()).get("error").asText();
    }

    @Test
    void statusTellsCountsLatencyFreshnessDriftAndMemory() throws Exception {
        fill();

        JsonNode status = json("/v1/status");

        assertThat(status.get("pipeline").asText()).isEqualTo("fraud");
        assertThat(status.at("/counts/events").asLong()).isEqualTo(3);
        assertThat(status.at("/counts/predictions").asLong()).isEqualTo(2);
        assertThat(status.at("/counts/decisions/review").asLong()).isEqualTo(1);
        assertThat(status.at("/counts/deadLetters/NULL_TIME").asLong()).isEqualTo(1);
        assertThat(status.at("/counts/withoutEntity/pair").asLong()).isEqualTo(7);
        assertThat(status.at("/latency/p99Ms").asDouble()).isEqualTo(25);
        assertThat(status.get("freshAsOf").asText()).isEqualTo("2018-04-01T00:00:09Z");
        assertThat(status.at("/drift/reference/ready").asBoolean()).isTrue();
        assertThat(status.at("/drift/drifted/0").asText()).isEqualTo("amount");
        assertThat(status.at("/drift/openAlerts").asLong()).isEqualTo(1);
        assertThat(status.at("/driftJob/state").asText()).isEqualTo("NONE");
        assertThat(status.at("/driftJob/latePredictions").isNull()).isTrue();
        assertThat(status.at("/memory/heapBytes").asLong()).isPositive();
    }

    @Test
    void statusTellsHowFarEventTimeHasComeAndWhoHoldsItBack() throws Exception {
        JsonNode time = json("/v1/status").get("eventTime");

        assertThat(time.at("/sources/0/source").asText()).isEqualTo("labels");
        assertThat(time.at("/sources/0/watermark").isNull()).isTrue();
        assertThat(time.at("/sources/0/readToEnd").asBoolean()).isTrue();
        assertThat(time.at("/sources/0/idleMs").asLong()).isEqualTo(8_000);
        assertThat(time.at("/sources/1/greatest").asText()).isEqualTo("2018-04-01T00:10:00Z");
        assertThat(time.at("/sources/1/watermark").asText()).isEqualTo("2018-04-01T00:00:00Z");
        assertThat(time.at("/sources/1/readToEnd").asBoolean()).isFalse();
        assertThat(time.at("/sources/1/heldBackRecords").asLong()).isEqualTo(12);
        assertThat(time.at("/views/0/watermark").asText()).isEqualTo("2018-04-01T00:10:00Z");
        assertThat(time.at("/views/1/watermark").isNull()).isTrue();
        assertThat(time.at("/views/1/heldBackBy").asText()).isEqualTo("transactions/3");
    }

    @Test
    void prometheusReadsWatermarksByPartition() throws Exception {
        assertThat(get("/metrics").body())
                .contains("streamgauge_event_time_ms{partition=\"1\",source=\"transactions\"} 1.5225414E12")
                .contains("streamgauge_watermark_ms{partition=\"1\",source=\"transactions\"} 1.5225408E12")
                .contains("streamgauge_idle_ms{partition=\"0\",source=\"labels\"} 8000.0")
                .contains("streamgauge_read_to_end{partition=\"0\",source=\"labels\"} 1.0")
                .contains("streamgauge_read_to_end{partition=\"1\",source=\"transactions\"} 0.0")
                .contains("streamgauge_view_watermark_ms{partition=\"1\",view=\"customer\"} 1.5225414E12")
                .doesNotContain("streamgauge_watermark_ms{partition=\"0\",source=\"labels\"")
                .doesNotContain("view=\"terminal\"");
    }

    @Test
    void thePageOnTimeNamesTheMetricsThatThereAre() throws Exception {
        String page = Files.readString(TestingPipelines.repository().resolve("docs/concepts.md"));
        String metrics = get("/metrics").body();

        assertThat(Pattern.compile("`(streamgauge_\\w+)` \\| (\\w+), partition ")
                        .matcher(page)
                        .results())
                .hasSize(6)
                .allSatisfy(row -> assertThat(metrics)
                        .containsPattern(row.group(1) + "\\{partition=\"\\d+\"," + row.group(2) + "=\""));
    }

    @Test
    void listsPredictionsAlertsAndSeries() throws Exception {
        fill();

        JsonNode predictions = json("/v1/predictions?limit=1").get("predictions");
        assertThat(predictions).hasSize(1);
        assertThat(predictions.at("/0/eventId").asText()).isEqualTo("b");
        assertThat(predictions.at("/0/features/terminal.risk_1d/status").asText())
                .isEqualTo("NOT_FOUND");
        assertThat(predictions.at("/0/features/terminal.risk_1d/value").isNull())
                .isTrue();

        JsonNode alerts = json("/v1/alerts");
        assertThat(alerts.at("/alerts/0/status").asText()).isEqualTo("OPENED");
        assertThat(alerts.at("/retrainingEvents/0/ranges/0/lastOffset").asLong())
                .isEqualTo(20);

        JsonNode series = json("/v1/series");
        assertThat(series.get("scoreBins")).hasSize(20);
        assertThat(series.at("/windows/0/features/0/feature").asText()).isEqualTo("amount");
    }

    @Test
    void readsFeaturesAsOfAMomentOrOfTheProgressOfEventTime() throws Exception {
        JsonNode now = json("/v1/features/customer/C1");
        assertThat(now.get("at").asText()).isEqualTo("2018-06-01T00:00:00Z");
        assertThat(now.get("basis").asText()).isEqualTo("EVENT_TIME_PROGRESS");
        assertThat(now.at("/features/1/value").isNull()).isTrue();

        JsonNode then = json("/v1/features/customer/C1?at=2018-05-01T02:00:00+02:00");
        assertThat(then.get("at").asText()).isEqualTo("2018-05-01T00:00:00Z");
        assertThat(then.get("basis").asText()).isEqualTo("REQUESTED");
    }

    @Test
    void entityMayBeNamedFieldByField() throws Exception {
        assertThat(json("/v1/features/pair/C1,T1").get("entity").asText()).isEqualTo("C1,T1");
        assertThat(json("/v1/features/pair/C1%2CT1").get("entity").asText()).isEqualTo("C1,T1");
        JsonNode pair = json("/v1/features/pair?terminal_id=T%2F1&customer_id=C,1&at=2018-05-01T00:00:00Z");
        assertThat(pair.get("entity").asText()).isEqualTo("C\\,1,T/1");
        assertThat(pair.get("basis").asText()).isEqualTo("REQUESTED");
        assertThat(json("/v1/features/customer?customer_id=C,1").get("entity").asText())
                .isEqualTo("C,1");
        assertThat(json("/v1/features/customer/C,1").get("entity").asText()).isEqualTo("C,1");
        assertFailure(
                "/v1/features/pair/C1",
                400,
                "'C1' has 1 part; an entity of view pair is named by customer_id, terminal_id, joined by commas (one within"
                        + " a part as \\,), or ask for /v1/features/pair?customer_id=...&terminal_id=...");
        assertFailure(
                "/v1/features/pair?customer_id=C1",
                400,
                "an entity of view pair is named by customer_id, terminal_id; terminal_id is not given; ask for"
                        + " /v1/features/pair?customer_id=...&terminal_id=...");
        assertFailure(
                "/v1/features/customer?customer_id=C1&terminal=T1",
                400,
                "unknown parameter 'terminal' (allowed: customer_id, at, features, allow_incomplete)");
        assertFailure(
                "/v1/features/customer?customer_id=C1&customer_id=C2",
                400,
                "'customer_id' is given 2 times; give it once");
    }

    @Test
    void everyFailureIsOneSentenceOfJson() throws Exception {
        assertFailure("/v1/predictions?limit=0", 400, "limit=0 is out of range; allowed: a whole number from 1 to 200");
        assertFailure(
                "/v1/predictions?limit=many", 400, "limit=many is out of range; allowed: a whole number from 1 to 200");
        assertFailure(
                "/v1/features/customer/C1?at=yesterday",
                400,
                "at=yesterday is no moment; write RFC 3339 with a zone, such as 2018-05-01T12:00:00Z");
        assertFailure(
                "/v1/features/custommer/C1",
                404,
                "unknown view 'custommer'; did you mean 'customer'? (allowed: customer, pair)");
        reads.failure = Optional.of(new NotReadyException("the state cannot be read now"));
        assertFailure("/v1/features/customer/C1", 503, "the state cannot be read now");
        reads.failure =
                Optional.of(new UnanswerableException("features can be read as of 2018-04-01T00:00:00Z or later"));
        assertFailure("/v1/features/customer/C1", 422, "features can be read as of 2018-04-01T00:00:00Z or later");
        reads.failure = Optional.of(new IllegalStateException("secret detail"));
        assertFailure("/v1/features/customer/C1", 500, "this failed inside; the log says more");
        assertFailure("/nowhere", 404, "nothing is at /nowhere; see / and /v1/status");
    }

    @Test
    void prometheusReadsOurMetricsAndTheJvms() throws Exception {
        fill();

        assertThat(get("/metrics").body())
                .contains("streamgauge_predictions_total 2.0")
                .contains("streamgauge_dead_letters{cause=\"NULL_TIME\"} 1.0")
                .contains("streamgauge_events_without_entity{view=\"pair\"} 7.0")
                .contains("streamgauge_drift_statistic{feature=\"amount\",statistic=\"psi\"} 0.31")
                .contains("streamgauge_latency_p99_seconds 0.025")
                .contains("jvm_memory_used_bytes");
    }

    @Test
    void theDashboardIsOnePageThatAsksNoOtherHost() throws Exception {
        HttpResponse<String> page = get("/");

        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("connect-src 'self'");
        assertThat(page.body())
                .contains("<title>Streamgauge</title>", "/v1/status")
                .doesNotContain("/*SCRIPT*/", "/*STYLE*/", "src=\"http", "href=\"http", "@import");
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        HttpBackend backend = new HttpBackend(
                "fraud", "fraud 1", Optional::empty, features, scores.scores, live, () -> EVENT_TIME, metrics);

        assertThatThrownBy(() -> TestingApi.started(backend, CLOCK, HttpSettings.loopback(api.port())))
                .isInstanceOf(HttpBindException.class)
                .hasMessage("cannot listen on 127.0.0.1:" + api.port()
                        + " for HTTP; choose another port, or 0 for any that is free");
    }

    private void fill() {
        long now = CLOCK.millis();
        live.prediction(TestingRecords.prediction("a", START, 0.1, "accept"), false, OptionalLong.of(now - 15), now);
        live.prediction(
                TestingRecords.prediction("b", START.plusSeconds(9), 0.9, "review"),
                false,
                OptionalLong.of(now - 25),
                now);
        live.deadLetter("NULL_TIME");
        live.referenceProfile(TestingRecords.profile("amount"));
        live.driftMetric(TestingRecords.metric("amount", "psi", 57, 0.31, true), false);
        live.alert(TestingRecords.alert("a1", AlertStatus.OPENED, 57), false);
        live.retrainingEvent(TestingRecords.retraining("r1", 58), false);
    }

    private void assertFailure(String path, int status, String message) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as(path).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(new ObjectMapper().readTree(response.body()).toString())
                .isEqualTo(new ObjectMapper()
                        .createObjectNode()
                        .put("error", message)
                        .toString());
    }

    private JsonNode json(String path) throws IOException, InterruptedException {
        return new ObjectMapper().readTree(get(path).body());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(api.url()).resolve(path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
