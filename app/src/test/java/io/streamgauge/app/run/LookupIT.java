package io.streamgauge.app.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.history.Checked;
import io.streamgauge.app.history.Scratch;
import io.streamgauge.app.history.Verification;
import io.streamgauge.app.history.VerificationReport;
import io.streamgauge.app.replay.FileReplay;
import io.streamgauge.app.replay.Pace;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.scoring.onnx.OnnxModel;
import io.streamgauge.store.backfill.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A table on a topic that Kafka has compacted, and events of years ago beside it: each finds the row in force at its time,
 * whatever the order of the rows in their topic.
 */
class LookupIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");
    private static final int MERCHANTS = 40;
    private static final int PAYMENTS = 2_000;
    private static final int VERSIONS = 30;
    private static final List<String> INPUTS = List.of("shop.risk", "text.fuel", "seen.n_1h", "fuelled.n_1h");

    private static final String DOCUMENT = """
            pipeline: NAME
            sources:
              payments:
                topic: payments
                format: json
                id: id
                time: at
                lateness: 1d
                fields: {id: string, at: timestamp, merchant: string}
              merchants:
                topic: merchants
                format: json
                table: true
                key: merchant
                time: since
                fields: {merchant: string, since: timestamp, category: string, risk: long}
                csv: {deleted: gone}
            features:
              shop: {entity: merchant, from: merchants, lookup: [category, risk]}
              text: {expressions: {fuel: 'shop.category == "fuel" ? 1.0 : 0.0'}}
              seen: {entity: merchant, from: payments, windows: [1h], aggregates: {n: count}}
              fuelled: {entity: merchant, from: payments, windows: [1h], aggregates: {n: {of: count, where: text.fuel > 0.5}}}
            model: {name: m, version: 1, file: model/fraud.onnx, scores: payments, inputs: [shop.risk, text.fuel, seen.n_1h, fuelled.n_1h], missing: -1}
            """;

    private record Row(String merchant, Instant since, String category, String risk, boolean deletion) {

        String csv() {
            return String.join(",", merchant, since.toString(), category, risk, Boolean.toString(deletion));
        }
    }

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    private final Random random = new Random(20200101);

    @Test
    void eventsFindTheRowsOfACompactedTopic() throws Exception {
        List<Row> rows = rows();
        Map<String, Row> last = new LinkedHashMap<>();
        rows.forEach(row -> last.put(row.merchant(), row));
        try (PipelineRuntime first = PipelineRuntime.start(pipeline("shop"), options("shop", Optional.empty()))) {
            replay(
                    first,
                    "merchants",
                    file(
                            "merchant,since,category,risk,gone",
                            rows.stream().map(Row::csv).toList()));
            compactAtOnce(first.cluster());
            roll(first.cluster());
            replay(first, "payments", file("id,at,merchant", payments()));
            assertThat(awaitCompacted(first.cluster())).isLessThan(rows.size() / 2);
            // Both topics are full when this one begins: all rows come before the events, though they are of later
            // times.
            try (PipelineRuntime second =
                            PipelineRuntime.start(pipeline("late"), options("late", Optional.of(first.cluster())));
                    TestingConsumer consumer = new TestingConsumer(
                            second.cluster(),
                            new TopicCatalogue("late").predictions().name())) {
                List<Prediction> made = consumer.predictions(PAYMENTS, PATIENCE).values().stream()
                        .flatMap(Collection::stream)
                        .toList();
                assertThat(made).hasSize(PAYMENTS);
                Map<String, Integer> kinds = new LinkedHashMap<>();
                for (Prediction prediction : made) {
                    String merchant = merchantOf(prediction.getEventId());
                    String expected = expected(last.get(merchant), prediction.getEventTime());
                    kinds.merge(expected.replaceAll("[0-9.]+", "#"), 1, Integer::sum);
                    assertThat(shown(prediction))
                            .as("payment %s at %s", prediction.getEventId(), prediction.getEventTime())
                            .isEqualTo(expected);
                }
                assertThat(kinds)
                        .hasSize(3)
                        .allSatisfy((kind, count) -> assertThat(count).isGreaterThan(50));
                provesAllButTheTable(second);
            }
        }
    }

    private void provesAllButTheTable(PipelineRuntime runtime) throws Exception {
        Pipeline pipeline = runtime.pipeline();
        VerificationReport report;
        try (OnnxModel model = OnnxModel.load(pipeline.model().file(), pipeline.contract());
                Scratch scratch = new Scratch(temp)) {
            report = new Verification(pipeline, model, wanted -> model, runtime.cluster(), 1)
                    .run(scratch.directory(), 2, Progress.NONE);
        }
        assertThat(report.same()).as("%s", report).isTrue();
        assertThat(report.compared()).isEqualTo(PAYMENTS);
        assertThat(report.score().equal()).isEqualTo(PAYMENTS);
        for (Checked feature : report.features()) {
            boolean plain = feature.name().equals("seen.n_1h");
            assertThat(feature.ofTables()).as("%s", feature).isEqualTo(plain ? 0 : PAYMENTS);
            assertThat(feature.equal() + feature.feedBehind()).as("%s", feature).isEqualTo(plain ? PAYMENTS : 0);
        }
    }

    /** In no order of time; of each merchant the last one stays. Some are not in force yet, some deletions. */
    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int version = 0; version < VERSIONS; version++) {
            for (int merchant = 0; merchant < MERCHANTS; merchant++) {
                boolean stays = version == VERSIONS - 1;
                boolean deletion = stays && merchant % 5 == 0;
                Instant since = START.minusSeconds(86_400).plusSeconds(random.nextInt(2 * 86_400));
                rows.add(new Row(
                        "m" + merchant,
                        stays ? since : START.minusSeconds(500L * 86_400 - version),
                        deletion ? "" : random.nextBoolean() ? "fuel" : "food",
                        deletion || merchant % 7 == 0 ? "" : Integer.toString(random.nextInt(10)),
                        deletion));
            }
        }
        return rows;
    }

    private static String merchantOf(String payment) {
        return "m" + Integer.parseInt(payment.substring(1)) % (MERCHANTS + 1);
    }

    private static List<String> payments() {
        List<String> payments = new ArrayList<>();
        for (int i = 0; i < PAYMENTS; i++) {
            payments.add("p" + i + "," + START.plusSeconds(i * 43L) + "," + merchantOf("p" + i));
        }
        return payments;
    }

    private static String expected(@Nullable Row row, Instant at) {
        if (row == null || row.deletion() || row.since().isAfter(at)) {
            return "NOT_FOUND -1.0, -1.0";
        }
        return (row.risk().isEmpty() ? "NULL_VALUE -1.0" : "PRESENT " + row.risk() + ".0") + ", "
                + (row.category().equals("fuel") ? "1.0" : "0.0");
    }

    private static String shown(Prediction prediction) {
        var risk = prediction.getFeatures().get(0);
        return risk.getStatus() + " " + risk.getValue() + ", "
                + prediction.getFeatures().get(1).getValue();
    }

    /** Lets Kafka compact a segment as soon as it is closed, and close one as soon as there is another record. */
    private static void compactAtOnce(Cluster cluster) throws Exception {
        try (Admin admin = Admin.create(cluster.kafka(Map.of()))) {
            ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "merchants");
            Map<ConfigResource, Config> configs =
                    admin.describeConfigs(List.of(topic)).all().get(30, TimeUnit.SECONDS);
            assertThat(Objects.requireNonNull(configs.get(topic))
                            .get("cleanup.policy")
                            .value())
                    .isEqualTo("compact");
            admin.incrementalAlterConfigs(Map.of(
                            topic,
                            List.of(set("segment.ms", "1"), set("min.cleanable.dirty.ratio", "0.001")),
                            new ConfigResource(ConfigResource.Type.BROKER, ""),
                            List.of(set("log.cleaner.backoff.ms", "100"))))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    /** Rows of merchants that nobody pays, some in each partition, so that the segments before them are closed. */
    @SuppressWarnings("FutureReturnValueIgnored") // flush waits
    private static void roll(Cluster cluster) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                cluster.kafka(Map.of("enable.idempotence", "false")),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < 50; i++) {
                    String row = "{\"merchant\":\"filler%d\",\"since\":%d,\"category\":null,\"risk\":null}"
                            .formatted(i, START.toEpochMilli());
                    producer.send(
                            new ProducerRecord<>("merchants", ("filler" + i).getBytes(UTF_8), row.getBytes(UTF_8)));
                }
                producer.flush();
            }
        }
    }

    /** How many records of merchants are left when at most one of each is. */
    private static int awaitCompacted(Cluster cluster) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (TestingConsumer consumer = new TestingConsumer(cluster, "merchants")) {
                Map<String, Long> left = consumer.await(0, PATIENCE).stream()
                        .filter(record -> record.value() != null)
                        .collect(Collectors.groupingBy(LookupIT::key, Collectors.counting()));
                boolean done = left.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith("m"))
                        .allMatch(entry -> entry.getValue() == 1);
                if (done || System.nanoTime() > deadline) {
                    assertThat(done).as("left of each merchant: %s", left).isTrue();
                    return left.values().stream().mapToInt(Long::intValue).sum();
                }
            }
        }
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), UTF_8);
    }

    private Pipeline pipeline(String name) {
        return PipelineFile.load(TestingPipelines.write(temp.resolve(name), DOCUMENT.replace("NAME", name), INPUTS));
    }

    private RuntimeOptions options(String directory, Optional<Cluster> cluster) {
        return RuntimeOptions.in(temp.resolve(directory).resolve("data"))
                .cluster(cluster)
                .anyPorts()
                .drift(false)
                .build();
    }

    private Path file(String header, List<String> lines) throws Exception {
        Path file = Files.createTempFile(temp, "rows", ".csv");
        List<String> all = new ArrayList<>(List.of(header));
        all.addAll(lines);
        return Files.write(file, all);
    }

    private static void replay(PipelineRuntime runtime, String source, Path file) throws InterruptedException {
        new FileReplay(runtime.cluster(), "shop", runtime.pipeline().features().source(source))
                .publish(file, Pace.unlimited(), Long.MAX_VALUE, progress -> {});
    }
}
