package io.streamgauge.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.schemas.ModelActivation;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ShadowScore;
import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.schemas.registry.SchemaRegistry;
import io.streamgauge.schemas.registry.TestingSchemaRegistry;
import io.streamgauge.schemas.wire.AvroSerde;
import io.streamgauge.scoring.rollout.RecordedRevisions;
import io.streamgauge.scoring.rollout.TrafficSplit;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.FeaturesSection;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.SourcesSection;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.Origin;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.VectorPlan;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deployments come into force between two events, are noted once, and hold across restarts. */
final class DeployedScoringProcessorTest {

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
            features: {}
            model: {name: cards, version: 0, file: cards.onnx, scores: payments, inputs: [amount],
                    decision: 'score >= 2.0 ? "review" : "accept"'}
            """;

    private static final SchemaRegistry REGISTRY = new TestingSchemaRegistry();
    private static final long TIME_MS = 1_700_000_000_000L;

    private final TestingRollout rollout = new TestingRollout();
    private final TestingModel documentModel =
            new TestingModel(TestingRollout.model(0).getDigest(), vector -> 0);
    private final FeatureDefinition features = features();
    private final EventScoring document = scoring();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private int drivers;
    private RolloutLoader loader = new RolloutLoader(document, rollout.source());

    @AfterEach
    void close() {
        loader.close();
    }

    private final List<Runnable> atRoundsEnd = new ArrayList<>();

    private Runnable atRoundsEnd(Runnable work) {
        atRoundsEnd.add(work);
        return () -> atRoundsEnd.remove(work);
    }

    private final Map<String, Integer> told = new TreeMap<>();
    private final ScoringMetrics metrics = new ScoringMetrics() {
        @Override
        public void predicted(Via via, Prediction prediction, @Nullable Refusal refusal, long tookNs) {
            assertThat(tookNs).isNotNegative();
            tell(prediction.getVariant(), prediction.getModelVersion(), "predicted");
        }

        @Override
        public void shadowed(
                Via via, Prediction prediction, ShadowScore shadow, @Nullable Refusal refusal, long tookNs) {
            assertThat(tookNs).isGreaterThanOrEqualTo(shadow.getScoringNanos());
            assertThat(refusal == null).isEqualTo(shadow.getScore() != null);
            tell(shadow.getVariant(), shadow.getModelVersion(), "beside");
        }

        @Override
        public void swapped(DeployedModel model, String variant) {
            tell(variant, model.getVersion(), "swapped");
        }

        @Override
        public void failed(Via via) {
            told.merge("failed", 1, Integer::sum);
        }

        private void tell(String variant, String version, String what) {
            told.merge(variant + " " + version + " " + what, 1, Integer::sum);
        }
    };

    @Test
    void aRevisionComesIntoForceAtTheNextEventAndIsNotedOnce() throws Exception {
        loader = rollout.loader(document);
        try (TopologyTestDriver driver = driver()) {
            assertThat(scored(driver, "c1", "c2")).allSatisfy(p -> {
                assertThat(p.getRevision()).isZero();
                assertThat(p.getScore()).isZero();
                assertThat(p.getVariant()).isEqualTo("champion");
            });
            rollout.deploy("champion", 1, 0, loader);
            List<Prediction> after = scored(driver, "c3", "c4");
            assertThat(after).allSatisfy(p -> {
                assertThat(p.getRevision()).isEqualTo(1);
                assertThat(p.getScore()).isEqualTo(1);
                assertThat(p.getModelVersion()).isEqualTo("1");
                assertThat(p.getModelDigest()).isEqualTo("1".repeat(64));
            });
            ModelActivation activation = only(activations(driver));
            assertThat(activation.getRevision()).isEqualTo(1);
            assertThat(activation.getFormer()).isZero();
            assertThat(activation.getReason()).isNull();
            assertThat(activation.getEventId()).isEqualTo(after.get(0).getEventId());
            assertThat(activation.getOffset()).isEqualTo(after.get(0).getInputOffset());
            assertThat(activation.getPartition()).isEqualTo(after.get(0).getInputPartition());
            assertThat(documentModel.openScorers).as("the old one is closed").isZero();
        }
        assertThat(rollout.opened(1).openScorers).isZero();
    }

    @Test
    void candidatesServeTheirEntitiesAndShadowsAreOnlyLogged() throws Exception {
        rollout.deploy("canary", 1, 20);
        rollout.deploy("b", 2, 30);
        TrafficSplit split = TrafficSplit.of(rollout.deploy("shadow", 3, 0));
        loader = rollout.loader(document);
        try (TopologyTestDriver driver = driver()) {
            int[] served = new int[3];
            String[] cards =
                    IntStream.range(0, 1_000).mapToObj(card -> "c" + card).toArray(String[]::new);
            List<Prediction> predictions = scored(driver, cards);
            assertThat(predictions).hasSize(cards.length);
            for (int i = 0; i < cards.length; i++) {
                Prediction p = predictions.get(i);
                assertThat(p.getVariant()).isEqualTo(split.variantOf(cards[i]));
                int version = Integer.parseInt(p.getModelVersion());
                assertThat(p.getScore()).isEqualTo(version);
                assertThat(p.getDecision()).isEqualTo(version >= 2 ? "review" : "accept");
                assertThat(p.getScoringNanos()).isPositive();
                ShadowScore shadow = p.getShadows().get(0);
                assertThat(shadow.getScoringNanos()).isPositive();
                assertThat(p.getShadows())
                        .containsExactly(ShadowScore.newBuilder()
                                .setScoringNanos(shadow.getScoringNanos())
                                .setVariant("shadow")
                                .setModel("cards")
                                .setModelVersion("3")
                                .setModelDigest("3".repeat(64))
                                .setScore(3.0)
                                .setDecision("review")
                                .build());
                served[version]++;
            }
            assertThat(served[1]).as("of 1000 by 0.2, 5 standard deviations").isBetween(137, 263);
            assertThat(served[2]).as("of 1000 by 0.3, 5 standard deviations").isBetween(228, 372);
            assertThat(activations(driver)).hasSize(1);
            assertThat(told)
                    .containsEntry("canary 1 predicted", served[1])
                    .containsEntry("b 2 predicted", served[2])
                    .containsEntry("shadow 3 beside", cards.length)
                    .containsEntry("champion 0 swapped", 1)
                    .containsEntry("canary 1 swapped", 1)
                    .containsEntry("b 2 swapped", 1)
                    .containsEntry("shadow 3 swapped", 1)
                    .hasSize(8);
        }
    }

    @Test
    void eventsBeforeACommitAreScoredTogetherInTheirOrder() throws Exception {
        loader = rollout.loader(document);
        String[] cards = IntStream.range(0, 10).mapToObj(card -> "c" + card).toArray(String[]::new);
        try (TopologyTestDriver driver = driver()) {
            List<Prediction> predictions = burst(driver, cards);
            assertThat(predictions)
                    .extracting(Prediction::getEventId)
                    .containsExactly(
                            Arrays.stream(cards).map(card -> "id-" + card).toArray(String[]::new));
            assertThat(predictions).allSatisfy(p -> {
                assertThat(p.getScore()).isZero();
                assertThat(p.getInputPartition()).isZero();
                assertThat(p.getInputOffset()).isZero();
                assertThat(p.getProcessedAt()).isEqualTo(Instant.ofEpochMilli(TIME_MS));
            });
            assertThat(documentModel.runs).containsExactly(4, 4, 2);
            assertThat(scored(driver, "c10")).hasSize(1);
            assertThat(documentModel.runs).containsExactly(4, 4, 2);
            assertThat(told).containsEntry("champion 0 predicted", 11);
        }
    }

    @Test
    void noEventWaitsBeyondTheEndOfARound() throws Exception {
        loader = rollout.loader(document);
        try (TopologyTestDriver driver = driver()) {
            assertThat(burst(driver, "c1", "c2", "c3", "|", "c4", "|", "|", "c5", "c6"))
                    .extracting(Prediction::getEventId)
                    .containsExactly("id-c1", "id-c2", "id-c3", "id-c4", "id-c5", "id-c6");
            assertThat(documentModel.runs)
                    .as("three, the one that is alone, and two with the commit")
                    .containsExactly(3, 2);
        }
        assertThat(atRoundsEnd).as("a task that is closed leaves").isEmpty();
    }

    @Test
    void whatWaitsIsScoredBeforeAnotherRevisionComesIntoForce() throws Exception {
        loader = rollout.loader(document);
        try (TopologyTestDriver driver = driver()) {
            assertThat(burst(driver, "c1", "c2", "!1", "c3", "!2", "c4", "c5", "c6", "c7", "c8"))
                    .extracting(Prediction::getEventId, Prediction::getRevision, Prediction::getScore)
                    .containsExactly(
                            tuple("id-c1", 0L, 0.0),
                            tuple("id-c2", 0L, 0.0),
                            tuple("id-c3", 1L, 1.0),
                            tuple("id-c4", 2L, 2.0),
                            tuple("id-c5", 2L, 2.0),
                            tuple("id-c6", 2L, 2.0),
                            tuple("id-c7", 2L, 2.0),
                            tuple("id-c8", 2L, 2.0));
            assertThat(activations(driver))
                    .extracting(ModelActivation::getEventId)
                    .containsExactly("id-c3", "id-c4");
            assertThat(documentModel.runs).containsExactly(2);
            assertThat(rollout.opened(2).runs).containsExactly(4);
        }
    }

    @Test
    void variantsAndShadowsScoreTheirEventsOfABurstTogether() throws Exception {
        TrafficSplit split = TrafficSplit.of(rollout.deploy("canary", 1, 50));
        rollout.deploy("shadow", 3, 0);
        loader = rollout.loader(document);
        String[] cards = IntStream.range(0, 40).mapToObj(card -> "c" + card).toArray(String[]::new);
        try (TopologyTestDriver driver = driver()) {
            List<Prediction> predictions = burst(driver, cards);
            assertThat(predictions).hasSize(cards.length);
            for (int i = 0; i < cards.length; i++) {
                Prediction p = predictions.get(i);
                assertThat(p.getVariant()).isEqualTo(split.variantOf(cards[i]));
                assertThat(p.getScore()).isEqualTo(p.getVariant().equals("canary") ? 1.0 : 0.0);
                assertThat(p.getShadows()).extracting(ShadowScore::getScore).containsExactly(3.0);
            }
            assertThat(rollout.opened(3).runs).containsOnly(4).hasSize(10);
            assertThat(told).containsEntry("shadow 3 beside", cards.length);
        }
    }

    @Test
    void aTaskGoesOnWithTheRevisionOfItsLastCommit() throws Exception {
        rollout.deploy("champion", 1, 0);
        loader = rollout.loader(document);
        try (TopologyTestDriver driver = driver()) {
            committed(driver, 1);
            assertThat(scored(driver, "c1").get(0).getRevision()).isEqualTo(1);
            assertThat(activations(driver)).as("it was noted before the crash").isEmpty();
            assertThat(stored(driver)).isEqualTo(1);
        }
    }

    @Test
    void aNewerRevisionThatOnlyAnotherInstanceHadLoadedIsLoadedOnTheSpot() throws Exception {
        rollout.deploy("champion", 1, 0);
        loader = rollout.loader(document);
        rollout.deploy("champion", 2, 0);
        loader.offer(rollout.history.newest().orElseThrow()); // the loader may or may not have it by then
        try (TopologyTestDriver driver = driver()) {
            committed(driver, 2);
            assertThat(scored(driver, "c1").get(0).getRevision()).isEqualTo(2);
            assertThat(activations(driver)).isEmpty();
        }
    }

    @Test
    void aTaskWhoseModelIsGoneGoesBackToTheLastGoodRevisionAndSaysWhy() throws Exception {
        rollout.deploy("champion", 1, 0);
        rollout.deploy("champion", 2, 0);
        rollout.broken.put("2", "there is no model file");
        loader = rollout.loader(document);
        try (TopologyTestDriver driver = driver()) {
            committed(driver, 2);
            assertThat(scored(driver, "c1", "c2"))
                    .extracting(Prediction::getRevision, Prediction::getScore)
                    .containsOnly(org.assertj.core.groups.Tuple.tuple(1L, 1.0));
            ModelActivation back = only(activations(driver));
            assertThat(back.getRevision()).isEqualTo(1);
            assertThat(back.getFormer()).isEqualTo(2);
            assertThat(back.getReason())
                    .isEqualTo(
                            "revision 2 cannot be loaded: variant 'champion', model cards 2: there is no model file");
            assertThat(stored(driver)).isEqualTo(1);
            assertThat(loader.failure().orElseThrow()).contains("there is no model file");

            rollout.broken.clear();
            rollout.deploy("champion", 3, 0, loader);
            assertThat(scored(driver, "c3").get(0).getScore()).isEqualTo(3);
            assertThat(only(activations(driver)).getFormer()).isEqualTo(1);
        }
    }

    @Test
    void aModelThatDoesNotLoadLeavesTheLastGoodServing() throws Exception {
        rollout.deploy("champion", 1, 0);
        loader = rollout.loader(document);
        rollout.broken.put("2", "it is no ONNX");
        try (TopologyTestDriver driver = driver()) {
            assertThat(scored(driver, "c1").get(0).getScore()).isEqualTo(1);
            rollout.deploy("champion", 2, 0, loader);
            assertThat(scored(driver, "c2").get(0).getScore()).isEqualTo(1);
            assertThat(activations(driver)).hasSize(1);
        }
    }

    @Test
    void aDeployedModelThatFailsRefusesAndStopsNothing() throws Exception {
        loader = new RolloutLoader(
                document,
                wanted -> new TestingModel(wanted.getDigest(), vector -> {
                    if (vector.valueAt(0) > 0) {
                        throw new ScoringException("the model failed: x", new IllegalStateException());
                    }
                    return 1;
                }));
        loader.offer(rollout.deploy("champion", 1, 0));
        loader.offer(rollout.deploy("shadow", 2, 0));
        loader.start().await(java.time.Duration.ofSeconds(10));
        try (TopologyTestDriver driver = driver()) {
            Prediction refused = scored(driver, "c1").get(0);
            assertThat(refused.getScore()).isNull();
            assertThat(refused.getRefusal()).isEqualTo("the model failed: x");
            assertThat(refused.getShadows().get(0).getRefusal()).isEqualTo("the model failed: x");
        }
    }

    @Test
    void modelsAreHeldForAsLongAsARevisionHasThem() throws Exception {
        loader = rollout.loader(document);
        rollout.deploy("canary", 1, 20, loader);
        assertThat(loader.loadedModels()).isEqualTo(2);
        rollout.publish(revisions -> revisions.pause("canary", true), loader);
        assertThat(loader.loadedModels()).isEqualTo(1);
        assertThat(rollout.opened(1).closed).isEqualTo(1);
        rollout.publish(revisions -> revisions.promote("canary"), loader);
        assertThat(loader.loadedModels()).isEqualTo(1);
        loader.close();
        assertThat(loader.loadedModels()).isZero();
        assertThat(rollout.opened(1).closed).isEqualTo(1);
        assertThat(rollout.opened(1).openScorers).isZero();
    }

    @Test
    void aRevisionIsNotedAgainAtATopicOfAnotherNameAndAtOneMadeAnew() throws Exception {
        rollout.deploy("champion", 1, 0);
        loader = rollout.loader(document);
        for (String topic : List.of("former", "in")) {
            try (TopologyTestDriver driver = driver()) {
                committed(driver, 1, topic, 5_000);
                assertThat(scored(driver, "c1", "c2"))
                        .extracting(Prediction::getRevision)
                        .containsOnly(1L);
                ModelActivation again = only(activations(driver));
                assertThat(again.getRevision()).isEqualTo(1);
                assertThat(again.getFormer()).isEqualTo(1);
                assertThat(again.getOffset()).isZero();
                assertThat(driver.<String, Long>getKeyValueStore(ScoringProcessor.STORE)
                                .get("since in"))
                        .isZero();
            }
        }
    }

    @Test
    void aReplayTakesTheRecordedRevisionsWhateverIsNewest() throws Exception {
        rollout.deploy("champion", 1, 0);
        rollout.deploy("champion", 2, 0);
        rollout.deploy("champion", 3, 0);
        loader = rollout.loader(document);
        RecordedRevisions.Recorder recorder = new RecordedRevisions.Recorder();
        long[] revisions = {0, 0, 1, 2, 1, 2, 2, 0};
        for (int offset = 0; offset < revisions.length; offset++) {
            recorder.add("payments", 2, offset, revisions[offset]);
        }
        try (TopologyTestDriver driver = driver(loader.replaying(recorder.recorded()))) {
            assertThat(scored(driver, "@0", "@1", "@2", "@3", "@4", "@5", "@6", "@7"))
                    .extracting(Prediction::getScore)
                    .containsExactly(0.0, 0.0, 1.0, 2.0, 1.0, 2.0, 2.0, 0.0);
            assertThat(activations(driver))
                    .extracting(ModelActivation::getRevision)
                    .as("what was recorded takes effect at the same places, and nothing else does")
                    .containsExactly(1L, 2L, 1L, 2L, 0L);
            assertThat(rollout.fetched.stream().filter("2"::equals))
                    .as("the last few stay loaded")
                    .hasSize(1);
        }
        assertThat(rollout.opened(2).openScorers).isZero();
        assertThat(rollout.opened(2).closed).isEqualTo(1);
    }

    @Test
    void aReplayStopsWhereARecordedRevisionIsNotToBeHad() throws Exception {
        rollout.deploy("champion", 1, 0);
        rollout.deploy("champion", 2, 0);
        rollout.broken.put("1", "there is no model file");
        loader = rollout.loader(document);
        RecordedRevisions.Recorder recorder = new RecordedRevisions.Recorder();
        recorder.add("payments", 2, 0, 1);
        try (TopologyTestDriver driver = driver(loader.replaying(recorder.recorded()))) {
            assertThatThrownBy(() -> scored(driver, "@0"))
                    .rootCause()
                    .hasMessageContaining("the event at offset 0 of payments-2 cannot be scored again as it was")
                    .hasMessageContaining("there is no model file");
        }
    }

    private static ModelActivation only(List<ModelActivation> activations) {
        assertThat(activations).hasSize(1);
        return activations.get(0);
    }

    /** What the changelog brings back after a crash. */
    private static void committed(TopologyTestDriver driver, long revision) {
        committed(driver, revision, "in", 0);
    }

    private static void committed(TopologyTestDriver driver, long revision, String topic, long since) {
        driver.<String, Long>getKeyValueStore(ScoringProcessor.STORE).put("revision", revision);
        driver.<String, Long>getKeyValueStore(ScoringProcessor.STORE).put("since " + topic, since);
    }

    private static long stored(TopologyTestDriver driver) {
        return driver.<String, Long>getKeyValueStore(ScoringProcessor.STORE).get("revision");
    }

    private List<Prediction> scored(TopologyTestDriver driver, String... cards) {
        var input = driver.createInputTopic(
                "in", Serdes.String().serializer(), carrier().serializer());
        for (String card : cards) {
            input.pipeInput(card, enriched(card), TIME_MS);
        }
        return predictions(driver);
    }

    private static List<Prediction> predictions(TopologyTestDriver driver) {
        return driver.createOutputTopic(
                        "out",
                        Serdes.String().deserializer(),
                        AvroSerde.of(Prediction.class, REGISTRY).deserializer())
                .readValuesToList();
    }

    private static List<ModelActivation> activations(TopologyTestDriver driver) {
        return driver.createOutputTopic(
                        "activations",
                        Serdes.String().deserializer(),
                        AvroSerde.of(ModelActivation.class, REGISTRY).deserializer())
                .readValuesToList();
    }

    private TopologyTestDriver driver() {
        return driver(loader);
    }

    private TopologyTestDriver driver(Rollout followed) {
        Topology topology = new Topology()
                .addSource("in", Serdes.String().deserializer(), carrier().deserializer(), "in")
                .addSource(
                        "bursts",
                        Serdes.String().deserializer(),
                        Serdes.String().deserializer(),
                        "bursts")
                .addProcessor("split", this::splitter, "bursts")
                .addProcessor(
                        "score",
                        ScoringProcessor.supplier(
                                followed,
                                () -> TIME_MS,
                                new ScoringProcessor.Outlets("out", "activations"),
                                metrics,
                                this::atRoundsEnd),
                        "in",
                        "split")
                .addSink(
                        "out",
                        "out",
                        Serdes.String().serializer(),
                        AvroSerde.of(Prediction.class, REGISTRY).serializer(),
                        "score")
                .addSink(
                        "activations",
                        "activations",
                        Serdes.String().serializer(),
                        AvroSerde.of(ModelActivation.class, REGISTRY).serializer(),
                        "score");
        Properties config = new Properties();
        config.put(
                StreamsConfig.STATE_DIR_CONFIG,
                directory.resolve("s" + drivers++).toString());
        return new TopologyTestDriver(topology, config);
    }

    /** Several events, by their cards, before the task can commit. */
    private static List<Prediction> burst(TopologyTestDriver driver, String... cards) {
        driver.createInputTopic(
                        "bursts", Serdes.String().serializer(), Serdes.String().serializer())
                .pipeInput("burst", String.join(" ", cards), TIME_MS);
        return predictions(driver);
    }

    /** Makes events of a burst; of a number after '!' it makes the next revision instead, and at '|' a round ends. */
    private Processor<String, String, String, EnrichedEvent> splitter() {
        return new ContextualProcessor<>() {
            @Override
            public void process(Record<String, String> burst) {
                for (String card : burst.value().split(" ", -1)) {
                    if (card.equals("|")) {
                        atRoundsEnd.forEach(Runnable::run);
                    } else if (card.startsWith("!")) {
                        deployNext(Integer.parseInt(card.substring(1)));
                    } else {
                        context().forward(new Record<>(card, enriched(card), TIME_MS));
                    }
                }
            }
        };
    }

    private void deployNext(int version) {
        try {
            rollout.deploy("champion", version, 0, loader);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private EnrichedEvent enriched(String card) {
        Event event = new Event(features.scoredSource().schema()).identify("id-" + card, TIME_MS);
        event.setText(event.schema().indexOf("card"), card);
        event.setDouble(event.schema().indexOf("amount"), 2.5);
        return new EnrichedEvent(
                event,
                new Origin("payments", 2, card.startsWith("@") ? Long.parseLong(card.substring(1)) : 77),
                TIME_MS,
                new FeatureValues(0));
    }

    /** Carries an event by its card alone. */
    private Serde<EnrichedEvent> carrier() {
        return Serdes.serdeFrom(
                (topic, event) -> Objects.requireNonNull(
                                event.event().keyAt(event.event().schema().indexOf("card")))
                        .getBytes(StandardCharsets.UTF_8),
                (topic, bytes) -> enriched(new String(bytes, StandardCharsets.UTF_8)));
    }

    private EventScoring scoring() {
        Problems problems = new Problems();
        ModelDefinition definition = ModelSection.read(Objects.requireNonNull(root().get("model")), problems);
        VectorPlan plan = VectorPlan.read(features, definition.inputs(), definition.at("inputs"), problems);
        problems.throwIfAny();
        return new EventScoring(features, definition, documentModel, plan);
    }

    private static FeatureDefinition features() {
        Problems problems = new Problems();
        Map<String, SourceDefinition> sources =
                SourcesSection.read(Objects.requireNonNull(root().get("sources")), problems);
        FeaturesSection.Features read =
                FeaturesSection.read(Objects.requireNonNull(root().get("features")), sources, "payments", problems);
        problems.throwIfAny();
        return new FeatureDefinition("cards", sources, "payments", read.views(), read.expressions());
    }

    private static ConfigNode root() {
        return YamlDocument.parse("cards.yaml", PIPELINE);
    }
}
