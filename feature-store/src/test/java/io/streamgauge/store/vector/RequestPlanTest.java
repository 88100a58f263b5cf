package io.streamgauge.store.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.FeaturesSection;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.SourcesSection;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.FieldType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RequestPlanTest {

    private final FeatureDefinition definition = definition("""
            sources:
              tx:
                topic: tx
                id: id
                time: time
                fields: {id: string, time: timestamp, card: string, shop: string, amount: double}
            features:
              card: {entity: card, from: tx, windows: [1d], aggregates: {n: count, mean: mean(amount), last: last(time)}}
              shop: {entity: [shop, card], from: tx, windows: [1d], aggregates: {n: count}}
              request:
                expressions:
                  ratio: amount / card.mean_1d
                  high: request.ratio > 2.0
                  now: time
            """);

    @Test
    void saysWhatMustBeReadAndGivenDirectlyOrThroughExpressions() {
        RequestPlan plan = plan("request.high");
        assertThat(plan.views()).extracting(ViewDefinition::name).containsExactly("card");
        assertThat(plan.fields()).containsExactly("amount");
        assertThat(plan.entityFields()).containsExactly("card");

        RequestPlan both = plan("shop.n_1d", "card.n_1d", "amount");
        assertThat(both.views()).extracting(ViewDefinition::name).containsExactly("card", "shop");
        assertThat(both.entityFields()).containsExactly("card", "shop");
        assertThat(both.fields()).containsExactly("amount");
        assertThat(plan("request.now").views()).isEmpty();
    }

    @Test
    void computesInTheOrderAskedForWithTypesAndStatuses() {
        RequestPlan plan = plan("request.high", "amount", "card.last_1d", "request.now", "request.ratio", "shop.n_1d");
        assertThat(plan.types())
                .containsExactly(
                        FieldType.BOOLEAN,
                        FieldType.DOUBLE,
                        FieldType.TIMESTAMP,
                        FieldType.TIMESTAMP,
                        FieldType.DOUBLE,
                        FieldType.LONG);
        Event event = new Event(definition.scoredSource().schema()).identify("", 5);
        event.setLong(1, 5);
        event.setDouble(4, 30);
        FeatureValues views = new FeatureValues(4);
        views.set(1, 10);
        views.set(2, 3);
        FeatureValues out = new FeatureValues(plan.names().size());

        plan.assemble(event, views, out);

        assertThat(out.valueAt(0)).isEqualTo(1);
        assertThat(out.valueAt(1)).isEqualTo(30);
        assertThat(out.valueAt(2)).isEqualTo(3);
        assertThat(out.valueAt(3)).isEqualTo(5);
        assertThat(out.valueAt(4)).isEqualTo(3);
        assertThat(out.statusAt(5)).isEqualTo(ValueStatus.NOT_FOUND);
        assertThat(plan.viewFeature(2)).isEqualTo(2);
        assertThat(plan.viewFeature(1)).isNegative();

        event.setNull(4);
        plan.assemble(event, views, out);
        assertThat(out.statusAt(0)).isEqualTo(ValueStatus.NULL_VALUE);
        assertThat(out.statusAt(1)).isEqualTo(ValueStatus.NULL_VALUE);
    }

    @Test
    void aFeatureThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> plan("card.nope")).hasMessage("no feature 'card.nope'");
    }

    private RequestPlan plan(String... names) {
        return RequestPlan.of(definition, definition.compiledExpressions(), List.of(names));
    }

    private static FeatureDefinition definition(String yaml) {
        ConfigNode root = YamlDocument.parse("p.yaml", yaml);
        Problems problems = new Problems();
        Map<String, SourceDefinition> sources =
                SourcesSection.read(Objects.requireNonNull(root.get("sources")), problems);
        FeaturesSection.Features features =
                FeaturesSection.read(Objects.requireNonNull(root.get("features")), sources, "tx", problems);
        problems.throwIfAny();
        return new FeatureDefinition("p", sources, "tx", features.views(), features.expressions());
    }
}
