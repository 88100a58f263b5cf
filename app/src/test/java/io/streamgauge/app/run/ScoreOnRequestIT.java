package io.streamgauge.app.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.embedded.EmbeddedBroker;
import io.streamgauge.app.registry.EmbeddedRegistry;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ServedFeature;
import io.streamgauge.schemas.TopicCatalogue;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code POST /v1/score} answers is what the topology predicts of the same event when it is published next: to the last
 * bit, over own views, a hop, views of other views' features, a table, expressions, nulls and events out of order, on two
 * instances whichever of them is asked.
 */
class ScoreOnRequestIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long SEED = 20261121;
    /** Within a day: a broker forgets producers whose records are older, and hops carry event time. */
    private final Instant start = Instant.now().minus(Duration.ofHours(12));

    private static final int CUSTOMERS = 60;
    private static final int MERCHANTS = 40;
    private static final int FILL = 800;
    private static final int ROUNDS = 6;
    private static final int EVENTS_OF_A_ROUND = 25;

    private static final List<String> INPUTS = List.of(
            "amount",
            "request.ratio",
            "request.night",
            "customer.n_10m",
            "customer.n_1d",
            "customer.mean_10m",
            "customer.mean_1d",
            "customer.before_10m",
            "customer.before_1d",
            "customer.shops_1d",
            "customer.most_all",
            "customer.gap_1d",
            "shop.risk",
            "pair.n_1d",
            "merchant.n_10m",
            "merchant.big_10m",
            "merchant.sd_all");

    private static final String DOCUMENT = """
            pipeline: asked
            sources:
              payments:
                topic: payments
                format: json
                key: customer
                id: id
                time: at
                lateness: 1h
                expect: ["amount >= 0.0"]
                fields: {id: string, at: timestamp, customer: string, merchant: string, amount: double}
              merchants:
                topic: merchants
                format: json
                table: true
                key: merchant
                time: since
                fields: {merchant: string, since: timestamp, risk: double}
            features:
              customer:
                entity: customer
                from: payments
                windows: [10m, 1d]
                aggregates:
                  n: count
                  mean: mean(amount)
                  before: {of: sum(amount), include_current: false}
                  shops: {of: count_distinct(merchant), windows: [1d]}
                  most: {of: max(amount), windows: [unbounded]}
                  gap: {of: time_since_last(amount), windows: [1d], include_current: false}
              shop: {entity: merchant, from: merchants, lookup: [risk]}
              pair: {entity: [customer, merchant], from: payments, windows: [1d], aggregates: {n: count}}
              request: {expressions: {ratio: amount / customer.mean_1d, night: hour(at) <= 6}}
              merchant:
                entity: merchant
                from: payments
                windows: [10m]
                aggregates:
                  n: count
                  big: {of: count, where: request.ratio > 1.0}
                  sd: {of: stddev(amount), windows: [unbounded]}
            model:
              name: m
              version: 1
              file: model/fraud.onnx
              scores: payments
              inputs: [INPUTS]
              missing: {"*": -1, amount: refuse}
              decision: 'score > 1.0 ? "review" : "accept"'
            """;

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    private final Random random = new Random(SEED);
    private final HttpClient client = HttpClient.newHttpClient();
    private long timeMs = start.toEpochMilli();
    private int number;

    @Test
    void anEventIsPredictedAsItWasScoredOnRequestBefore() throws Exception {
        Path file = TestingPipelines.write(temp, DOCUMENT.replace("INPUTS", String.join(", ", INPUTS)), INPUTS);
        try (EmbeddedBroker broker = new EmbeddedBroker(temp.resolve("broker"), 0, Map.of());
                EmbeddedRegistry registry = new EmbeddedRegistry(broker.bootstrapServers(), 0)) {
            Cluster cluster = new Cluster(broker.bootstrapServers(), registry.url(), Map.of());
            topics(cluster);
            Pipeline pipeline = PipelineFile.load(file);
            CompletableFuture<PipelineRuntime> starting =
                    CompletableFuture.supplyAsync(() -> start(pipeline, cluster, "a"));
            try (PipelineRuntime b = start(pipeline, cluster, "b");
                    PipelineRuntime a = starting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                compared(cluster, a, b);
            }
        }
    }

    private void compared(Cluster cluster, PipelineRuntime one, PipelineRuntime other) throws Exception {
        int published = 0;
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        cluster.kafka(Map.of()), new ByteArraySerializer(), new ByteArraySerializer());
                TestingConsumer consumer = new TestingConsumer(
                        cluster, new TopicCatalogue("asked").predictions().name())) {
            for (int merchant = 0; merchant < MERCHANTS; merchant += 2) {
                row(producer, merchant, merchant / 100.0);
            }
            for (int i = 0; i < FILL; i++) {
                publish(producer, event(random.nextInt(CUSTOMERS), random.nextInt(MERCHANTS)));
                published++;
            }
            assertThat(consumer.predictions(published, PATIENCE)).hasSize(published);
            awaitRowsOnBoth(one);
            refuses(one);
            refuses(other);
            int compared = 0;
            for (int round = 0; round < ROUNDS; round++) {
                updateTable(round % 2 == 0 ? one : other, producer, round);
                List<ObjectNode> events = distinct();
                JsonNode answers = ask(one, JSON.writeValueAsString(events), 200);
                // Asking changed nothing: the second answer is the first, whoever gives it.
                JsonNode others = ask(other, JSON.writeValueAsString(events), 200);
                assertThat(others.get(0).get("instance"))
                        .isNotEqualTo(answers.get(0).get("instance"));
                events.forEach(event -> publish(producer, event));
                published += events.size();
                Map<String, List<Prediction>> made = consumer.predictions(published, PATIENCE);
                for (int i = 0; i < events.size(); i++) {
                    Prediction prediction = Objects.requireNonNull(
                                    made.get(events.get(i).get("id").asText()))
                            .get(0);
                    assertThat(answer(answers.get(i)))
                            .as("event %s, seed %d, from %s", events.get(i), SEED, start)
                            .isEqualTo(answer(prediction))
                            .isEqualTo(answer(others.get(i)));
                    compared++;
                }
            }
            assertThat(compared).isEqualTo(ROUNDS * EVENTS_OF_A_ROUND);
            assertThat(consumer.predictions(published, PATIENCE)).hasSize(published);
        }
    }

    /** Makes the topics; that of the table has another number of partitions, so that its rows come over a hop. */
    private static void topics(Cluster cluster) throws Exception {
        try (Admin admin = Admin.create(cluster.kafka(Map.of()))) {
            admin.createTopics(List.of(new NewTopic("payments", 2, (short) 1), new NewTopic("merchants", 1, (short) 1)))
                    .all()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private PipelineRuntime start(Pipeline pipeline, Cluster cluster, String name) {
        return PipelineRuntime.start(
                pipeline,
                RuntimeOptions.in(temp.resolve(name))
                        .cluster(Optional.of(cluster))
                        .httpPort(OptionalInt.of(0))
                        .threads(OptionalInt.of(1))
                        .drift(false)
                        .build());
    }

    /** Each of them keeps customers, and merchants. */
    private void awaitRowsOnBoth(PipelineRuntime runtime) throws Exception {
        for (String view : List.of("customer", "merchant")) {
            String entities = IntStream.range(0, 40)
                    .mapToObj(i -> "{\"" + view + "\": \"" + view.charAt(0) + i + "\"}")
                    .collect(Collectors.joining(", ", "{\"entities\": [", "], \"features\": [\"n_10m\"]}"));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (post(runtime, "/v1/features/" + view, entities, 200)
                            .get("servedBy")
                            .size()
                    < 2) {
                assertThat(System.nanoTime()).as("both keep rows of " + view).isLessThan(deadline);
            }
        }
    }

    /** What no event would become is no answer. */
    private void refuses(PipelineRuntime runtime) throws Exception {
        ObjectNode event = event(1, 1);
        event.put("at", timeMs - Duration.ofDays(3).toMillis());
        assertThat(ask(runtime, event.toString(), 422).get("error").asText())
                .contains("is late: events before", "source payments allows a lateness of 1h");
        event.put("at", Instant.now().plus(Duration.ofDays(9)).toString());
        assertThat(ask(runtime, event.toString(), 422).get("error").asText())
                .contains("ahead of the record's timestamp");
        event.put("at", timeMs);
        event.put("amount", -1);
        assertThat(ask(runtime, event.toString(), 400).get("error").asText())
                .isEqualTo("expected amount >= 0.0 but found amount = -1.0");
        event.remove("at");
        event.put("amount", 1);
        assertThat(ask(runtime, event.toString(), 200).get("basis").asText()).isEqualTo("EVENT_TIME_PROGRESS");
    }

    /** Puts a row into the table, and returns once it is in force. */
    private void updateTable(PipelineRuntime runtime, KafkaProducer<byte[], byte[]> producer, int round)
            throws Exception {
        double risk = 1 + round;
        row(producer, 2 * round, risk);
        producer.flush();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            ObjectNode probe = event(0, 2 * round);
            JsonNode answer = ask(runtime, probe.toString(), 200);
            if (answer.at("/features/" + INPUTS.indexOf("shop.risk") + "/value").asDouble() == risk) {
                return;
            }
            assertThat(System.nanoTime()).as("the row comes in").isLessThan(deadline);
        }
    }

    private void row(KafkaProducer<byte[], byte[]> producer, int merchant, double risk) {
        ObjectNode row = JSON.createObjectNode();
        row.put("merchant", "m" + merchant);
        row.put("since", timeMs);
        row.put("risk", risk);
        send(producer, "merchants", "m" + merchant, row.toString());
    }

    /** Events of a round: no two share a customer or a merchant, so that none comes between another's question and it. */
    private List<ObjectNode> distinct() {
        List<Integer> customers = shuffled(2 * CUSTOMERS);
        List<Integer> merchants = shuffled(MERCHANTS);
        List<ObjectNode> events = new ArrayList<>();
        for (int i = 0; i < EVENTS_OF_A_ROUND; i++) {
            events.add(event(customers.get(i), merchants.get(i)));
        }
        return events;
    }

    private List<Integer> shuffled(int count) {
        List<Integer> numbers =
                new ArrayList<>(IntStream.range(0, count).boxed().toList());
        Collections.shuffle(numbers, random);
        return numbers;
    }

    private ObjectNode event(int customer, int merchant) {
        timeMs += random.nextInt(20_000);
        ObjectNode event = JSON.createObjectNode();
        event.put("id", "e" + number++);
        event.put("at", timeMs - (random.nextInt(4) == 0 ? random.nextInt(1_800_000) : 0));
        event.put("customer", "c" + customer);
        event.put("merchant", "m" + merchant);
        event.put("amount", Math.exp(3 * random.nextGaussian()));
        if (random.nextInt(20) == 0) {
            event.putNull("merchant");
        }
        if (random.nextInt(20) == 0) {
            event.putNull("amount");
        }
        return event;
    }

    private static void publish(KafkaProducer<byte[], byte[]> producer, ObjectNode event) {
        send(producer, "payments", event.get("customer").asText(), event.toString());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what does not arrive is missed below
    private static void send(KafkaProducer<byte[], byte[]> producer, String topic, String key, String value) {
        producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value.getBytes(UTF_8)));
    }

    private JsonNode ask(PipelineRuntime runtime, String body, int status) throws Exception {
        return post(runtime, "/v1/score", body, status);
    }

    private JsonNode post(PipelineRuntime runtime, String path, String body, int status) throws Exception {
        URI uri = URI.create(runtime.endpoints().http().orElseThrow()).resolve(path);
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(uri)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return JSON.readTree(response.body());
    }

    private static Map<String, @Nullable Object> answer(JsonNode answer) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put(
                "score",
                answer.get("score").isNull()
                        ? null
                        : (Double) answer.get("score").doubleValue());
        all.put(
                "decision",
                answer.get("decision").isNull() ? null : answer.get("decision").asText());
        all.put(
                "refusal",
                answer.get("refusal").isNull() ? null : answer.get("refusal").asText());
        all.put("digest", answer.get("modelDigest").asText());
        all.put("definition", answer.get("definitionHash").asText());
        all.put("time", answer.get("eventTime").asText());
        for (JsonNode feature : answer.get("features")) {
            JsonNode value = feature.get("value");
            all.put(
                    feature.get("name").asText(),
                    (value.isNull() ? null : (Double) value.doubleValue()) + " "
                            + feature.get("status").asText());
        }
        return all;
    }

    private static Map<String, @Nullable Object> answer(Prediction prediction) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("score", prediction.getScore());
        all.put("decision", prediction.getDecision());
        all.put("refusal", prediction.getRefusal());
        all.put("digest", prediction.getModelDigest());
        all.put("definition", prediction.getDefinitionHash());
        all.put("time", prediction.getEventTime().toString());
        for (ServedFeature feature : prediction.getFeatures()) {
            all.put(feature.getName(), feature.getValue() + " " + feature.getStatus());
        }
        return all;
    }
}
