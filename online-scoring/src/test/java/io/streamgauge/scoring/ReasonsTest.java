package io.streamgauge.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.Explanation;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.Reason;
import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.scoring.onnx.OnnxModel;
import io.streamgauge.scoring.onnx.TestingModels;
import io.streamgauge.scoring.onnx.TestingReasons;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.SourcesSection;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.Origin;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.VectorPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline whose predictions say why. */
final class ReasonsTest {

    private static final String SOURCES = """
            sources:
              payments:
                topic: payments
                id: id
                time: time
                fields: {id: string, time: timestamp, amount: double, age: double, region: double}
            """;

    private static final String MODEL = """
            model:
              name: payments
              file: payments.onnx
              scores: payments
              inputs: [amount, age, region]
              decision: 'score > 10.0 ? "refuse" : "accept"'
              reasons: %s
            """;

    /** 2·amount − age + 3·region, where the background's means are 5, 40 and 1. */
    private static final String BACKGROUND =
            "{\"columns\": [\"amount\", \"age\", \"region\"], \"rows\": [[4, 30, 1], [6, 50, 1]]}";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private Prediction predict(String reasons, double amount, double age, double region) throws Exception {
        return predictBy(MODEL.formatted(reasons), amount, age, region);
    }

    private Prediction predictBy(String section, double amount, double age, double region) throws Exception {
        ConfigNode root = YamlDocument.parse("payments.yaml", SOURCES + section);
        Problems problems = new Problems();
        Map<String, SourceDefinition> sources =
                SourcesSection.read(Objects.requireNonNull(root.get("sources")), problems);
        ModelDefinition definition = ModelSection.read(Objects.requireNonNull(root.get("model")), problems);
        problems.throwIfAny();
        FeatureDefinition features = new FeatureDefinition("payments", sources, "payments", List.of(), Map.of());
        VectorPlan plan = VectorPlan.of(features, definition.inputs());
        ModelSection.check(definition, plan.names(), plan.types(), problems);
        problems.throwIfAny();
        Event event = new Event(features.scoredSource().schema()).identify("p1", 0);
        event.setDouble(event.schema().indexOf("amount"), amount);
        event.setDouble(event.schema().indexOf("age"), age);
        event.setDouble(event.schema().indexOf("region"), region);
        Path file = TestingModels.write(
                TestingReasons.withBackground(
                        TestingModels.linear(List.of("amount", "age", "region"), 0, 2, -1, 3), BACKGROUND),
                directory);
        try (OnnxModel model = OnnxModel.load(file, ModelContract.of(definition, plan));
                EventScorer scorer = new EventScoring(features, definition, model, plan).newScorer()) {
            Prediction prediction =
                    scorer.predict(new EnrichedEvent(event, new Origin("payments", 0, 7), 0, new FeatureValues(0)), 0);
            assertThat(scorer.again(prediction)).isEqualTo(prediction);
            return prediction;
        }
    }

    @Test
    void theGreatestSharesAreToldAndTheRestIsOneNumber() throws Exception {
        Prediction prediction = predict("{top: 2, codes: {amount: R01, age: R02}}", 15, 46, 2);
        assertThat(prediction.getScore()).isEqualTo(-10);
        assertThat(prediction.getExplanation())
                .isEqualTo(new Explanation(
                        -27.0, -10.0, 3.0, List.of(new Reason("amount", 20.0, "R01"), new Reason("age", -6.0, "R02"))));
    }

    @Test
    void thePageShowsWhatAPredictionSays() throws Exception {
        Prediction prediction = predictBy(ModelsPageTest.block("reasons"), 15, 46, 2);
        assertThat(Objects.requireNonNull(prediction.getExplanation()).toString())
                .isEqualTo(ModelsPageTest.block("explanation"));
    }

    @Test
    void whatMovesNothingIsNoReason() throws Exception {
        Explanation explanation = Objects.requireNonNull(predict("{}", 5, 40, 2).getExplanation());
        assertThat(explanation.getReasons()).containsExactly(new Reason("region", 3.0, null));
        assertThat(explanation.getRest()).isZero();
    }

    @Test
    void onlyThoseWantedSayWhy() throws Exception {
        assertThat(predict("{when: score > 0.0}", 5, 40, 1).getExplanation()).isNull();
        assertThat(predict("{when: score > 0.0}", 50, 40, 1).getExplanation()).isNotNull();
        assertThat(predict("{when: 'decision == \"refuse\"'}", 5, 40, 1).getExplanation())
                .isNull();
        assertThat(predict("{when: 'decision == \"refuse\" && amount > 5.0'}", 50, 40, 1)
                        .getExplanation())
                .isNotNull();
        assertThat(predict("{share: 0.000001%}", 5, 40, 1).getExplanation()).isNull();
        assertThat(predict("{share: 100%}", 5, 40, 1).getExplanation()).isNotNull();
    }

    @Test
    void aShareIsAShareOfIdsThatCountUp() {
        int ids = 200_000;
        for (double share : new double[] {0.01, 0.3}) {
            int chosen = 0;
            for (int id = 0; id < ids; id++) {
                chosen += Reasons.fraction("t" + id) < share ? 1 : 0;
            }
            // 4 standard deviations of a binomial count
            assertThat((double) chosen).isCloseTo(share * ids, Offset.offset(4 * Math.sqrt(ids * share * (1 - share))));
        }
    }
}
