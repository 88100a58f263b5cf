package io.streamgauge.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.streamgauge.app.instances.OwnRows;
import io.streamgauge.app.live.LiveStats;
import io.streamgauge.app.live.ReferencePlan;
import io.streamgauge.app.online.OnlineFeatures;
import io.streamgauge.app.online.TestingReads;
import io.streamgauge.app.online.TestingScores;
import io.streamgauge.app.rollout.RolloutStatus;
import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.FeaturesSection;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.SourcesSection;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The API over rows on the heap, and a client of it that holds every answer against the OpenAPI document. */
final class TestingApi implements AutoCloseable {

    /** Of the pipeline below, the model's inputs. */
    static final List<String> INPUTS =
            List.of("amount", "request.big", "customer.tx_count_1d", "customer.amount_mean_1d");

    static final String PIPELINE = """
            sources:
              transactions:
                topic: transactions
                id: id
                time: event_time
                fields: {id: string, event_time: timestamp, customer_id: string, terminal_id: long, amount: double,
                         channel: string, online: boolean}
              labels:
                topic: labels
                id: id
                time: event_time
                fields: {id: string, event_time: timestamp, terminal_id: long, fraud: boolean}
            features:
              customer:
                entity: customer_id
                from: transactions
                windows: [1d]
                aggregates: {tx_count: count, amount_mean: mean(amount)}
              terminal:
                entity: terminal_id
                from: labels
                windows: [1d]
                aggregates: {tx_count: count, risk: {of: mean(fraud), default: 0.5}}
              pair:
                entity: [customer_id, terminal_id]
                from: transactions
                aggregates:
                  channel: {of: last(channel), windows: [unbounded]}
                  online: {of: last(online), windows: [7d]}
                  at: {of: last(event_time), windows: [7d]}
                  fresh: {of: mean(amount), windows: [7d], max_age: 1h}
              request:
                expressions:
                  big: amount > 10.0
                  ratio: amount / customer.amount_mean_1d
                  night: hour(event_time) <= 6
            """;

    final TestingReads reads;
    final TestingScores scores;
    volatile OptionalLong progressMs = OptionalLong.empty();

    final Clock clock = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    final LiveStats live = new LiveStats(ReferencePlan.NONE, () -> 0, clock.millis());
    final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    final ScoringMeters scoringMeters = new ScoringMeters(meters);
    final Metrics metrics = new Metrics(meters, live, clock, () -> EventTime.UNKNOWN);
    final HttpApi api;
    private final HttpClient client;
    private final AnswerCheck check = new AnswerCheck();

    TestingApi() {
        this(PIPELINE, INPUTS);
    }

    TestingApi(String pipeline, List<String> inputs) {
        this(definition(pipeline), inputs, HttpSettings.loopback(0), HttpClient.newHttpClient());
    }

    TestingApi(HttpSettings settings, HttpClient client) {
        this(definition(PIPELINE), INPUTS, settings, client);
    }

    /** One that others ask for rows. */
    TestingApi(Function<FeatureDefinition, OwnRows> rows) {
        this(
                definition(PIPELINE),
                INPUTS,
                HttpSettings.loopback(0),
                HttpClient.newHttpClient(),
                rows.andThen(Optional::of));
    }

    TestingApi(FeatureDefinition definition, List<String> inputs, HttpSettings settings, HttpClient client) {
        this(definition, inputs, settings, client, none -> Optional.empty());
    }

    private TestingApi(
            FeatureDefinition definition,
            List<String> inputs,
            HttpSettings settings,
            HttpClient client,
            Function<FeatureDefinition, Optional<OwnRows>> rows) {
        this.client = client;
        this.reads = new TestingReads(definition);
        this.scores = new TestingScores(definition, inputs, reads, () -> progressMs, clock, scoringMeters);
        this.api = started(
                new HttpBackend(
                        "fraud",
                        "fraud 1",
                        Optional::empty,
                        new OnlineFeatures(definition, "fraud", inputs, reads, () -> progressMs),
                        scores.scores,
                        live,
                        () -> EventTime.UNKNOWN,
                        metrics,
                        rows.apply(definition),
                        () -> new DriftJobView(DriftJobView.State.RUNNING, null, 12L, 3L),
                        () -> RolloutStatus.of("fraud", Optional.empty(), List.of())),
                clock,
                settings);
    }

    /** A server that answers all. */
    static HttpApi started(HttpBackend backend, Clock clock, HttpSettings settings) {
        HttpApi api = new HttpApi(clock, settings);
        api.listen();
        api.show(backend);
        api.answerReads();
        return api;
    }

    static FeatureDefinition definition(String yaml) {
        ConfigNode root = YamlDocument.parse("p.yaml", yaml);
        Problems problems = new Problems();
        Map<String, SourceDefinition> sources =
                SourcesSection.read(Objects.requireNonNull(root.get("sources")), problems);
        FeaturesSection.Features features =
                FeaturesSection.read(Objects.requireNonNull(root.get("features")), sources, "transactions", problems);
        problems.throwIfAny();
        return new FeatureDefinition("fraud", sources, "transactions", features.views(), features.expressions());
    }

    /** Takes in a transaction. */
    void pays(String customer, long terminal, double amount, String time) {
        reads.add(
                "transactions",
                Map.of(
                        "id",
                        "t",
                        "customer_id",
                        customer,
                        "terminal_id",
                        terminal,
                        "amount",
                        amount,
                        "channel",
                        "web",
                        "online",
                        true,
                        "event_time",
                        Instant.parse(time)));
    }

    /** An answer. */
    record Reply(int status, String text, java.net.http.HttpHeaders headers) {

        JsonNode json() {
            try {
                return new ObjectMapper().readTree(text);
            } catch (IOException e) {
                throw new AssertionError("no JSON: " + text, e);
            }
        }

        /** The sentence of a failure. */
        String error() {
            return json().path("error").asText();
        }
    }

    Reply get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    Reply post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    Reply send(String method, String path, @Nullable String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(api.url()).resolve(path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            Reply reply = new Reply(response.statusCode(), response.body(), response.headers());
            check.holds(method, path, reply);
            return reply;
        } catch (IOException e) {
            throw new AssertionError(method + " " + path + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        api.close();
        scores.scores.close();
        metrics.close();
    }
}
