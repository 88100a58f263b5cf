package io.streamgauge.app.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.app.cli.Cli;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.history.Scratch;
import io.streamgauge.app.history.Verification;
import io.streamgauge.app.history.VerificationReport;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ServedFeature;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.scoring.onnx.OnnxModel;
import io.streamgauge.store.backfill.Progress;
import io.streamgauge.store.backfill.training.Table;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cards that come and go, in a view with a {@code max_age}, while idle ones are deleted: what the stream served, what HTTP
 * answers as of any moment and what a training set is made of is what a look at all events gives, and {@code verify} agrees.
 */
class MaxAgeIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long SEED = 20261122;
    private static final long START_MS = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private static final long HOUR_MS = 3_600_000;
    private static final long MAX_AGE_MS = 3 * HOUR_MS;
    private static final long LATENESS_MS = 600_000;
    private static final long RETENTION_MS = 12 * HOUR_MS;
    private static final int EVENTS = 900;
    private static final int MOMENTS = 300;
    private static final int CARDS = 30;

    private static final String DOCUMENT = """
            pipeline: aged
            sources:
              payments:
                topic: payments
                format: json
                key: card
                id: id
                time: at
                lateness: 10m
                fields: {id: string, at: timestamp, card: string, amount: double}
            features:
              card:
                entity: card
                from: payments
                windows: [1h]
                max_age: 3h
                aggregates: {n: count, mean: mean(amount)}
            model:
              name: m
              version: 1
              file: model/fraud.onnx
              scores: payments
              inputs: [card.n_1h, card.mean_1h]
              missing: {"*": -1}
              decision: 'score > 1.0 ? "review" : "accept"'
            runtime: {retention: 12h}
            """;

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Paid> paid = new ArrayList<>();

    private record Paid(String id, String card, long atMs, double amount) {

        String json() {
            return "{\"id\": \"%s\", \"at\": %d, \"card\": \"%s\", \"amount\": %s}".formatted(id, atMs, card, amount);
        }
    }

    /** Both features of a card at a moment. */
    private record Seen(double count, @Nullable Double mean, String meanStatus) {}

    private record Asked(String card, long atMs) {}

    @Test
    void streamHttpTrainingSetAndVerifyAreWhatALookAtAllEventsGives() throws Exception {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        pay(random);
        Pipeline pipeline =
                PipelineFile.load(TestingPipelines.write(temp, DOCUMENT, List.of("card.n_1h", "card.mean_1h")));
        try (PipelineRuntime runtime = PipelineRuntime.start(pipeline, RuntimeOptions.embedded(temp.resolve("data")));
                TestingConsumer consumer = new TestingConsumer(
                        runtime.cluster(),
                        new TopicCatalogue("aged").predictions().name())) {
            publish(runtime);
            served(consumer.predictions(EVENTS, PATIENCE));
            awaitDeletions(runtime);
            List<Asked> asked = moments(random);
            overHttp(runtime, asked);
            trained(runtime, asked);
            try (OnnxModel model = OnnxModel.load(pipeline.model().file(), pipeline.contract());
                    Scratch scratch = new Scratch(temp)) {
                VerificationReport report = new Verification(pipeline, model, wanted -> model, runtime.cluster(), 1)
                        .run(scratch.directory(), 1, Progress.NONE);
                assertThat(report.same()).as("%s", report).isTrue();
                assertThat(report.compared()).isEqualTo(EVENTS);
            }
        }
    }

    /** A few cards at a time, so that each is idle for long and comes back; some out of order, none late. */
    private void pay(Random random) {
        long nowMs = START_MS;
        for (int i = 0; i < EVENTS; i++) {
            nowMs += 1_000L * random.nextInt(240);
            long atMs = nowMs - (random.nextInt(4) == 0 ? 1_000L * random.nextInt((int) LATENESS_MS / 1_000) : 0);
            long shift = (nowMs - START_MS) / (2 * HOUR_MS);
            String card = "c" + (shift * 7 + random.nextInt(6)) % CARDS;
            paid.add(new Paid("e" + i, card, Math.max(atMs, START_MS), random.nextInt(400) / 4.0));
        }
    }

    /** What all events up to the {@code upTo}-th give. */
    private Seen look(String card, long atMs, int upTo) {
        List<Paid> of = paid.subList(0, upTo).stream()
                .filter(one -> one.card().equals(card) && one.atMs() <= atMs)
                .toList();
        List<Paid> in = of.stream().filter(one -> one.atMs() > atMs - HOUR_MS).toList();
        boolean known = of.stream().anyMatch(one -> one.atMs() >= atMs - MAX_AGE_MS);
        double sum = in.stream().mapToDouble(Paid::amount).sum();
        return in.isEmpty()
                ? new Seen(0, null, known ? "NULL_VALUE" : "NOT_FOUND")
                : new Seen(in.size(), sum / in.size(), "PRESENT");
    }

    private void served(Map<String, List<Prediction>> predictions) {
        for (int i = 0; i < EVENTS; i++) {
            Paid one = paid.get(i);
            List<ServedFeature> features =
                    Objects.requireNonNull(predictions.get(one.id())).get(0).getFeatures();
            assertThat(new Seen(
                            features.get(0).getValue(),
                            features.get(1).getValue(),
                            features.get(1).getStatus().name()))
                    .as("%s", one)
                    .isEqualTo(look(one.card(), one.atMs(), i + 1));
        }
    }

    private List<Asked> moments(Random random) {
        long spanMs = lastMs() - START_MS;
        List<Asked> asked = new ArrayList<>();
        for (int i = 0; i < MOMENTS; i++) {
            asked.add(new Asked(
                    "c" + random.nextInt(CARDS), START_MS + (long) (random.nextDouble() * spanMs) / 1_000 * 1_000));
        }
        return asked;
    }

    private long lastMs() {
        return paid.stream().mapToLong(Paid::atMs).max().orElseThrow();
    }

    /** Within the retention all are answered; of earlier ones some are refused, and none is wrong. */
    private void overHttp(PipelineRuntime runtime, List<Asked> asked) throws Exception {
        int notFound = 0;
        int nullValue = 0;
        int refused = 0;
        for (Asked one : asked) {
            HttpResponse<String> response =
                    get(runtime, "/v1/features/card/" + one.card() + "?at=" + Instant.ofEpochMilli(one.atMs()));
            if (response.statusCode() == 422 && one.atMs() < lastMs() - LATENESS_MS - RETENTION_MS) {
                refused++;
                continue;
            }
            assertThat(response.statusCode()).as("%s: %s", one, response.body()).isEqualTo(200);
            JsonNode features = JSON.readTree(response.body()).get("features");
            JsonNode mean = features.get(1);
            Seen seen = new Seen(
                    features.get(0).get("value").asDouble(),
                    mean.get("value").isNull()
                            ? null
                            : (Double) mean.get("value").asDouble(),
                    mean.get("status").asText());
            Seen expected = look(one.card(), one.atMs(), EVENTS);
            if (mean.has("incomplete")) {
                // Of a card that has come back since, nobody can tell any more whether it was idle then, or over.
                expected = new Seen(expected.count(), expected.mean(), seen.meanStatus());
            }
            assertThat(seen).as("%s, %s", one, response.body()).isEqualTo(expected);
            notFound += seen.meanStatus().equals("NOT_FOUND") ? 1 : 0;
            nullValue += seen.meanStatus().equals("NULL_VALUE") ? 1 : 0;
        }
        assertThat(notFound).as("cards that are over, or not begun").isGreaterThan(10);
        assertThat(nullValue).as("cards that are idle").isGreaterThan(10);
        assertThat(refused).as("moments too far back").isGreaterThan(10);
    }

    /** A training set has no statuses: a card that is over and one that is idle have the same values. */
    private void trained(PipelineRuntime runtime, List<Asked> asked) throws Exception {
        List<String> lines = new ArrayList<>(List.of("card,event_timestamp"));
        asked.forEach(one -> lines.add(one.card() + "," + Instant.ofEpochMilli(one.atMs())));
        Path out = temp.resolve("moments.parquet");
        StringWriter told = new StringWriter();
        PrintWriter writer = new PrintWriter(told);
        assertThat(Cli.create(writer, writer, Map.of())
                        .execute(
                                "training-set",
                                runtime.pipeline().file().toString(),
                                "--labels",
                                Files.write(temp.resolve("moments.csv"), lines).toString(),
                                "--features",
                                "card.*",
                                "--out",
                                out.toString(),
                                "--bootstrap-servers",
                                runtime.cluster().bootstrapServers(),
                                "--schema-registry-url",
                                runtime.cluster().schemaRegistryUrl()))
                .as("%s", told)
                .isZero();
        try (Table table = Table.open(out)) {
            for (Asked one : asked) {
                assertThat(table.next()).isTrue();
                Seen expected = look(one.card(), one.atMs(), EVENTS);
                assertThat(table.cell(table.indexOf("card.n_1h")))
                        .as("%s", one)
                        .isEqualTo(Double.toString(expected.count()));
                assertThat(table.cell(table.indexOf("card.mean_1h")))
                        .as("%s", one)
                        .isEqualTo(expected.mean() == null ? null : Double.toString(expected.mean()));
            }
            assertThat(table.next()).isFalse();
        }
    }

    private void awaitDeletions(PipelineRuntime runtime) throws Exception {
        Pattern line = Pattern.compile("streamgauge_entities_expired\\w*\\{[^}]*view=\"card\"[^}]*} ([0-9.E]+)");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        double deleted = 0;
        while (deleted == 0) {
            String metrics = get(runtime, "/metrics").body();
            Matcher found = line.matcher(metrics);
            deleted = found.find() ? Double.parseDouble(found.group(1)) : 0;
            assertThat(System.nanoTime())
                    .as(
                            "some are deleted: %s",
                            metrics.lines().filter(l -> l.contains("expired")).toList())
                    .isLessThan(deadline);
        }
    }

    private void publish(PipelineRuntime runtime) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                runtime.cluster().kafka(Map.of()), new ByteArraySerializer(), new ByteArraySerializer())) {
            paid.forEach(one -> send(producer, one));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what does not arrive is missed
    private static void send(KafkaProducer<byte[], byte[]> producer, Paid one) {
        producer.send(new ProducerRecord<>(
                "payments", 0, one.card().getBytes(UTF_8), one.json().getBytes(UTF_8)));
    }

    private HttpResponse<String> get(PipelineRuntime runtime, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(runtime.endpoints().http().orElseThrow())
                                .resolve(path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
