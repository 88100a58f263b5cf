package io.streamgauge.scoring;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.SourcesSection;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.Origin;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.VectorPlan;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A pipeline without views, whose one input is an amount, and whose document's model says 0. */
final class TestingPipeline {

    private static final String DOCUMENT = """
            sources:
              payments:
                topic: payments
                id: id
                time: time
                fields: {id: string, time: timestamp, card: string, amount: double}
            model: {name: cards, version: 0, file: cards.onnx, scores: payments, inputs: [amount], %s}
            """;
    private static final ConfigNode ROOT = root("reasons: {}");

    private TestingPipeline() {}

    private static ConfigNode root(String more) {
        return YamlDocument.parse("cards.yaml", DOCUMENT.formatted(more));
    }

    static EventScoring document() {
        return document(ROOT, 0);
    }

    /**
     * One with more keys of the model.
     *
     * @param score what its model says
     */
    static EventScoring document(String more, double score) {
        return document(root(more), score);
    }

    private static EventScoring document(ConfigNode root, double score) {
        Problems problems = new Problems();
        ModelDefinition definition = ModelSection.read(Objects.requireNonNull(root.get("model")), problems);
        VectorPlan plan = VectorPlan.read(features(), definition.inputs(), definition.at("inputs"), problems);
        problems.throwIfAny();
        TestingModel model = new TestingModel(TestingRollout.model(0).getDigest(), vector -> score);
        return new EventScoring(features(), definition, model, plan);
    }

    private static FeatureDefinition features() {
        Problems problems = new Problems();
        return new FeatureDefinition(
                "cards",
                SourcesSection.read(Objects.requireNonNull(ROOT.get("sources")), problems),
                "payments",
                List.of(),
                Map.of());
    }

    static EnrichedEvent event() {
        Event event = new Event(features().scoredSource().schema()).identify("p1", 1_700_000_000_000L);
        event.setText(event.schema().indexOf("card"), "c1");
        event.setDouble(event.schema().indexOf("amount"), 2.5);
        return new EnrichedEvent(event, new Origin("payments", 0, 0), event.timeMs(), new FeatureValues(0));
    }
}
