package io.streamgauge.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.ServedFeature;
import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.schemas.VectorCorrection;
import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.store.definition.DefinitionHash;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.FeaturesSection;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.SourcesSection;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.Origin;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.VectorPlan;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A correction of features becomes one of the vector that the model was given. */
class VectorCorrectionsTest {

    private static final long TIME_MS = 1_700_000_000_000L;
    private static final ConfigNode DOCUMENT = YamlDocument.parse("cards.yaml", """
            sources:
              payments:
                topic: payments
                format: json
                id: id
                time: time
                fields: {id: string, time: timestamp, card: string, amount: double}
            features:
              card:
                entity: card
                from: payments
                windows: [1d]
                aggregates: {count: count, spent: sum(amount), unused: max(amount)}
              request:
                expressions: {twice: "card.count_1d * 2.0"}
            model:
              name: cards
              file: cards.onnx
              scores: payments
              inputs: [amount, card.count_1d, card.spent_1d, request.twice]
              missing: {card.spent_1d: -1}
            """);

    private final FeatureDefinition features = features();
    private final VectorCorrections corrections = corrections();

    @Test
    void carriesTheVectorAndWhatItReplaces() {
        EnrichedEvent before = enriched(4, 1);
        before.features().setMissing(1, ValueStatus.NULL_VALUE);

        assertThat(corrections.of(enriched(5, 1), before, "payments", "p0", 3))
                .contains(VectorCorrection.newBuilder()
                        .setEventId("p1")
                        .setPipeline("cards")
                        .setEventTime(Instant.ofEpochMilli(TIME_MS))
                        .setNumber(3)
                        .setCauseSource("payments")
                        .setCauseEventId("p0")
                        .setFeatures(List.of(
                                new ServedFeature("amount", 2.5, ValueStatus.PRESENT, null),
                                new ServedFeature("card.count_1d", 5.0, ValueStatus.PRESENT, null),
                                new ServedFeature("card.spent_1d", 6.0, ValueStatus.PRESENT, null),
                                new ServedFeature("request.twice", 10.0, ValueStatus.PRESENT, null)))
                        .setReplaced(List.of(
                                new ServedFeature("card.count_1d", 4.0, ValueStatus.PRESENT, null),
                                new ServedFeature("card.spent_1d", -1.0, ValueStatus.NULL_VALUE, null),
                                new ServedFeature("request.twice", 8.0, ValueStatus.PRESENT, null)))
                        .setDefinitionHash(DefinitionHash.of(features))
                        .setSourceTopic("payments")
                        .setSourcePartition(2)
                        .setSourceOffset(77)
                        .build());
    }

    @Test
    void thereIsNoneWhenTheModelTakesNothingThatDiffers() {
        assertThat(corrections.of(enriched(4, 1), enriched(4, 2), "payments", "p0", 1))
                .isEmpty();
    }

    private EnrichedEvent enriched(double count, double unused) {
        Event event = new Event(features.scoredSource().schema()).identify("p1", TIME_MS);
        event.setDouble(event.schema().indexOf("amount"), 2.5);
        FeatureValues views = new FeatureValues(3);
        views.set(0, count);
        views.set(1, 6);
        views.set(2, unused);
        return new EnrichedEvent(event, new Origin("payments", 2, 77), TIME_MS, views);
    }

    private VectorCorrections corrections() {
        Problems problems = new Problems();
        ModelDefinition definition = ModelSection.read(section("model"), problems);
        VectorPlan plan = VectorPlan.read(features, definition.inputs(), definition.at("inputs"), problems);
        problems.throwIfAny();
        return new EventScoring(features, definition, new TestingModel(vector -> 0), plan).newCorrections();
    }

    private static FeatureDefinition features() {
        Problems problems = new Problems();
        Map<String, SourceDefinition> sources = SourcesSection.read(section("sources"), problems);
        FeaturesSection.Features read = FeaturesSection.read(section("features"), sources, "payments", problems);
        problems.throwIfAny();
        return new FeatureDefinition("cards", sources, "payments", read.views(), read.expressions());
    }

    private static ConfigNode section(String name) {
        return Objects.requireNonNull(DOCUMENT.get(name), name);
    }
}
