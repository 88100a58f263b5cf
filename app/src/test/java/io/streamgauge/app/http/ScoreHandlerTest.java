package io.streamgauge.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamgauge.app.online.NotReadyException;
import io.streamgauge.app.online.UnanswerableException;
import io.streamgauge.scoring.ScoringException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code POST /v1/score} over rows on the heap; that it is what the topology predicts is held by ScoreOnRequestIT. */
class ScoreHandlerTest {

    private static final String EVENT = """
            {"id": "e1", "event_time": "2026-01-01T10:00:00Z", "customer_id": "c1", "terminal_id": 7, "amount": 30.0,
             "channel": "web", "online": true}""";

    private final TestingApi api = new TestingApi();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void anEventCountsItselfAndChangesNothing() {
        api.pays("c1", 7, 10, "2026-01-01T09:00:00Z");

        for (int i = 0; i < 3; i++) {
            JsonNode answer = score(EVENT);

            assertThat(answer.get("eventId").asText()).isEqualTo("e1");
            assertThat(answer.get("eventTime").asText()).isEqualTo("2026-01-01T10:00:00Z");
            assertThat(answer.get("basis").asText()).isEqualTo("REQUESTED");
            assertThat(answer.at("/features/0").toString())
                    .isEqualTo("{\"name\":\"amount\",\"value\":30.0,\"status\":\"PRESENT\"}");
            assertThat(answer.at("/features/1/value").asDouble()).isEqualTo(1);
            assertThat(answer.at("/features/2/value").asDouble()).isEqualTo(2);
            assertThat(answer.at("/features/3/value").asDouble()).isEqualTo(20);
            assertThat(answer.get("score").asDouble()).isEqualTo((30.0 + 1 + 2 + 20) / 1_000);
            assertThat(answer.get("decision").asText()).isEqualTo("accept");
            assertThat(answer.get("refusal").isNull()).isTrue();
            assertThat(answer.get("variant").asText()).isEqualTo("champion");
            assertThat(answer.get("modelDigest").asText()).isEqualTo("d1");
            assertThat(answer.get("uncertainty").toString())
                    .as("nothing is learnt yet")
                    .isEqualTo("{\"coverage\":0.9,\"revision\":0,\"set\":[\"0\",\"1\"],\"low\":null,\"high\":null,"
                            + "\"probabilities\":{\"0\":0.947,\"1\":0.053}}");
        }
        assertThat(api.scores.openScorers).hasValue(1);
    }

    @Test
    void whatIsMissingIsRefusedWithItsReason() {
        JsonNode answer = score(EVENT.replace("30.0", "null"));

        assertThat(answer.get("score").isNull()).isTrue();
        assertThat(answer.get("decision").isNull()).isTrue();
        assertThat(answer.get("refusal").asText()).isEqualTo("input 'amount' is missing");
        assertThat(answer.get("uncertainty").isNull()).isTrue();
        assertThat(answer.at("/features/0/status").asText()).isEqualTo("NULL_VALUE");
    }

    @Test
    void eventsOfAListDoNotSeeEachOther() {
        JsonNode answers = score("[" + EVENT + "," + EVENT.replace("e1", "e2") + "]");

        assertThat(answers).hasSize(2);
        assertThat(answers.at("/0/features/2/value").asDouble()).isEqualTo(1);
        assertThat(answers.at("/1/features/2/value").asDouble()).isEqualTo(1);
        assertThat(answers.at("/1/eventId").asText()).isEqualTo("e2");
    }

    @Test
    void withoutATimeItHappensNow() {
        String timeless = EVENT.replace("\"event_time\": \"2026-01-01T10:00:00Z\", ", "");
        assertThat(score(timeless).get("basis").asText()).isEqualTo("CLOCK");
        assertThat(score(timeless).get("eventTime").asText())
                .isEqualTo(api.clock.instant().toString());

        Instant reached = Instant.parse("2025-12-31T00:00:00Z");
        api.progressMs = OptionalLong.of(reached.toEpochMilli());

        assertThat(score(timeless).get("basis").asText()).isEqualTo("EVENT_TIME_PROGRESS");
        assertThat(score(timeless).get("eventTime").asText()).isEqualTo(reached.toString());
        // A further field may be the time under a wrong name; beside a time it is skipped, as in a record.
        assertThat(refused(timeless.replace("{", "{\"event_tme\": 1, "), 400))
                .contains("the event gives no 'event_time'", "did you mean 'event_time'?");
        assertThat(score(EVENT.replace("{", "{\"further\": 1, ")).get("score").isNumber())
                .isTrue();
    }

