package io.streamgauge.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamgauge.app.online.NotReadyException;
import io.streamgauge.store.change.Completeness;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadHandlerTest {

    private static final String CUSTOMER = "/v1/features/customer";

    private static final String WIDE = """
            sources:
              transactions:
                topic: transactions
                id: id
                time: event_time
                fields: {id: string, event_time: timestamp, customer_id: string, amount: double}
            features:
              customer:
                {entity: customer_id, from: transactions, windows: [1d], aggregates: {recent: "last_n(amount, 800)"}}
            """;
    private static final List<String> INPUT = IntStream.rangeClosed(1, 800)
            .mapToObj(n -> "customer.recent_1d_" + n)
            .toList();

    private final TestingApi api = new TestingApi();

    @BeforeEach
    void fill() {
        api.progressMs = OptionalLong.of(millis("2018-04-01T12:00:00Z"));
        api.pays("c1", 7, 10, "2018-04-01T10:00:00Z");
        api.pays("c1", 7, 20, "2018-04-01T11:00:00Z");
        api.pays("c2", 8, 50, "2018-03-20T00:00:00Z");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void whateverIsReadIsLetGoOf() {
        assertThat(api.get(CUSTOMER + "/c1").status()).isEqualTo(200);
        assertThat(api.get("/v1/features/terminal/7?at=2000-01-01T00:00:00Z").status())
                .isIn(200, 422);
        post(CUSTOMER, "{'entities': [{'customer_id': 'c1'}]}");
        api.reads.failure = Optional.of(new NotReadyException("rows move"));
        assertThat(api.get(CUSTOMER + "/c1").status()).isEqualTo(503);
        assertThat(api.post(
                                "/get-online-features",
                                "{\"features\": [\"customer:tx_count_1d\"], \"entities\": {\"customer_id\": [\"c1\"]}}")
                        .status())
                .isEqualTo(503);
        api.reads.failure = Optional.empty();
        assertThat(api.post(
                                "/get-online-features",
                                "{\"features\": [\"customer:tx_count_1d\"], \"entities\": {\"customer_id\": [\"c1\"]}}")
                        .status())
                .isEqualTo(200);

        assertThat(api.reads.begun).hasValue(6);
        assertThat(api.reads.closed).hasValue(6);
    }

    @Test
    void severalEntitiesAreReadAsOfOneMoment() {
        JsonNode answer =
                post(CUSTOMER, "{'entities': [{'customer_id': 'c1'}, {'customer_id': 'none'}, {'customer_id': 'c2'}]}");

        assertThat(answer.get("at").asText()).isEqualTo("2018-04-01T12:00:00Z");
        assertThat(answer.get("basis").asText()).isEqualTo("EVENT_TIME_PROGRESS");
        assertThat(answer.get("instance").asText()).isEqualTo("127.0.0.1:8080");
        assertThat(answer.get("role").asText()).isEqualTo("ACTIVE");
        assertThat(answer.get("restoring").asBoolean()).isFalse();
        assertThat(answer.get("watermark").isNull()).isTrue();
        assertThat(answer.get("results")).hasSize(3);
        assertThat(answer.at("/results/0/entity").toString()).isEqualTo("{\"customer_id\":\"c1\"}");
        assertThat(answer.at("/results/0/features/0").toString())
                .isEqualTo("{\"name\":\"tx_count_1d\",\"value\":2,\"status\":\"PRESENT\","
                        + "\"eventTime\":\"2018-04-01T11:00:00Z\",\"ageMs\":3600000}");
        assertThat(answer.at("/results/0/features/1/value").asDouble()).isEqualTo(15);
        assertThat(answer.at("/results/1/known").asBoolean()).isFalse();
        assertThat(answer.at("/results/1/features/1").toString())
                .isEqualTo(
                        "{\"name\":\"amount_mean_1d\",\"value\":null,\"status\":\"NOT_FOUND\",\"eventTime\":null,\"ageMs\":null}");
        assertThat(answer.at("/results/2/known").asBoolean()).isTrue();
        assertThat(answer.at("/results/2/features/1/status").asText()).isEqualTo("NULL_VALUE");
        assertThat(answer.at("/results/2/features/1/eventTime").asText()).isEqualTo("2018-03-20T00:00:00Z");
    }

    @Test
    void asOfAnyMoment() {
        JsonNode then = post(CUSTOMER, "{'entities': [{'customer_id': 'c1'}], 'at': '2018-04-01T12:30:00+02:00'}");
        assertThat(then.get("at").asText()).isEqualTo("2018-04-01T10:30:00Z");
        assertThat(then.get("basis").asText()).isEqualTo("REQUESTED");
        assertThat(then.at("/results/0/features/0/value").asInt()).isEqualTo(1);
        assertThat(then.at("/results/0/features/0/eventTime").asText()).isEqualTo("2018-04-01T10:00:00Z");

        JsonNode late = post(CUSTOMER, "{'entities': [{'customer_id': 'c1'}], 'at': '2018-04-02T10:30:00Z'}");
        assertThat(late.at("/results/0/features/0/value").asInt()).isEqualTo(1);
    }

    @Test
    void everyStatusIsTold() {
        String question =
                "{'entities': [{'customer_id': 'c1', 'terminal_id': 7}, {'customer_id': 'c1', 'terminal_id': 8}]}";
        JsonNode answer = post("/v1/features/pair", question);
        assertThat(answer.at("/results/0/features").findValuesAsText("status"))
                .containsExactly("PRESENT", "PRESENT", "PRESENT", "PRESENT");
        assertThat(answer.at("/results/0/features/0/value").asText()).isEqualTo("web");
        assertThat(answer.at("/results/0/features/1/value").isBoolean()).isTrue();
        assertThat(answer.at("/results/0/features/2/value").asText()).isEqualTo("2018-04-01T11:00:00Z");
        assertThat(answer.at("/results/1/features").findValuesAsText("status")).containsOnly("NOT_FOUND");

        api.progressMs = OptionalLong.of(millis("2018-04-01T12:00:01Z"));
        assertThat(post("/v1/features/pair", question).at("/results/0/features").findValuesAsText("status"))
                .containsExactly("PRESENT", "PRESENT", "PRESENT", "OUTSIDE_MAX_AGE");

        api.progressMs = OptionalLong.of(millis("2018-04-10T12:00:00Z"));
        assertThat(post("/v1/features/pair", question).at("/results/0/features").findValuesAsText("status"))
                .containsExactly("PRESENT", "NULL_VALUE", "NULL_VALUE", "OUTSIDE_MAX_AGE");
    }

    @Test
    void aDeclaredDefaultKeepsItsStatus() {
        JsonNode feature = post("/v1/features/terminal", "{'entities': [{'terminal_id': 99}], 'features': ['risk_1d']}")
                .at("/results/0/features/0");
        assertThat(feature.get("value").asDouble()).isEqualTo(0.5);
        assertThat(feature.get("status").asText()).isEqualTo("NOT_FOUND");
    }

    @Test
    void expressionsTakeFieldsOfTheRequest() {
        JsonNode answer = post(
                "/v1/features/request",
                "{'entities': [{'customer_id': 'c1', 'amount': 30}, {'customer_id': 'c1'}, {'customer_id': 'none'}],"
                        + " 'request': {'amount': 3}}");

        assertThat(answer.at("/results/0/features").findValuesAsText("name")).containsExactly("big", "ratio", "night");
        assertThat(answer.at("/results/0/features/0/value").asBoolean()).isTrue();
        assertThat(answer.at("/results/0/features/1/value").asDouble()).isEqualTo(2);
        assertThat(answer.at("/results/1/features/0/value").asBoolean()).isFalse();
        assertThat(answer.at("/results/1/features/1/value").asDouble()).isEqualTo(0.2);
        assertThat(answer.at("/results/2/features/1/status").asText()).isEqualTo("NULL_VALUE");
        assertThat(answer.at("/results/0/features/2/value").asBoolean())
                .as("the time of the event is the moment of the read")
                .isFalse();
        assertThat(answer.at("/results/0/features/0/eventTime").isNull()).isTrue();

        assertThat(post(
                                "/v1/features/request",
                                "{'entities': [{}], 'request': {'event_time': '2018-04-01T03:00:00Z'}, 'features': ['night']}")
                        .at("/results/0/features/0/value")
                        .asBoolean())
                .isTrue();
        assertThat(post("/v1/features/request", "{'entities': [{'amount': null}], 'features': ['big']}")
                        .at("/results/0/features/0/status")
                        .asText())
                .isEqualTo("NULL_VALUE");
    }

    @Test
    void theModelsInputsAreReadByItsName() {
        JsonNode answer = post("/v1/features/fraud", "{'entities': [{'customer_id': 'c1', 'amount': 30.5}]}");

        assertThat(answer.at("/results/0/features").findValuesAsText("name")).isEqualTo(TestingApi.INPUTS);
        assertThat(answer.at("/results/0/features").findValuesAsText("value"))
                .containsExactly("30.5", "true", "2", "15.0");
    }

    @Test
    void aGetIsTheSameReadOfOneEntity() {
        JsonNode one = api.get(CUSTOMER + "/c1").json();
        JsonNode several = post(CUSTOMER, "{'entities': [{'customer_id': 'c1'}]}");

        assertThat(one.get("features")).isEqualTo(several.at("/results/0/features"));
        for (String same : new String[] {"at", "basis", "watermark", "restoring", "instance", "role"}) {
            assertThat(one.get(same)).as(same).isEqualTo(several.get(same));
        }
        assertThat(api.get("/v1/features/pair?customer_id=c1&terminal_id=7")
                        .json()
                        .get("features"))
                .isEqualTo(post("/v1/features/pair", "{'entities': [{'customer_id': 'c1', 'terminal_id': 7}]}")
                        .at("/results/0/features"));
    }

    @Test
    void aWholeNumberNamesOneEntityHoweverItIsWritten() {
        assertThat(api.get("/v1/features/pair/c1,007").json())
                .isEqualTo(api.get("/v1/features/pair/c1,7").json());
        JsonNode asked =
                api.get("/v1/features/pair?customer_id=c1&terminal_id=%2B07").json();
        assertThat(asked.get("known").asBoolean()).isTrue();
        assertThat(asked.get("features"))
                .isEqualTo(post("/v1/features/pair", "{'entities': [{'customer_id': 'c1', 'terminal_id': '007'}]}")
                        .at("/results/0/features"));
        TestingApi.Reply none = api.get("/v1/features/terminal/x");
        assertThat(none.status()).isEqualTo(400);
        assertThat(none.error()).isEqualTo("'terminal_id' is 'x'; allowed: a whole number within 64 bits");
    }

    @Test
    void whatIsRestoredOrIncompleteSaysSo() {
        api.reads.restoring = true;
        api.reads.watermarkMs = OptionalLong.of(millis("2018-04-01T11:50:00Z"));
        api.reads.completeness = new Completeness(
                Map.of("customer.amount_mean_1d", new Completeness.Entry(millis("2018-04-01T10:30:00Z"), 86_400_000L)));

        JsonNode answer = post(CUSTOMER, "{'entities': [{'customer_id': 'c1'}]}");

        assertThat(answer.get("restoring").asBoolean()).isTrue();
        assertThat(answer.get("watermark").asText()).isEqualTo("2018-04-01T11:50:00Z");
        assertThat(answer.at("/results/0/features/0").has("incomplete")).isFalse();
        assertThat(answer.at("/results/0/features/1/incomplete").asBoolean()).isTrue();
        assertThat(answer.at("/results/0/features/1/completeFrom").asText()).isEqualTo("2018-04-02T10:30:00Z");
    }

    @Test
    void anEntityThatStandsTwiceIsReadOnce() {
        int before = api.reads.rowsRead("customer");
        JsonNode answer =
                post(CUSTOMER, "{'entities': [{'customer_id': 'c1'}, {'customer_id': 'c2'}, {'customer_id': 'c1'}]}");
        assertThat(api.reads.rowsRead("customer") - before).isEqualTo(2);
        assertThat(answer.at("/results/2")).isEqualTo(answer.at("/results/0"));
    }

    @Test
    void aMomentWhoseEventsAreTakenTogetherIsNoValue() {
        for (int i = 0; i < 400; i++) {
            api.pays(
                    "c9",
                    9,
                    1,
                    Instant.parse("2018-04-01T10:00:00Z").plusSeconds(i).toString());
        }
        api.reads.evict("pair", "c9,9", millis("2018-04-20T00:00:00Z"));
        TestingApi.Reply reply = api.post(
                "/v1/features/pair",
                quoted("{'entities': [{'customer_id': 'c9', 'terminal_id': 9}], 'at': '2018-04-01T10:01:00Z',"
                        + " 'allow_incomplete': true}"));
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.error()).startsWith("pair.channel_all of 'c9,9' can be read as of 2018-04-");
        assertThat(post(
                                "/v1/features/pair",
                                "{'entities': [{'customer_id': 'c9', 'terminal_id': 9}], 'features': ['online_7d'],"
                                        + " 'at': '2018-04-01T10:01:00Z', 'allow_incomplete': true}")
                        .at("/results/0/features/0/incomplete")
                        .asBoolean())
                .as("what is read otherwise is answered")
                .isTrue();
    }

    @Test
    void aMomentWhoseEventsAreGoneIsRefusedUnlessTheCallerTakesWhatIsLeft() {
        for (int i = 0; i < 400; i++) {
            api.pays(
                    "c9",
                    9,
                    1,
                    Instant.parse("2018-04-01T10:00:00Z").plusSeconds(i).toString());
        }
        api.reads.evict("pair", "c9,9", millis("2018-04-20T00:00:00Z"));
        String moment = "2018-04-01T10:01:00Z";
        String path = "/v1/features/pair?customer_id=c9&terminal_id=9&features=online_7d&at=";
        String body =
                quoted("{'entities': [{'customer_id': 'c9', 'terminal_id': 9}], 'features': ['online_7d'], 'at': '");

        TestingApi.Reply reply = api.get(path + moment);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(api.post("/v1/features/pair", body + moment + "\"}").error()).isEqualTo(reply.error());
        Matcher named = Pattern.compile(
                        "pair\\.online_7d of 'c9,9' is exact as of (\\S+) or later: .*'allow_incomplete'")
                .matcher(reply.error());
        assertThat(named.matches()).as(reply.error()).isTrue();
        TestingApi.Reply kept = api.get(path + named.group(1));
        assertThat(kept.status()).as("as of the moment named it is").isEqualTo(200);
        assertThat(kept.json().at("/features/0").has("incomplete")).isFalse();
        Instant before = Instant.parse(named.group(1)).minusMillis(1);
        assertThat(api.get(path + before).status()).as("and not before").isEqualTo(422);
        JsonNode left = api.get(path + before + "&allow_incomplete=true").json();
        assertThat(left.at("/features/0/incomplete").asBoolean()).isTrue();
        assertThat(api.get(path + "2018-03-01T00:00:00Z").status())
                .as("before its first event nothing is missing")
                .isEqualTo(200);
        assertThat(api.get(path + moment + "&allow_incomplete=yes").error())
                .isEqualTo("allow_incomplete=yes is neither true nor false");
        assertThat(api.post("/v1/features/pair", body + moment + "\", \"allow_incomplete\": 1}")
                        .error())
                .isEqualTo("'allow_incomplete': 1 is neither true nor false");
    }

    @Test
    void fieldsThatAreNotNeededArePassedOver() {
        String asked = "{'entities': [{'customer_id': 'c1'}]}";
        String more = "{'entities': [{'customer_id': 'c1', 'terminal_id': 'none'}], 'request': {'amount': 'much'}}";
        assertThat(post(CUSTOMER, more)).isEqualTo(post(CUSTOMER, asked));
    }

    @Test
    void aGetTakesSomeOfTheFeatures() {
        JsonNode some = api.get("/v1/features/customer/c1?features=amount_mean_1d,tx_count_1d")
                .json();
        assertThat(some.get("features").findValuesAsText("name")).containsExactly("amount_mean_1d", "tx_count_1d");
        JsonNode all = api.get("/v1/features/customer?customer_id=c1").json();
        assertThat(all.get("features").findValuesAsText("name")).containsExactly("tx_count_1d", "amount_mean_1d");
        TestingApi.Reply none = api.get("/v1/features/customer/c1?features=tx_cout_1d");
        assertThat(none.status()).isEqualTo(400);
        assertThat(none.error()).startsWith("unknown feature 'tx_cout_1d'; did you mean 'tx_count_1d'?");
    }

    @Test
    void wrongRequestsSayWhatIsAllowed() {
        assertFailure(
                404,
                "/v1/features/custmer",
                "{}",
                "unknown view 'custmer'; did you mean 'customer'? (allowed: customer, terminal, pair, request, fraud)");
        assertFailure(400, CUSTOMER, "{", "the body is no JSON, at line 1, column 2");
        assertFailure(400, CUSTOMER, "[]", "the body is no JSON object; it has entities, request, features, at");
        assertFailure(400, CUSTOMER, "{'entites': []}", "unknown key 'entites'; did you mean 'entities'?");
        assertFailure(
                400, CUSTOMER, "{}", "'entities' is missing; allowed: a list of 1 to 500 objects with customer_id");
        assertFailure(400, CUSTOMER, "{'entities': []}", "'entities' is []; allowed: ");
        assertFailure(
                400, CUSTOMER, "{'entities': ['c1']}", "'entities[0]' is \"c1\"; allowed: an object with customer_id");
        assertFailure(
                400,
                CUSTOMER,
                "{'entities': [{'custmer_id': 1}]}",
                "unknown field in 'entities[0]' 'custmer_id'; did you mean 'customer_id'?");
        assertFailure(
                400,
                "/v1/features/pair",
                "{'entities': [{'customer_id': 'c1'}]}",
                "entities[0] lacks 'terminal_id', which names the entity; null says that it is not known");
        assertFailure(
                400,
                "/v1/features/request",
                "{'entities': [{}], 'features': ['big']}",
                "entities[0] lacks 'amount', which an expression needs; null says");
        assertFailure(
                400,
                "/v1/features/terminal",
                "{'entities': [{'terminal_id': 'x'}]}",
                "entities[0]: 'terminal_id' is \"x\"; allowed: a whole number within 64 bits");
        assertFailure(
                400,
                CUSTOMER,
                "{'entities': [{'customer_id': 'c1'}], 'features': ['tx_count']}",
                "unknown feature 'tx_count'");
        assertFailure(
                400,
                CUSTOMER,
                "{'entities': [{'customer_id': 'c1'}], 'features': []}",
                "'features' is []; allowed: a list of names");
        assertFailure(
                400,
                CUSTOMER,
                "{'entities': [{'customer_id': 'c1'}], 'features': ['tx_count_1d', 'tx_count_1d']}",
                "feature 'tx_count_1d' stands twice");
        assertFailure(
                400,
                CUSTOMER,
                "{'entities': [{'customer_id': 'c1'}], 'at': 'noon'}",
                "'at': \"noon\" is no moment; write RFC 3339");
        assertFailure(
                400,
                CUSTOMER,
                "{'entities': [{'customer_id': 'c1'}], 'request': {'amont': 1}}",
                "unknown field in 'request' 'amont'");
        assertFailure(
                400,
                CUSTOMER + "?at=2018-04-01T00:00:00Z",
                "{'entities': [{'customer_id': 'c1'}]}",
                "unknown parameter 'at'");
        api.progressMs = OptionalLong.empty();
        assertFailure(
                503,
                CUSTOMER,
                "{'entities': [{'customer_id': 'c1'}]}",
                "no event has been seen yet by this instance; name a moment with 'at'");
    }

    @Test
    void aBatchIsAsLargeAsAllowed() {
        assertThat(api.post(CUSTOMER, batch(500)).json().get("results")).hasSize(500);
        assertFailure(400, CUSTOMER, batch(501), "'entities' has 501 entries; allowed: 1 to 500; ask several times");
        TestingApi.Reply long1 = api.post(CUSTOMER, " ".repeat(1 << 20) + batch(1));
        assertThat(long1.status()).isEqualTo(413);
        assertThat(long1.error()).isEqualTo("the body is too long; allowed: 1048576 bytes");
    }

    @Test
    void anAnswerHasAsManyValuesAsAllowed() {
        try (TestingApi wide = new TestingApi(WIDE, INPUT)) {
            wide.progressMs = OptionalLong.of(millis("2018-04-01T12:00:00Z"));
            assertThat(wide.post(CUSTOMER, batch(250)).json().get("results")).hasSize(250);
            TestingApi.Reply reply = wide.post(CUSTOMER, batch(251));
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.error())
                    .isEqualTo("251 entities with 800 features each are 200800 values; allowed: 200000 in one request;"
                            + " ask for fewer features, or for 250 entities at a time");
            String rows = "\"c1\",".repeat(251);
            TestingApi.Reply feast = wide.post(
                    "/get-online-features",
                    "{\"feature_service\":\"fraud\",\"entities\":{\"customer_id\":["
                            + rows.substring(0, rows.length() - 1) + "]}}");
            assertThat(feast.status()).isEqualTo(422);
            assertThat(feast.json().at("/detail/0/msg").asText()).isEqualTo(reply.error());
        }
    }

    private static String batch(int entities) {
        StringBuilder body = new StringBuilder("{'entities': [");
        for (int i = 0; i < entities; i++) {
            body.append(i == 0 ? "" : ",")
                    .append("{'customer_id': 'c")
                    .append(i)
                    .append("'}");
        }
        return quoted(body.append("]}").toString());
    }

    private void assertFailure(int status, String path, String body, String begins) {
        TestingApi.Reply reply = api.post(path, quoted(body));
        assertThat(reply.error()).as(path + " " + body).startsWith(begins);
        assertThat(reply.status()).as(path + " " + body).isEqualTo(status);
    }

    private JsonNode post(String path, String body) {
        TestingApi.Reply reply = api.post(path, quoted(body));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json();
    }

    private static String quoted(String json) {
        return json.replace('\'', '"');
    }

    private static long millis(String moment) {
        return Instant.parse(moment).toEpochMilli();
    }
}
