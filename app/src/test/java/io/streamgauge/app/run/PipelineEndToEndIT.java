package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.docs.MetricsPage;
import io.streamgauge.app.replay.EventPublisher;
import io.streamgauge.app.replay.FileReplay;
import io.streamgauge.app.replay.Pace;
import io.streamgauge.app.replay.ReplayReport;
import io.streamgauge.schemas.DivertHeader;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fraud example on embedded services: events in, predictions out, each once and with the features of a backfill. */
class PipelineEndToEndIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Kafka takes 1,048,576 bytes of a request by default; with the headers of a dead letter it would refuse. */
    private static final int FULL_RECORD_BYTES = 1_048_450;

    private static final TopicCatalogue TOPICS = new TopicCatalogue("fraud");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @Test
    void everyEventIsPredictedOnceAcrossARestart() throws Exception {
        Pipeline pipeline = PipelineFile.load(TestingPipelines.fraud(temp));
        RuntimeOptions options = RuntimeOptions.embedded(temp.resolve("data"));
        TestingHistory history = TestingHistory.aMonth(temp);
        int half = history.size() / 2;
        Path all = history.file(temp, "all.csv", 0, history.size());

        try (PipelineRuntime runtime = PipelineRuntime.start(pipeline, options)) {
            replay(runtime, "labels", all);
            replay(runtime, "transactions", history.file(temp, "first.csv", 0, half));
            try (TestingConsumer consumer =
                    new TestingConsumer(runtime.cluster(), TOPICS.predictions().name())) {
                assertThat(consumer.predictions(half, PATIENCE)).hasSize(half);
            }
            assertThat(status(runtime)).contains("\"events\":" + half, "\"ready\":true");
            assertThatThrownBy(() -> PipelineRuntime.start(pipeline, options))
                    .isInstanceOf(CommandFailedException.class)
                    .hasMessageContaining("is in use by process");
        }
        assertThat(Endpoints.read(options.dataDirectory())).isEmpty();

        try (PipelineRuntime runtime = PipelineRuntime.start(pipeline, options)) {
            replay(runtime, "transactions", history.file(temp, "second.csv", half, history.size()));
            refusedEvents(runtime);
            predictionsEqualTheBackfill(runtime, pipeline, all, history.size());
            deadLettersSayWhy(runtime);
            metricsAreThoseOfThePage(runtime);
            openTransactionsShow(runtime);
            stoppedReplaysHoldNobodyUp(runtime, all);
        }
    }

    private static void openTransactionsShow(PipelineRuntime runtime) throws Exception {
        awaitSources(runtime, source -> source.get("readToEnd").asBoolean());
        SourceDefinition source = runtime.pipeline().features().scoredSource();
        try (EventPublisher publisher = publisher(runtime, source)) {
            publisher.publish(event(source, "open", "2018-05-01T00:00:00Z", 1));
            publisher.publish(event(source, "open too", "2018-05-01T00:00:00Z", 1));
            JsonNode held =
                    awaitSource(runtime, each -> each.get("heldBackRecords").asLong() > 0);
            assertThat(held.get("source").asText()).isEqualTo("transactions");
            assertThat(held.get("readToEnd").asBoolean()).isFalse();
        }
        awaitSources(runtime, each -> each.get("heldBackRecords").asLong() == 0);
    }

    private static void stoppedReplaysHoldNobodyUp(PipelineRuntime runtime, Path file) throws Exception {
        FileReplay replay = new FileReplay(
                runtime.cluster(), "fraud", runtime.pipeline().features().scoredSource());
        assertThat(replay.stop()).as("before it begins").isEmpty();
        FileReplay another = new FileReplay(
                runtime.cluster(), "fraud", runtime.pipeline().features().scoredSource());
        CountDownLatch some = new CountDownLatch(5);
        CompletableFuture<ReplayReport> report = CompletableFuture.supplyAsync(() -> {
            try {
                return another.publish(file, Pace.rate(50), Long.MAX_VALUE, progress -> some.countDown());
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        some.await();

        long committed = another.stop().orElseThrow();

        assertThat(committed).isLessThanOrEqualTo(report.join().published());
        assertThat(report.join().published()).isBetween(5L, 1_000L);
        awaitSources(runtime, each -> each.get("heldBackRecords").asLong() == 0);
    }

    private static void awaitSources(PipelineRuntime runtime, Predicate<JsonNode> all) throws Exception {
        await(runtime, sources -> sources.stream().allMatch(all));
    }

    private static JsonNode awaitSource(PipelineRuntime runtime, Predicate<JsonNode> any) throws Exception {
        return await(runtime, sources -> sources.stream().anyMatch(any)).stream()
                .filter(any)
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonNode> await(PipelineRuntime runtime, Predicate<List<JsonNode>> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<JsonNode> sources = new ArrayList<>();
            new ObjectMapper()
                    .readTree(status(runtime))
                    .at("/eventTime/sources")
                    .forEach(sources::add);
            if (condition.test(sources)) {
                return sources;
            }
            assertThat(System.nanoTime()).as(sources.toString()).isLessThan(deadline);
        }
    }

    private static void predictionsEqualTheBackfill(PipelineRuntime runtime, Pipeline pipeline, Path all, int count)
            throws Exception {
        Map<String, List<TestingFeatures.Value>> expected = TestingFeatures.ofFile(pipeline, all);
        try (TestingConsumer consumer =
                new TestingConsumer(runtime.cluster(), TOPICS.predictions().name())) {
            Map<String, List<Prediction>> predictions = consumer.predictions(count, PATIENCE);

            assertThat(predictions.keySet()).isEqualTo(expected.keySet());
            assertThat(predictions.values()).allSatisfy(of -> assertThat(of).hasSize(1));
            predictions.forEach(
                    (id, of) -> assertThat(TestingFeatures.of(of.get(0).getFeatures()))
                            .as("features of event " + id)
                            .isEqualTo(expected.get(id)));
        }
    }

    /** One record of each kind that must not come through; what is sent before and after them is untouched. */
    private void refusedEvents(PipelineRuntime runtime) throws Exception {
        SourceDefinition source = runtime.pipeline().features().scoredSource();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                runtime.cluster().kafka(Map.of("linger.ms", "0")),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            send(producer, source.topic(), "0", "no avro".getBytes(StandardCharsets.UTF_8));
            send(producer, source.topic(), "0", new byte[] {0, 0, 1, 2, 3, 4, 5});
            send(producer, source.topic(), "0", null);
            send(producer, source.topic(), "0", new byte[FULL_RECORD_BYTES]);
        }
        try (EventPublisher publisher = publisher(runtime, source)) {
            publisher.publish(event(source, "negative", "2018-05-01T00:00:00Z", -1));
            publisher.publish(event(source, "late", "2018-01-01T00:00:00Z", 1));
            publisher.commit();
        }
    }

    private static EventPublisher publisher(PipelineRuntime runtime, SourceDefinition source) {
        return new EventPublisher(
                runtime.cluster(),
                "fraud",
                source,
                EventWriter.of(
                        "fraud",
                        source,
                        new ConfluentSchemaRegistry(runtime.cluster().schemaRegistryUrl(), Map.of())));
    }

    private static void deadLettersSayWhy(PipelineRuntime runtime) {
        try (TestingConsumer consumer = new TestingConsumer(
                        runtime.cluster(), TOPICS.deadLetters().name());
                TestingConsumer late = new TestingConsumer(
                        runtime.cluster(), TOPICS.lateEvents().name())) {
            assertThat(consumer.await(5, PATIENCE))
                    .hasSize(5)
                    .allSatisfy(record -> {
                        assertThat(TestingConsumer.header(record, DivertHeader.ORIGIN_TOPIC.key()))
                                .isEqualTo("transactions");
                        assertThat(TestingConsumer.header(record, DivertHeader.ORIGIN_OFFSET.key()))
                                .matches("\\d+");
                        assertThat(TestingConsumer.header(record, DivertHeader.MESSAGE.key()))
                                .isNotBlank();
                    })
                    .extracting(record -> TestingConsumer.header(record, DivertHeader.CAUSE.key()))
                    .satisfies(causes -> assertThat(new TreeSet<>(causes)).hasSizeGreaterThanOrEqualTo(3));
            assertThat(late.await(1, PATIENCE)).hasSize(1);
        }
    }

    private static void replay(PipelineRuntime runtime, String source, Path file) throws InterruptedException {
        new FileReplay(runtime.cluster(), "fraud", runtime.pipeline().features().source(source))
                .publish(file, Pace.unlimited(), Long.MAX_VALUE, progress -> {});
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, String topic, String key, byte @Nullable [] value)
            throws Exception {
        producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value))
                .get();
    }

    private static Event event(SourceDefinition source, String id, String time, double amount) {
        Event event = new Event(source.schema());
        long timeMs = Instant.parse(time).toEpochMilli();
        event.setText(source.schema().indexOf("transaction_id"), id);
        event.setLong(source.schema().indexOf("event_time"), timeMs);
        event.setText(source.schema().indexOf("customer_id"), "58");
        event.setText(source.schema().indexOf("terminal_id"), "1");
        event.setDouble(source.schema().indexOf("amount"), amount);
        return event.identify(id, timeMs);
    }

    /** Once the dead letters are counted, there is one of every kind. */
    private static void metricsAreThoseOfThePage(PipelineRuntime runtime) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String scrape = get(runtime, "metrics");
        while (!scrape.contains("streamgauge_dead_letters{") && System.nanoTime() < deadline) {
            Thread.sleep(100);
            scrape = get(runtime, "metrics");
        }
        assertThat(scrape).contains("streamgauge_ready 1");
        MetricsPage.compare(scrape);
    }

    private static String status(PipelineRuntime runtime) throws Exception {
        return get(runtime, "v1/status");
    }

    private static String get(PipelineRuntime runtime, String path) throws Exception {
        URI uri = URI.create(runtime.endpoints().http().orElseThrow() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