    @Test
    void whatTheSourceWouldNotTakeIsABadRequest() {
        assertThat(refused("nonsense", 400)).startsWith("the body is no JSON");
        assertThat(refused("3", 400)).startsWith("an event is 3; allowed: an object with id, event_time");
        assertThat(refused("[]", 400))
                .isEqualTo("the body is a list of 0 events; allowed: 1 to 500; ask several times");
        assertThat(refused("[" + (EVENT + ",").repeat(500) + EVENT + "]", 400)).startsWith("the body is a list of 501");
        assertThat(refused(EVENT.replace("\"amount\": 30.0,", ""), 400))
                .startsWith("the event lacks 'amount'; it has id, event_time");
        assertThat(refused("[" + EVENT + "," + EVENT.replace("30.0", "\"much\"") + "]", 400))
                .isEqualTo("event 1: 'amount' is \"much\"; allowed: a number");
        assertThat(refused(EVENT.replace("\"e1\"", "null"), 400)).isEqualTo("the event's id, field 'id', is null");
        assertThat(api.post("/v1/score?at=1", EVENT).status()).isEqualTo(400);
        assertThat(api.get("/v1/score").status()).isEqualTo(405);
    }

    @Test
    void failuresHaveTheirStatus() {
        api.scores.failure = Optional.of(new UnanswerableException("late"));
        assertThat(refused(EVENT, 422)).isEqualTo("late");
        api.scores.failure = Optional.of(new NotReadyException("restoring"));
        assertThat(refused(EVENT, 503)).isEqualTo("restoring");
        api.scores.failure = Optional.empty();
        api.scores.modelFailure = Optional.of(new ScoringException("broken", new IllegalStateException()));
        assertThat(refused(EVENT, 500)).isEqualTo("this failed inside; the log says more");
        // A scorer whose model failed is not used again.
        assertThat(api.scores.openScorers).hasValue(0);
    }

    @Test
    void metricsTellOfModelAndVariant() {
        api.pays("c1", 7, 10, "2026-01-01T09:00:00Z");
        score("[" + EVENT + "," + EVENT.replace("30.0", "510.0") + "]");
        score(EVENT.replace("30.0", "null"));
        api.scores.modelFailure = Optional.of(new ScoringException("broken", new IllegalStateException()));
        refused(EVENT, 500);

        String scraped = api.get("/metrics").text();

        String of = "model=\"fraud\",variant=\"champion\",version=\"1\",via=\"request\"";
        assertThat(lines(scraped, "streamgauge_scoring_seconds_count")).containsExactly("{" + of + "} 3");
        assertThat(lines(scraped, "streamgauge_scoring_seconds_bucket"))
                .hasSize(13)
                .contains("{" + of + ",le=\"+Inf\"} 3");
        // 0.053 is in the second bucket of 20, 0.773 in the sixteenth.
        assertThat(lines(scraped, "streamgauge_score_bucket"))
                .hasSize(21)
                .contains(
                        "{" + of + ",le=\"0.05\"} 0",
                        "{" + of + ",le=\"0.1\"} 1",
                        "{" + of + ",le=\"0.75\"} 1",
                        "{" + of + ",le=\"0.8\"} 2",
                        "{" + of + ",le=\"+Inf\"} 2");
        assertThat(lines(scraped, "streamgauge_scoring_refused_total"))
                .hasSize(5)
                .contains("{" + of.replace(",variant", ",reason=\"missing_input\",variant") + "} 1.0")
                .contains("{" + of.replace(",variant", ",reason=\"row\",variant") + "} 0.0");
        assertThat(lines(scraped, "streamgauge_scoring_failed_total"))
                .containsExactlyInAnyOrder("{via=\"request\"} 1.0", "{via=\"stream\"} 0.0");
        assertThat(lines(scraped, "streamgauge_scoring_inputs_missing_total"))
                .containsExactlyInAnyOrder(
                        "{input=\"amount\"," + of + "} 1.0", "{input=\"request.big\"," + of + "} 1.0");
    }

    private static List<String> lines(String scraped, String name) {
        return scraped.lines()
                .filter(line -> line.startsWith(name + "{"))
                .map(line -> line.substring(name.length()))
                .toList();
    }

    private JsonNode score(String body) {
        TestingApi.Reply reply = api.post("/v1/score", body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json();
    }

    private String refused(String body, int status) {
        TestingApi.Reply reply = api.post("/v1/score", body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        return reply.error();
    }
}
