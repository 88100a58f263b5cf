package io.streamgauge.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What Feast's Python feature server answers, and what we do. The recordings are of feast 0.67.0 ({@code feast serve}, SQLite
 * online store, Python 3.11) with the views below, whose features hold what the events here give.
 */
class FeastContractTest {

    private static final String PIPELINE = """
            sources:
              transactions:
                topic: transactions
                id: id
                time: event_time
                fields: {id: string, event_time: timestamp, customer_id: string, terminal_id: long, amount: double, n: long}
            features:
              customer:
                {entity: customer_id, from: transactions, windows: [1d], aggregates: {tx_count: last(n), amount_mean: mean(amount)}}
              terminal: {entity: terminal_id, from: transactions, windows: [1d], aggregates: {tx_count: last(n)}}
              request: {expressions: {big: amount > 10.0}}
            """;

    private static final List<String> INPUTS =
            List.of("customer.tx_count_1d", "customer.amount_mean_1d", "request.big");

    private final TestingApi api = new TestingApi(PIPELINE, INPUTS);

    @BeforeEach
    void oneCustomerOfTwo() {
        api.progressMs = OptionalLong.of(Instant.parse("2018-04-01T00:00:10Z").toEpochMilli());
        Instant time = Instant.parse("2018-04-01T00:00:09Z");
        api.reads.add(
                "transactions",
                Map.of("id", "a", "event_time", time, "customer_id", "c1", "terminal_id", 9, "amount", 7.5, "n", 2));
        api.reads.add("transactions", Map.of("id", "b", "event_time", time, "customer_id", "c3", "terminal_id", 9));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    static List<JsonNode> exact() {
        return recorded("exact.jsonl");
    }

    @ParameterizedTest
    @MethodSource("exact")
    void answersAsFeastDoes(JsonNode recorded) {
        TestingApi.Reply reply = ask(recorded);

        assertThat(reply.status()).isEqualTo(recorded.get("status").asInt());
        assertThat(byName(reply.json())).isEqualTo(byName(recorded.get("body")));
    }

    @Test
    void failuresThatFeastWordsByItsInsidesHaveItsStatusAndClass() {
        recorded("near.jsonl").forEach(recorded -> {
            TestingApi.Reply reply = ask(recorded);
            String name = recorded.get("case").asText();
            assertThat(reply.status()).as(name).isEqualTo(recorded.get("status").asInt());
            if (recorded.get("body").isTextual()) {
                String theirs = recorded.get("body").asText();
                String ours = reply.json().asText();
                assertThat(ours.contains("\"class\"")).as(name).isEqualTo(theirs.contains("\"class\""));
                assertThat(theirs.contains("\"class\"") ? inner(ours, "class") : "")
                        .as(name)
                        .isEqualTo(theirs.contains("\"class\"") ? inner(theirs, "class") : "");
            } else {
                assertThat(reply.json().at("/detail/0/type"))
                        .as(name)
                        .isEqualTo(recorded.get("body").at("/detail/0/type"));
            }
        });
        assertThat(post("{\"features\":[\"customer:tx_count_1d\"],\"entities\":{\"terminal_id\":[1]}}")
                        .json()
                        .asText())
                .startsWith("\"Missing join key values for keys: ['customer_id']");
        assertThat(inner(
                        post("{\"features\":[\"customer:tx_count_1d\",\"terminal:tx_count_1d\"],"
                                        + "\"entities\":{\"customer_id\":[\"c1\"],\"terminal_id\":[1]}}")
                                .json()
                                .asText(),
                        "message"))
                .startsWith("Duplicate features named tx_count_1d found.\n");
    }

    @Test
    void statusesSayWhatFeastLeavesOut() {
        JsonNode nothing =
                post("{\"features\":[\"customer:amount_mean_1d\"],\"entities\":{\"customer_id\":[\"c3\",\"c2\",null]}}")
                        .json();
        assertThat(nothing.at("/results/1/values").toString()).isEqualTo("[null,null,null]");
        assertThat(nothing.at("/results/1/statuses").toString())
                .as("Feast has PRESENT for a null, and fails on a key that is null")
                .isEqualTo("[\"NULL_VALUE\",\"NOT_FOUND\",\"NOT_FOUND\"]");
        assertThat(nothing.at("/results/1/event_timestamps/1").asText()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(nothing.at("/results/0/statuses").toString()).isEqualTo("[\"PRESENT\",\"PRESENT\",\"NULL_VALUE\"]");
    }

    @Test
    void valuesAgeWithoutEvents() {
        String question = "{\"features\":[\"customer:amount_mean_1d\"],\"entities\":{\"customer_id\":[\"c1\"]}}";
        assertThat(post(question).json().at("/results/1/statuses/0").asText()).isEqualTo("PRESENT");

        api.progressMs = OptionalLong.of(Instant.parse("2018-04-02T00:00:09Z").toEpochMilli());

        JsonNode later = post(question).json();
        assertThat(later.at("/results/1/values/0").isNull()).isTrue();
        assertThat(later.at("/results/1/statuses/0").asText()).isEqualTo("NULL_VALUE");
        assertThat(later.at("/results/1/event_timestamps/0").asText()).isEqualTo("2018-04-01T00:00:09Z");
    }

    @Test
    void clientsThatSendNoTypeAreServed() {
        assertThat(api.post(
                                "/get-online-features",
                                "{\"features\":[\"customer:tx_count_1d\"],\"entities\":{\"customer_id\":[\"c1\"]}}",
                                "Content-Type",
                                "text/plain")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void noMoreRowsThanAllowed() {
        String rows = "\"c1\",".repeat(501);
        JsonNode problem = post("{\"features\":[\"customer:tx_count_1d\"],\"entities\":{\"customer_id\":["
                        + rows.substring(0, rows.length() - 1) + "]}}")
                .json()
                .at("/detail/0");
        assertThat(problem.get("type").asText()).isEqualTo("too_long");
        assertThat(problem.get("msg").asText())
                .isEqualTo("List should have at most 500 items after validation, not 501");
    }

    @Test
    void notReadyIsNoFailureOfTheRequest() {
        api.progressMs = OptionalLong.empty();
        TestingApi.Reply reply =
                post("{\"features\":[\"customer:tx_count_1d\"],\"entities\":{\"customer_id\":[\"c1\"]}}");
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.json().get("detail").asText()).startsWith("no event has been seen yet by this instance");
    }

    private TestingApi.Reply ask(JsonNode recorded) {
        return post(
                recorded.has("raw")
                        ? recorded.get("raw").asText()
                        : recorded.get("request").toString());
    }

    private TestingApi.Reply post(String body) {
        return api.post("/get-online-features", body, "Content-Type", "application/json");
    }

    /** Columns by their names: Feast gives those of several views in no certain order. */
    private static JsonNode byName(JsonNode body) {
        if (!body.has("results")) {
            return body;
        }
        ObjectNode named = new ObjectMapper().createObjectNode();
        for (int i = 0; i < body.get("results").size(); i++) {
            named.set(
                    body.at("/metadata/feature_names/" + i).asText(),
                    body.get("results").get(i));
        }
        named.set("views", body.at("/metadata/feature_view_metadata"));
        return named;
    }

    private static String inner(String text, String field) {
        try {
            return new ObjectMapper().readTree(text).path(field).asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<JsonNode> recorded(String file) {
        try (InputStream in = FeastContractTest.class.getResourceAsStream("/feast/" + file);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .map(line -> {
                        try {
                            return new ObjectMapper().readTree(line);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
