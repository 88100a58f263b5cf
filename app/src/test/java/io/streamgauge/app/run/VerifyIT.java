package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.backtest.Backtest;
import io.streamgauge.app.backtest.BacktestReport;
import io.streamgauge.app.backtest.FileLabels;
import io.streamgauge.app.backtest.FilePredictions;
import io.streamgauge.app.backtest.LabelSource;
import io.streamgauge.app.cli.Cli;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.history.Checked;
import io.streamgauge.app.history.CommittedLabels;
import io.streamgauge.app.history.CommittedPredictions;
import io.streamgauge.app.history.Scratch;
import io.streamgauge.app.history.Verification;
import io.streamgauge.app.history.VerificationReport;
import io.streamgauge.app.replay.EventPublisher;
import io.streamgauge.app.replay.FileReplay;
import io.streamgauge.app.replay.Pace;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ServedFeature;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.wire.AvroSerde;
import io.streamgauge.scoring.onnx.OnnxModel;
import io.streamgauge.store.backfill.Progress;
import io.streamgauge.store.backfill.training.Table;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the fraud example has published is proved from its topics, and what it has not made is found among it; a training set and
 * a snapshot are made of the same topics.
 */
class VerifyIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final TopicCatalogue TOPICS = new TopicCatalogue("fraud");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @Test
    void provesWhatTheStreamGaveAndNothingElse() throws Exception {
        Pipeline pipeline = PipelineFile.load(TestingPipelines.fraud(temp));
        TestingHistory history = TestingHistory.aMonth(temp);
        Path all = history.file(temp, "all.csv", 0, history.size());
        try (PipelineRuntime runtime = PipelineRuntime.start(pipeline, RuntimeOptions.embedded(temp.resolve("data")));
                TestingConsumer consumer = new TestingConsumer(
                        runtime.cluster(), TOPICS.predictions().name())) {
            replay(runtime, "labels", all);
            replay(runtime, "transactions", all);
            labelsOfATopicHaveWhatTheirEventsWereServed(runtime, consumer.predictions(history.size(), PATIENCE));
            aSnapshotOfTopicsIsThatOfTheFile(runtime, all);
            aBacktestReadsWhatWasPredicted(runtime, all, history.size());
            int outOfOrder = outOfOrder(runtime);
            Map<String, List<Prediction>> byId = consumer.predictions(history.size() + outOfOrder, PATIENCE);
            int predictions = history.size() + outOfOrder;

            VerificationReport honest = verify(runtime, pipeline, 1);
            assertThat(honest.same()).as("%s", honest).isTrue();
            assertThat(honest.compared()).isEqualTo(predictions);
            assertThat(honest.eventsWithoutPrediction()).isZero();
            assertThat(honest.features())
                    .allSatisfy(feature ->
                            assertThat(feature.equal() + feature.feedBehind()).isEqualTo(predictions));
            assertThat(honest.score().equal()).isEqualTo(predictions);
            assertThat(verify(runtime, pipeline, 0.1).compared()).isBetween(predictions / 20L, predictions / 5L);

            publishLabel(runtime, "2018-04-24T12:00:00Z"); // of terminal 1, when a to d had been scored
            VerificationReport behind = verify(runtime, pipeline, 1);
            assertThat(behind.same()).as("%s", behind).isTrue();
            assertThat(behind.features())
                    .filteredOn(feature -> feature.name().startsWith("terminal.tx_count"))
                    .hasSize(3)
                    .allSatisfy(feature -> {
                        assertThat(feature.feedBehind()).isGreaterThanOrEqualTo(outOfOrder);
                        assertThat(feature.equal() + feature.feedBehind()).isEqualTo(predictions);
                    });

            Prediction last = lastOfHistory(byId);
            publish(runtime, with(last, "customer.tx_count_7d", value -> value + 1)); // as if of a later event
            publish(runtime, with(last, "terminal.tx_count_30d", value -> value + 2)); // as if labels were known early
            publish(runtime, Prediction.newBuilder(last).setScore(0.123).build());
            publish(
                    runtime,
                    Prediction.newBuilder(with(last, "amount", value -> value * 2))
                            .setDefinitionHash("another")
                            .build());
            publish(
                    runtime,
                    Prediction.newBuilder(last).setSourceOffset(1_000_000).build());

            VerificationReport doctored = verify(runtime, pipeline, 1);
            assertThat(doctored.same()).isFalse();
            assertThat(doctored.features())
                    .filteredOn(Checked::differs)
                    .extracting(Checked::name, Checked::differing, Checked::worst)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("customer.tx_count_7d", 1L, 1.0),
                            org.assertj.core.groups.Tuple.tuple("terminal.tx_count_30d", 1L, 2.0));
            assertThat(doctored.score().differing())
                    .as("of all three doctored ones")
                    .isEqualTo(3);
            assertThat(doctored.otherDefinitions()).isEqualTo(Map.of("another", 1L));
            assertThat(doctored.unexpected()).as("no event has such an offset").isEqualTo(1);
            assertThat(doctored.repeated()).isEqualTo(4);
        }
    }

    /** With a reference that a month has room for. */
    private void aBacktestReadsWhatWasPredicted(PipelineRuntime runtime, Path all, int predictions) throws Exception {
        Pipeline pipeline = PipelineFile.load(TestingPipelines.write(
                temp.resolve("backtest"),
                TestingPipelines.fraudText()
                        .replace("{first: 14d, after: 37d}", "{first: 10d, after: 3d}")
                        .replace("exclude:", "min_samples: 50\n  performance: {wait: 0s}\n  exclude:"),
                TestingPipelines.FRAUD_INPUTS));
        Backtest backtest = new Backtest(pipeline, null, null, List.of(), null);
        BacktestReport ofTopic = backtest(backtest, runtime, pipeline.name());
        // A month in a second: partitions that were read ahead make others late, for the job as well.
        assertThat(ofTopic.predictions() + ofTopic.late()).isEqualTo(predictions);
        assertThat(ofTopic.predictions()).isPositive();
        assertThat(backtest(backtest, runtime, pipeline.name())).isEqualTo(ofTopic);
        try (OnnxModel model = OnnxModel.load(pipeline.model().file(), pipeline.contract())) {
            BacktestReport ofFile = backtest.run(new FilePredictions(
                    pipeline,
                    model,
                    Map.of("transactions", all, "labels", all),
                    pipeline.runtime().partitions(),
                    2,
                    Progress.NONE));
            assertThat(ofFile.predictions()).isEqualTo(predictions);
            assertThat(ofFile.windows()).isGreaterThan(10);
            try (LabelSource labels =
                    new FileLabels(pipeline, all, pipeline.runtime().partitions())) {
                FilePredictions again = new FilePredictions(
                        pipeline,
                        model,
                        Map.of("transactions", all, "labels", all),
                        pipeline.runtime().partitions(),
                        2,
                        Progress.NONE);
                assertThat(Objects.requireNonNull(
                                        backtest.run(again, labels).report().performance())
                                .windows())
                        .isPositive();
            }
            bothReadAllLabels(backtest, runtime, pipeline, all);
        }
    }

    /** How many windows come of the topic's predictions depends on how many of them are late. */
    private static void bothReadAllLabels(Backtest backtest, PipelineRuntime runtime, Pipeline pipeline, Path all) {
        List<BacktestReport.Performance> told = new ArrayList<>();
        try (LabelSource ofFile =
                        new FileLabels(pipeline, all, pipeline.runtime().partitions());
                LabelSource ofTopic = new CommittedLabels(runtime.cluster(), pipeline)) {
            for (LabelSource labels : List.of(ofFile, ofTopic)) {
                try (CommittedPredictions topic = new CommittedPredictions(runtime.cluster(), pipeline.name())) {
                    told.add(Objects.requireNonNull(
                            backtest.run(topic, labels).report().performance()));
                }
            }
        }
        assertThat(told.get(0).labels()).isPositive();
        assertThat(told.get(1).labels()).isEqualTo(told.get(0).labels());
        assertThat(told.get(1).bad()).isZero();
        assertThat(told.get(1).models())
                .as("replay puts them where the file's are")
                .isEqualTo(told.get(0).models());
    }

    private static BacktestReport backtest(Backtest backtest, PipelineRuntime runtime, String name) {
        try (CommittedPredictions topic = new CommittedPredictions(runtime.cluster(), name)) {
            return backtest.run(topic);
        }
    }

    private void labelsOfATopicHaveWhatTheirEventsWereServed(
            PipelineRuntime runtime, Map<String, List<Prediction>> served) throws IOException {
        Path out = temp.resolve("labelled.parquet");
        execute(
                runtime,
                List.of("training-set"),
                List.of("--labels", "labels", "--features", "customer.*,terminal.*", "--out", out.toString()));
        List<Map<String, @Nullable String>> rows = rows(out);
        assertThat(rows).hasSameSizeAs(served.keySet());
        for (Map<String, @Nullable String> row : rows) {
            Prediction prediction = Objects.requireNonNull(served.get(String.valueOf(row.get("transaction_id"))))
                    .get(0);
            assertThat(row.get("fraud")).isIn("true", "false");
            for (ServedFeature feature : prediction.getFeatures()) {
                if (row.containsKey(feature.getName())) {
                    assertThat(row.get(feature.getName()))
                            .as("%s of %s", feature.getName(), prediction.getEventId())
                            .isEqualTo(feature.getValue() == null ? null : Double.toString(feature.getValue()));
                }
            }
        }
        assertThat(rows.get(0).keySet()).contains("customer.amount_mean_30d", "terminal.risk_7d");
    }

    private void aSnapshotOfTopicsIsThatOfTheFile(PipelineRuntime runtime, Path file) throws IOException {
        List<String> of = List.of("--view", "terminal", "--at", "2018-04-28T00:00:00Z", "--out");
        Path fromTopics = temp.resolve("topics.parquet");
        Path fromFile = temp.resolve("file.parquet");
        List<String> topics = new ArrayList<>(of);
        topics.add(fromTopics.toString());
        List<String> files = new ArrayList<>(of);
        files.addAll(List.of(fromFile.toString(), "--input", "labels=" + file));
        execute(runtime, List.of("snapshot"), topics);
        execute(runtime, List.of("snapshot"), files);
        assertThat(rows(fromTopics))
                .hasSizeGreaterThan(100)
                .containsExactlyInAnyOrderElementsOf(rows(fromFile))
                .anySatisfy(row -> assertThat(row.get("tx_count_7d")).isNotEqualTo("0.0"));
    }

    /** Runs a command over the pipeline, against the running cluster where it names no file. */
    private void execute(PipelineRuntime runtime, List<String> command, List<String> options) {
        List<String> arguments = new ArrayList<>(command);
        arguments.add(runtime.pipeline().file().toString());
        arguments.addAll(options);
        if (!options.contains("--input")) {
            arguments.addAll(List.of(
                    "--bootstrap-servers",
                    runtime.cluster().bootstrapServers(),
                    "--schema-registry-url",
                    runtime.cluster().schemaRegistryUrl()));
        }
        StringWriter told = new StringWriter();
        PrintWriter writer = new PrintWriter(told);
        assertThat(Cli.create(writer, writer, Map.of()).execute(arguments.toArray(String[]::new)))
                .as("%s", told)
                .isZero();
    }

    private static List<Map<String, @Nullable String>> rows(Path file) throws IOException {
        List<Map<String, @Nullable String>> rows = new ArrayList<>();
        try (Table table = Table.open(file)) {
            while (table.next()) {
                Map<String, @Nullable String> row = new TreeMap<>();
                for (int i = 0; i < table.columns().size(); i++) {
                    row.put(table.columns().get(i).name(), table.cell(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static Prediction lastOfHistory(Map<String, List<Prediction>> byId) {
        return byId.values().stream()
                .map(of -> of.get(0))
                .filter(prediction -> prediction.getEventTime().isBefore(Instant.parse("2018-05-01T00:00:00Z")))
                .max(Comparator.comparing(Prediction::getEventTime))
                .orElseThrow();
    }

    private static Prediction with(Prediction prediction, String name, UnaryOperator<Double> change) {
        List<ServedFeature> features = new ArrayList<>();
        for (ServedFeature feature : prediction.getFeatures()) {
            features.add(
                    feature.getName().equals(name)
                            ? ServedFeature.newBuilder(feature)
                                    .setValue(change.apply(feature.getValue()))
                                    .build()
                            : feature);
        }
        return Prediction.newBuilder(prediction).setFeatures(features).build();
    }

    private VerificationReport verify(PipelineRuntime runtime, Pipeline pipeline, double sample) throws Exception {
        try (OnnxModel model = OnnxModel.load(pipeline.model().file(), pipeline.contract());
                Scratch scratch = new Scratch(temp)) {
            return new Verification(pipeline, model, wanted -> model, runtime.cluster(), sample)
                    .run(scratch.directory(), 2, Progress.NONE);
        }
    }

    /** Events out of order within the lateness, and one beyond it, which no prediction is of. */
    private static int outOfOrder(PipelineRuntime runtime) throws Exception {
        SourceDefinition source = runtime.pipeline().features().scoredSource();
        try (EventPublisher publisher = publisher(runtime, source)) {
            publisher.publish(event(source, "a", "2018-05-02T00:10:00Z"));
            publisher.publish(event(source, "b", "2018-05-02T00:05:00Z"));
            publisher.publish(event(source, "c", "2018-05-02T00:07:00Z"));
            publisher.publish(event(source, "late", "2018-05-01T00:00:00Z"));
            publisher.publish(event(source, "d", "2018-05-02T00:11:00Z"));
            publisher.commit();
        }
        return 4;
    }

    private static void publishLabel(PipelineRuntime runtime, String time) throws Exception {
        SourceDefinition source = runtime.pipeline().features().source("labels");
        try (EventPublisher publisher = publisher(runtime, source)) {
            Event event = new Event(source.schema());
            long timeMs = Instant.parse(time).toEpochMilli();
            event.setText(source.schema().indexOf("transaction_id"), "x");
            event.setLong(source.schema().indexOf("event_time"), timeMs);
            event.setText(source.schema().indexOf("terminal_id"), "1");
            event.setBoolean(source.schema().indexOf("fraud"), false);
            publisher.publish(event.identify("x", timeMs));
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

    private static Event event(SourceDefinition source, String id, String time) {
        Event event = new Event(source.schema());
        long timeMs = Instant.parse(time).toEpochMilli();
        event.setText(source.schema().indexOf("transaction_id"), id);
        event.setLong(source.schema().indexOf("event_time"), timeMs);
        event.setText(source.schema().indexOf("customer_id"), "58");
        event.setText(source.schema().indexOf("terminal_id"), "1");
        event.setDouble(source.schema().indexOf("amount"), 12.5);
        return event.identify(id, timeMs);
    }

    private static void publish(PipelineRuntime runtime, Prediction prediction) throws Exception {
        String topic = TOPICS.predictions().name();
        try (var serde = AvroSerde.of(
                        Prediction.class,
                        new ConfluentSchemaRegistry(runtime.cluster().schemaRegistryUrl(), Map.of()));
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        runtime.cluster().kafka(Map.of("linger.ms", "0")),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            topic,
                            prediction.getEventId().getBytes(StandardCharsets.UTF_8),
                            serde.serializer().serialize(topic, prediction)))
                    .get();
        }
    }

    private static void replay(PipelineRuntime runtime, String source, Path file) throws InterruptedException {
        new FileReplay(runtime.cluster(), "fraud", runtime.pipeline().features().source(source))
                .publish(file, Pace.unlimited(), Long.MAX_VALUE, progress -> {});
    }
}
