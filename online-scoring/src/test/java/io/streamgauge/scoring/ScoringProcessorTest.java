package io.streamgauge.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ServedFeature;
import io.streamgauge.schemas.ShadowScore;
import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.schemas.registry.SchemaRegistry;
import io.streamgauge.schemas.registry.TestingSchemaRegistry;
import io.streamgauge.schemas.wire.AvroSerde;
import io.streamgauge.scoring.onnx.OnnxModel;
import io.streamgauge.scoring.onnx.TestingModels;
import io.streamgauge.store.definition.DefinitionHash;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.FeaturesSection;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.SourcesSection;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.Origin;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.VectorPlan;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScoringProcessorTest {

    private static final String PIPELINE = """
            pipeline: cards
            sources:
              payments:
                topic: payments
                format: json
                id: id
                time: time
                lateness: 5m
                fields: {id: string, time: timestamp, card: string, amount: double}
            features:
              card:
                entity: card
                from: payments
                windows: [1d]
                aggregates: {count: count, spent: sum(amount)}
            model:
              name: cards
              version: 3
              file: cards.onnx
              scores: payments
              inputs: [amount, card.*]
              decision: 'score >= 10.0 ? "review" : "accept"'
              missing: {card.spent_1d: %s}
            """;

    private static final SchemaRegistry REGISTRY = new TestingSchemaRegistry();
    private static final long TIME_MS = 1_700_000_000_000L;
    private static final long NOW_MS = 1_700_000_000_123L;

    private EnrichedEvent enriched =
            new EnrichedEvent(new Event(new EventSchema(List.of())), new Origin("", 0, 0), 0, new FeatureValues(0));
    private FeatureDefinition features = definition("refuse");
    private final TestingModel sum =
            new TestingModel(vector -> vector.valueAt(0) + vector.valueAt(1) + vector.valueAt(2));

    private final List<String> told = new ArrayList<>();
    private final ScoringMetrics metrics = new ScoringMetrics() {
        @Override
        public void predicted(Via via, Prediction prediction, @Nullable Refusal refusal, long tookNs) {
            assertThat(tookNs).isNotNegative();
            told.add(via + " " + prediction.getVariant() + " " + prediction.getScore() + " " + refusal);
        }

        @Override
        public void shadowed(
                Via via, Prediction prediction, ShadowScore shadow, @Nullable Refusal refusal, long tookNs) {
            throw new AssertionError("there is no shadow");
        }

        @Override
        public void swapped(DeployedModel model, String variant) {
            throw new AssertionError("nothing is deployed");
        }

        @Override
        public void failed(Via via) {
            told.add(via + " failed");
        }
    };

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private List<AutoCloseable> open = List.of();

    @BeforeEach
    void enrichedPayment() {
        Event event = new Event(features.scoredSource().schema()).identify("p1", TIME_MS);
        event.setDouble(event.schema().indexOf("amount"), 2.5);
        FeatureValues views = new FeatureValues(2);
        views.set(0, 4);
        views.set(1, 6);
        enriched = new EnrichedEvent(event, new Origin("payments", 2, 77), TIME_MS, views);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    @Test
    void predictionCarriesAllThatIsNeededToReplayIt() {
        Prediction made = process("refuse", sum);
        assertThat(made.getScoringNanos()).isPositive();
        assertThat(made)
                .isEqualTo(Prediction.newBuilder()
                        .setScoringNanos(made.getScoringNanos())
                        .setEventId("p1")
                        .setPipeline("cards")
                        .setEventTime(Instant.ofEpochMilli(TIME_MS))
                        .setProcessedAt(Instant.ofEpochMilli(NOW_MS))
                        .setScore(12.5)
                        .setDecision("review")
                        .setFeatures(List.of(
                                new ServedFeature("amount", 2.5, ValueStatus.PRESENT, null),
                                new ServedFeature("card.count_1d", 4.0, ValueStatus.PRESENT, null),
                                new ServedFeature("card.spent_1d", 6.0, ValueStatus.PRESENT, null)))
                        .setModel("cards")
                        .setModelVersion("3")
                        .setModelDigest("d1")
                        .setVariant("champion")
                        .setDefinitionHash(DefinitionHash.of(features))
                        .setSourceTopic("payments")
                        .setSourcePartition(2)
                        .setSourceOffset(77)
                        .setInputPartition(0)
                        .setInputOffset(0)
                        .build());
    }

    @Test
    void keyAndTimestampStay() {
        try (TopologyTestDriver driver = driver("refuse", sum)) {
            input(driver).pipeInput("p1", enriched, TIME_MS);
            TestRecord<String, Prediction> record = output(driver).readRecord();
            assertThat(record.key()).isEqualTo("p1");
            assertThat(record.timestamp()).isEqualTo(TIME_MS);
        }
    }

    @Test
    void missingInputRefusesAndTellsWhy() {
        enriched.features().setMissing(1, ValueStatus.NULL_VALUE);
        try (TopologyTestDriver driver = driver("refuse", sum)) {
            input(driver).pipeInput("p1", enriched, TIME_MS);
            Prediction prediction = output(driver).readValue();
            assertThat(prediction.getScore()).isNull();
            assertThat(prediction.getDecision()).isNull();
            assertThat(prediction.getRefusal()).isEqualTo("input 'card.spent_1d' is missing");
            assertThat(prediction.getFeatures().get(1).getValue()).isEqualTo(4);
            assertThat(prediction.getFeatures().get(2))
                    .isEqualTo(new ServedFeature("card.spent_1d", null, ValueStatus.NULL_VALUE, null));
            assertThat(told).containsExactly("STREAM champion null MISSING_INPUT");
        }
    }

    @Test
    void aValueOlderThanItsMaxAgeIsMissingAndItsRuleHolds() {
        enriched.features().setMissing(1, ValueStatus.OUTSIDE_MAX_AGE);

        Prediction refused = process("refuse", sum);
        assertThat(refused.getScore()).isNull();
        assertThat(refused.getRefusal())
                .isEqualTo("input 'card.spent_1d' is missing: its newest value is older than its max_age");
        assertThat(process("0.5", sum).getScore()).isEqualTo(2.5 + 4 + 0.5);
        Prediction nan = process("nan", new TestingModel(vector -> vector.isMissing(2) ? 7 : 8));
        assertThat(nan.getScore()).isEqualTo(7);
        assertThat(nan.getFeatures().get(2))
                .isEqualTo(new ServedFeature("card.spent_1d", null, ValueStatus.OUTSIDE_MAX_AGE, null));
        assertThat(told)
                .containsExactly(
                        "STREAM champion null STALE_INPUT", "STREAM champion 7.0 null", "STREAM champion 7.0 null");
    }

    @Test
    void metricsAreToldOfEveryPredictionAndFailure() {
        process("refuse", sum);
        process("refuse", new TestingModel(vector -> Double.NaN));
        enriched.features().setMissing(1, ValueStatus.NULL_VALUE);
        process("refuse", sum);
        TestingModel failing = new TestingModel(vector -> {
            throw new ScoringException("the model failed: x", new IllegalStateException());
        });
        assertThatThrownBy(() -> process("1", failing)).hasRootCauseInstanceOf(IllegalStateException.class);

        assertThat(told)
                .containsExactly(
                        "STREAM champion 12.5 null",
                        "STREAM champion null NO_NUMBER",
                        "STREAM champion null MISSING_INPUT",
                        "STREAM failed");
    }

    @Test
    void numberInPlaceOfAMissingInputIsScoredAndServed() {
        enriched.features().setMissing(1, ValueStatus.NULL_VALUE);
        Prediction prediction = process("0.5", sum);
        assertThat(prediction.getScore()).isEqualTo(2.5 + 4 + 0.5);
        assertThat(prediction.getFeatures().get(2))
                .isEqualTo(new ServedFeature("card.spent_1d", 0.5, ValueStatus.NULL_VALUE, null));
    }

    @Test
    void answerThatIsNoNumberRefuses() {
        Prediction prediction = process("refuse", new TestingModel(vector -> Double.NaN));
        assertThat(prediction.getScore()).isNull();
        assertThat(prediction.getDecision()).isNull();
        assertThat(prediction.getRefusal()).isEqualTo("the model's answer is no number");
    }

    @Test
    void failingModelStopsProcessing() {
        ScoringException failure = new ScoringException("the model failed: x", new IllegalStateException());
        TestingModel failing = new TestingModel(vector -> {
            throw failure;
        });
        assertThatThrownBy(() -> process("refuse", failing)).hasRootCause(Objects.requireNonNull(failure.getCause()));
    }

    @Test
    void scorerIsClosedWithItsTask() {
        try (TopologyTestDriver driver = driver("refuse", sum)) {
            assertThat(sum.openScorers).isEqualTo(1);
        }
        assertThat(sum.openScorers).isZero();
    }

    @Test
    void onnxModelScoresInTheTopology() throws Exception {
        List<String> names = List.of("amount", "card.count_1d", "card.spent_1d");
        OnnxModel model =
                OnnxModel.load(TestingModels.write(TestingModels.linear(names, 1, 2, 3, 4), directory), names);
        open = List.of(model);
        Prediction prediction = process("refuse", model);
        assertThat(prediction.getScore()).isEqualTo(1 + 2 * 2.5 + 3 * 4 + 4 * 6);
        assertThat(prediction.getModelDigest()).isEqualTo(model.digest());
    }

    private Prediction process(String missing, Model model) {
        try (TopologyTestDriver driver = driver(missing, model)) {
            input(driver).pipeInput("p1", enriched, TIME_MS);
            return output(driver).readValue();
        }
    }

    private TopologyTestDriver driver(String missing, Model model) {
        ConfigNode node = Objects.requireNonNull(document(missing).get("model"));
        Problems problems = new Problems();
        ModelDefinition definition = ModelSection.read(node, problems);
        VectorPlan plan = VectorPlan.read(features, definition.inputs(), definition.at("inputs"), problems);
        ModelSection.check(definition, plan.names(), plan.types(), problems);
        problems.throwIfAny();
        EventScoring scoring = new EventScoring(features, definition, model, plan);
        Topology topology = new Topology()
                .addSource("in", Serdes.String().deserializer(), carrier().deserializer(), "in")
                .addProcessor("score", ScoringProcessor.supplier(scoring, () -> NOW_MS, metrics), "in")
                .addSink(
                        "out",
                        "out",
                        Serdes.String().serializer(),
                        predictions().serializer(),
                        "score");
        Properties config = new Properties();
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        return new TopologyTestDriver(topology, config);
    }

    private FeatureDefinition definition(String missing) {
        Problems problems = new Problems();
        ConfigNode root = document(missing);
        Map<String, SourceDefinition> sources =
                SourcesSection.read(Objects.requireNonNull(root.get("sources")), problems);
        FeaturesSection.Features read =
                FeaturesSection.read(Objects.requireNonNull(root.get("features")), sources, "payments", problems);
        problems.throwIfAny();
        return new FeatureDefinition("cards", sources, "payments", read.views(), read.expressions());
    }

    private static ConfigNode document(String missing) {
        return YamlDocument.parse("cards.yaml", PIPELINE.formatted(missing));
    }

    private TestInputTopic<String, EnrichedEvent> input(TopologyTestDriver driver) {
        return driver.createInputTopic(
                "in", Serdes.String().serializer(), carrier().serializer());
    }

    private static TestOutputTopic<String, Prediction> output(TopologyTestDriver driver) {
        return driver.createOutputTopic(
                "out", Serdes.String().deserializer(), predictions().deserializer());
    }

    /** Stands for the hop in memory: whatever the bytes, they are this test's event. */
    private Serde<EnrichedEvent> carrier() {
        return Serdes.serdeFrom((topic, event) -> new byte[1], (topic, bytes) -> enriched);
    }

    private static Serde<Prediction> predictions() {
        return AvroSerde.of(Prediction.class, REGISTRY);
    }
}
