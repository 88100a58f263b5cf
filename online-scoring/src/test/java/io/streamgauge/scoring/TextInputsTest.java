package io.streamgauge.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.ModelOutput;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ServedFeature;
import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.scoring.onnx.OnnxModel;
import io.streamgauge.scoring.onnx.TestingModels;
import io.streamgauge.scoring.onnx.TestingTabular;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline whose model takes texts and whole numbers, from the event to the prediction, and back to the same score. */
final class TextInputsTest {

    private static final ConfigNode DOCUMENT = YamlDocument.parse("shops.yaml", """
            sources:
              payments:
                topic: payments
                id: id
                time: time
                fields: {id: string, time: timestamp, shop: string, amount: double, exact: double, n: long, i: long, ok: boolean}
            model:
              name: shops
              file: shops.onnx
              scores: payments
              inputs: [amount, exact, n, i, ok, shop]
              decision: 'label == "south" && shop == "south" && score > 20.0 ? "review" : "accept"'
              missing: {"*": 0, shop: {text: unknown}, i: refuse}
              publish: parts
            """);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private final FeatureDefinition features = features();
    private final ModelDefinition definition = definition();
    private final VectorPlan plan = VectorPlan.of(features, definition.inputs());

    private static FeatureDefinition features() {
        Problems problems = new Problems();
        Map<String, SourceDefinition> sources =
                SourcesSection.read(Objects.requireNonNull(DOCUMENT.get("sources")), problems);
        problems.throwIfAny();
        return new FeatureDefinition("shops", sources, "payments", List.of(), Map.of());
    }

    private ModelDefinition definition() {
        Problems problems = new Problems();
        ModelDefinition read = ModelSection.read(Objects.requireNonNull(DOCUMENT.get("model")), problems);
        ModelSection.check(
                read,
                VectorPlan.of(features, read.inputs()).names(),
                VectorPlan.of(features, read.inputs()).types(),
                problems);
        problems.throwIfAny();
        return read;
    }

    private OnnxModel model() throws Exception {
        return OnnxModel.load(
                TestingModels.write(TestingTabular.mixed(), directory), ModelContract.of(definition, plan));
    }

    private Prediction predict(Event event) throws Exception {
        try (OnnxModel model = model();
                EventScorer scorer = new EventScoring(features, definition, model, plan).newScorer()) {
            return scorer.predict(new EnrichedEvent(event, new Origin("payments", 0, 7), 0, new FeatureValues(0)), 0);
        }
    }

    private Event event(String shop) {
        Event event = new Event(features.scoredSource().schema()).identify("p1", 0);
        event.setDouble(event.schema().indexOf("amount"), 0.5);
        event.setDouble(event.schema().indexOf("exact"), 0.25);
        event.setLong(event.schema().indexOf("n"), 3);
        event.setLong(event.schema().indexOf("i"), 4);
        event.setBoolean(event.schema().indexOf("ok"), true);
        if (!shop.isEmpty()) {
            event.setText(event.schema().indexOf("shop"), shop);
        }
        return event;
    }

    @Test
    void textsAreServedDecidedOverAndPublished() throws Exception {
        Prediction prediction = predict(event("south"));
        assertThat(prediction.getScore()).isEqualTo(28.75);
        assertThat(prediction.getLabel()).isEqualTo("south");
        assertThat(prediction.getDecision()).isEqualTo("review");
        assertThat(prediction.getFeatures().get(5))
                .isEqualTo(new ServedFeature("shop", null, ValueStatus.PRESENT, "south"));
        assertThat(prediction.getOutputs())
                .containsExactly(
                        new ModelOutput("parts", List.of(0.5, 0.25, 3.0, 4.0, 1.0, 20.0), List.of(), List.of()));
        assertThat(prediction.getRefusal()).isNull();
    }

    @Test
    void theServedVectorGivesTheSameScoreAgain() throws Exception {
        Prediction prediction = predict(event("north"));
        FeatureValues again = new FeatureValues(prediction.getFeatures().size());
        for (int i = 0; i < again.size(); i++) {
            ServedFeature served = prediction.getFeatures().get(i);
            if (served.getText() != null) {
                again.set(i, served.getText(), served.getStatus());
            } else if (served.getValue() != null) {
                again.set(i, served.getValue(), served.getStatus());
            }
        }
        try (OnnxModel model = model();
                Scorer scorer = model.newScorer()) {
            assertThat((Double) scorer.score(again)).isEqualTo(prediction.getScore());
        }
    }

    @Test
    void aMissingTextBecomesTheDeclaredOne() throws Exception {
        Prediction prediction = predict(event(""));
        assertThat(prediction.getScore()).isEqualTo(8.75 - 1);
        assertThat(prediction.getLabel()).isEqualTo("unknown");
        assertThat(prediction.getFeatures().get(5))
                .isEqualTo(new ServedFeature("shop", null, ValueStatus.NULL_VALUE, "unknown"));
    }

    @Test
    void aValueThatTheModelCannotTakeIsRefusedWithItsReason() throws Exception {
        Event event = event("south");
        event.setLong(event.schema().indexOf("i"), 3_000_000_000L);
        Prediction prediction = predict(event);
        assertThat(prediction.getScore()).isNull();
        assertThat(prediction.getLabel()).isNull();
        assertThat(prediction.getDecision()).isNull();
        assertThat(prediction.getOutputs()).isNull();
        assertThat(prediction.getRefusal()).contains("input 'i' is 3.0E9").contains("int32");
    }
}
