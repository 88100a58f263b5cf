package io.streamgauge.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Vectors as readers over HTTP see them: lists, by the names that a document gives them. */
class WholeVectorsTest {

    private static final String VIEW = "/v1/features/reader";
    private static final String FEAST = "/get-online-features";

    private static final String PIPELINE = """
            sources:
              transactions:
                topic: pages
                id: id
                time: time
                fields: {id: string, time: timestamp, reader: string, embedding: vector(3)}
            features:
              reader:
                entity: reader
                from: transactions
                windows: [1h, 7d]
                aggregates: {n: count, usual: mean(embedding)}
              request:
                expressions:
                  alike: cosine(embedding, reader.usual_7d)
            """;

    private final TestingApi api = new TestingApi(
            PIPELINE,
            List.of(
                    "embedding_0",
                    "embedding_1",
                    "embedding_2",
                    "reader.usual_0_7d",
                    "reader.usual_1_7d",
                    "reader.usual_2_7d",
                    "request.alike"));

    @BeforeEach
    void fill() {
        api.progressMs = OptionalLong.of(Instant.parse("2026-05-04T12:00:00Z").toEpochMilli());
        reads("r1", "2026-05-04T08:00:00Z", 1, 2, 3);
        reads("r1", "2026-05-04T09:00:00Z", 3, 2, Double.NaN);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private void reads(String reader, String time, double... embedding) {
        Map<String, Object> page =
                new LinkedHashMap<>(Map.of("id", "p", "reader", reader, "time", Instant.parse(time)));
        for (int i = 0; i < embedding.length; i++) {
            if (!Double.isNaN(embedding[i])) {
                page.put("embedding_" + i, embedding[i]);
            }
        }
        api.reads.add("transactions", page);
    }

    @Test
    void allOfAViewHasItsVectorsAsLists() {
        JsonNode answer = post(VIEW, "{'entities': [{'reader': 'r1'}, {'reader': 'none'}]}");

        assertThat(answer.at("/results/0/features").findValuesAsText("name"))
                .containsExactly("n_1h", "n_7d", "usual_1h", "usual_7d");
        assertThat(answer.at("/results/0/features/3/value").toString()).isEqualTo("[2.0,2.0,3.0]");
        assertThat(answer.at("/results/0/features/3/status").asText()).isEqualTo("PRESENT");
        assertThat(answer.at("/results/0/features/3/eventTime").asText()).isEqualTo("2026-05-04T09:00:00Z");
        assertThat(answer.at("/results/0/features/3/ageMs").asLong()).isEqualTo(3 * 3_600_000L);
        assertThat(answer.at("/results/0/features/2/value").isNull())
                .as("no event within the hour")
                .isTrue();
        assertThat(answer.at("/results/0/features/2/status").asText()).isEqualTo("NULL_VALUE");
        assertThat(answer.at("/results/1/features/3/value").isNull()).isTrue();
        assertThat(answer.at("/results/1/features/3/status").asText()).isEqualTo("NOT_FOUND");
        assertThat(api.get(VIEW + "/r1").json().get("features")).isEqualTo(answer.at("/results/0/features"));
    }

    @Test
    void aVectorAndItsElementsAreAskedForByTheirNames() {
        reads("r2", "2026-05-04T10:00:00Z", 1, Double.NaN, 3);

        JsonNode answer =
                post(VIEW, "{'entities': [{'reader': 'r2'}], 'features': ['usual_1_7d', 'usual_7d', 'usual_0_7d']}");

        assertThat(answer.at("/results/0/features").findValuesAsText("name"))
                .containsExactly("usual_1_7d", "usual_7d", "usual_0_7d");
        assertThat(answer.at("/results/0/features/1/value").toString())
                .as("an element that is missing is null")
                .isEqualTo("[1.0,null,3.0]");
        assertThat(answer.at("/results/0/features/1/status").asText()).isEqualTo("PRESENT");
        assertThat(answer.at("/results/0/features/0/status").asText()).isEqualTo("NULL_VALUE");
        assertThat(answer.at("/results/0/features/2/value").asDouble()).isEqualTo(1);
        assertThat(api.get(VIEW + "/r2?features=usual_7d").json().at("/features/0/value"))
                .isEqualTo(answer.at("/results/0/features/1/value"));
        assertThat(api.post(VIEW, "{\"entities\": [{\"reader\": \"r2\"}], \"features\": [\"usual_2d\"]}")
                        .error())
                .startsWith("unknown feature 'usual_2d'; did you mean 'usual_7d'?");
    }

    @Test
    void aVectorFieldIsGivenAsAListOrByItsElements() {
        JsonNode whole = post("/v1/features/fraud", "{'entities': [{'reader': 'r1', 'embedding': [1, 2, 3]}]}");
        JsonNode elements = post(
                "/v1/features/fraud",
                "{'entities': [{'reader': 'r1', 'embedding_0': 1, 'embedding_1': 2}], 'request': {'embedding_2': 3}}");

        assertThat(whole.at("/results/0/features").findValuesAsText("name"))
                .containsExactly("embedding", "reader.usual_7d", "request.alike");
        assertThat(whole.at("/results/0/features/0/value").toString()).isEqualTo("[1.0,2.0,3.0]");
        assertThat(whole.at("/results/0/features/2/value").asDouble()).isPositive();
        assertThat(elements.get("results")).isEqualTo(whole.get("results"));
        assertThat(error("{'entities': [{'reader': 'r1', 'embedding': [1, 2]}]}"))
                .isEqualTo("entities[0]: 'embedding' is a list of 2; allowed: a list of 3 numbers");
        assertThat(error("{'entities': [{'reader': 'r1'}]}"))
                .isEqualTo("entities[0] lacks 'embedding', which an expression needs; null says that it is not known");
    }

    private String error(String body) {
        return api.post("/v1/features/fraud", body.replace('\'', '"')).error();
    }

    @Test
    void feastsContractHasArrays() {
        JsonNode answer =
                post(FEAST, "{'features': ['reader:usual_7d', 'reader:n_7d'], 'entities': {'reader': ['r1', 'none']}}");

        assertThat(answer.at("/metadata/feature_names").toString()).isEqualTo("[\"reader\",\"usual_7d\",\"n_7d\"]");
        assertThat(answer.at("/results/1/values").toString()).isEqualTo("[[2.0,2.0,3.0],null]");
        assertThat(answer.at("/results/1/statuses").toString()).isEqualTo("[\"PRESENT\",\"NOT_FOUND\"]");
        assertThat(answer.at("/results/1/event_timestamps/0").asText()).isEqualTo("2026-05-04T09:00:00Z");
        assertThat(answer.at("/results/2/values").toString()).isEqualTo("[2,0]");
    }

    private JsonNode post(String path, String body) {
        TestingApi.Reply reply = api.post(path, body.replace('\'', '"'));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json();
    }
}
