package io.streamgauge.store.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.schemas.config.ConfigException;
import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problem;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.FeaturesSection;
import io.streamgauge.store.definition.FeaturesSection.Features;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.SourcesSection;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.expression.Expression;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class VectorPlanTest {

    private static final FeatureDefinition DEFINITION = definition("""
            sources:
              tx:
                topic: tx
                id: id
                time: time
                fields: {id: string, time: timestamp, card: string, amount: double, online: boolean, n: long}
            features:
              request:
                expressions: {night: hour(time) <= 6, per_item: amount / n}
              card: {entity: card, from: tx, windows: [1d, 7d], aggregates: {count: count, mean: mean(amount)}}
            """);

    private static final FeatureDefinition TEXTS = definition("""
            sources:
              tx:
                topic: tx
                id: id
                time: time
                fields: {id: string, time: timestamp, card: string, shop: string, online: boolean}
            features:
              card:
                entity: card
                from: tx
                windows: [7d]
                aggregates: {n: count, shop: {of: last(shop), default: none}, online: last(online)}
              request:
                expressions: {same: card.shop_7d == shop, both: 'card.shop_7d + "/" + shop'}
            """);

    @Test
    void aTextIsAnInputWhenItIsNamed() {
        assertThat(VectorPlan.of(TEXTS, List.of("card.*", "request.*")).names())
                .containsExactly("card.n_7d", "card.online_7d", "request.same");
        VectorPlan named = VectorPlan.of(TEXTS, List.of("card.*", "card.shop_7d", "request.both", "shop"));
        assertThat(named.names())
                .containsExactly("card.n_7d", "card.online_7d", "card.shop_7d", "request.both", "shop");
        assertThat(named.types())
                .containsExactly(
                        FieldType.DOUBLE, FieldType.DOUBLE, FieldType.STRING, FieldType.STRING, FieldType.STRING);
        assertThatThrownBy(() -> definition("""
                        sources:
                          tx: {topic: tx, id: id, time: time, fields: {id: string, time: timestamp, card: string}}
                        features:
                          card: {entity: card, from: tx, windows: [7d], aggregates: {card: last(card)}}
                          request: {expressions: {wrong: card.card_7d + 1.0}}
                        """)).hasMessageContaining("string");
    }

    @Test
    void textsOfViewsExpressionsAndFields() {
        VectorPlan plan = VectorPlan.ofColumns(TEXTS, List.of("card.*", "request.*", "shop", "online"));
        assertThat(plan.names())
                .containsExactly(
                        "card.n_7d",
                        "card.shop_7d",
                        "card.online_7d",
                        "request.same",
                        "request.both",
                        "shop",
                        "online");
        assertThat(plan.types())
                .containsExactly(
                        FieldType.DOUBLE,
                        FieldType.STRING,
                        FieldType.DOUBLE,
                        FieldType.DOUBLE,
                        FieldType.STRING,
                        FieldType.STRING,
                        FieldType.DOUBLE);
        FeatureValues views = new FeatureValues(3);
        views.set(0, 2);
        views.set(1, "north", ValueStatus.NOT_FOUND);
        Event event = new Event(TEXTS.scoredSource().schema()).identify("e", 0);
        event.setText(3, "south");
        FeatureValues out = new FeatureValues(plan.size());
        plan.assemble(event, views, out);
        assertThat(out.textAt(1)).isEqualTo("north");
        assertThat(out.statusAt(1)).isEqualTo(ValueStatus.NOT_FOUND);
        assertThat(out.isMissing(2)).isTrue();
        assertThat(out.valueAt(3)).isZero();
        assertThat(out.textAt(4)).isEqualTo("north/south");
        assertThat(out.textAt(5)).isEqualTo("south");
        assertThat(out.statusAt(6)).isEqualTo(ValueStatus.NULL_VALUE);
        views.setMissing(1, ValueStatus.NULL_VALUE);
        plan.assemble(event, views, out);
        assertThat(out.isMissing(1)).isTrue();
        assertThat(out.textAt(1)).isNull();
        assertThat(out.isMissing(3))
                .as("an expression over what is missing is missing")
                .isTrue();
        assertThat(out.textAt(4)).isNull();
    }

    private static FeatureDefinition definition(String yaml) {
        ConfigNode root = YamlDocument.parse("p.yaml", yaml);
        Problems problems = new Problems();
        Map<String, SourceDefinition> sources =
                SourcesSection.read(Objects.requireNonNull(root.get("sources")), problems);
        Features features = FeaturesSection.read(Objects.requireNonNull(root.get("features")), sources, "tx", problems);
        problems.throwIfAny();
        return new FeatureDefinition("p", sources, "tx", features.views(), features.expressions());
    }

    private static Event event() {
        Event event = new Event(DEFINITION.scoredSource().schema()).identify("e", 0);
        event.setLong(1, 3_600_000L * 7);
        event.setDouble(3, 10);
        event.setBoolean(4, true);
        event.setLong(5, 4);
        return event;
    }

    private static FeatureValues views() {
        FeatureValues views = new FeatureValues(4);
        views.set(0, 3);
        views.set(1, 5);
        views.set(2, 0, ValueStatus.NULL_VALUE);
        return views;
    }

    private static List<String> problems(String inputs) {
        ConfigNode node = Objects.requireNonNull(
                YamlDocument.parse("p.yaml", "inputs: " + inputs).get("inputs"));
        Problems problems = new Problems();
        List<String> names = node.items().stream().map(ConfigNode::shown).toList();
        VectorPlan.read(DEFINITION, names, node, problems);
        return problems.all().stream().map(Problem::toString).toList();
    }

    @Test
    void wildcardsExpandInDeclaredOrder() {
        assertThat(VectorPlan.of(DEFINITION, List.of("amount", "request.*", "card.*", "online"))
                        .names())
                .containsExactly(
                        "amount",
                        "request.night",
                        "request.per_item",
                        "card.count_1d",
                        "card.count_7d",
                        "card.mean_1d",
                        "card.mean_7d",
                        "online");
    }

    @Test
    void valuesAndStatuses() {
        VectorPlan plan =
                VectorPlan.of(DEFINITION, List.of("card.*", "online", "request.per_item", "request.night", "n"));
        FeatureValues out = new FeatureValues(plan.size());

        plan.assemble(event(), views(), out);

        assertThat(out.valueAt(0)).isEqualTo(3);
        assertThat(out.valueAt(1)).isEqualTo(5);
        assertThat(out.valueAt(2)).isEqualTo(0);
        assertThat(out.isMissing(2)).isFalse();
        assertThat(out.statusAt(2)).isEqualTo(ValueStatus.NULL_VALUE);
        assertThat(out.isMissing(3)).isTrue();
        assertThat(out.statusAt(3)).isEqualTo(ValueStatus.NOT_FOUND);
        assertThat(out.valueAt(4)).isEqualTo(1);
        assertThat(out.valueAt(5)).isEqualTo(2.5);
        assertThat(out.valueAt(6)).isEqualTo(0);
        assertThat(out.valueAt(7)).isEqualTo(4);
    }

    @Test
    void whatIsMissingIsNullAndAUsedVectorIsOverwritten() {
        VectorPlan plan = VectorPlan.of(DEFINITION, List.of("amount", "request.per_item", "n"));
        FeatureValues out = new FeatureValues(plan.size());
        plan.assemble(event(), views(), out);
        Event without = event();
        without.setNull(3);

        plan.assemble(without, views(), out);

        for (int i = 0; i < 2; i++) {
            assertThat(out.isMissing(i)).isTrue();
            assertThat(out.statusAt(i)).isEqualTo(ValueStatus.NULL_VALUE);
        }
        assertThat(out.isMissing(2)).isFalse();
        Event noItems = event();
        noItems.setLong(5, 0);
        plan.assemble(noItems, views(), out);
        assertThat(out.isMissing(1)).as("infinite").isTrue();
    }

    private static final FeatureDefinition NESTED = definition("""
            sources:
              tx:
                topic: tx
                id: id
                time: time
                fields: {id: string, time: timestamp, card: string, amount: double, n: long}
            features:
              card: {entity: card, from: tx, windows: [1d, 7d], aggregates: {count: count, mean: mean(amount)}}
              request:
                expressions:
                  ratio: amount / card.mean_1d
                  usual: coalesce(request.ratio, 1) < 2
                  kind: 'request.usual ? "usual" : "rare"'
                  unused: amount + 1
                  rare: request.kind == "rare"
                  twice: n * 2
                  all: "request.ratio + request.twice + (request.rare ? 100 : 0)"
            """);

    private static Event nestedEvent(double amount) {
        Event event = new Event(NESTED.scoredSource().schema()).identify("e", 0);
        event.setDouble(3, amount);
        event.setLong(4, 4);
        return event;
    }

    @Test
    void expressionsSeeViewsAndEachOther() {
        VectorPlan plan = VectorPlan.of(NESTED, List.of("request.*", "card.mean_1d"));
        assertThat(plan.names())
                .as("without the text")
                .containsExactly(
                        "request.ratio",
                        "request.usual",
                        "request.unused",
                        "request.rare",
                        "request.twice",
                        "request.all",
                        "card.mean_1d");
        FeatureValues views = views();
        views.set(2, 5);
        FeatureValues out = new FeatureValues(plan.size());

        plan.assemble(nestedEvent(20), views, out);
        assertThat(List.of(out.valueAt(0), out.valueAt(1), out.valueAt(3), out.valueAt(4), out.valueAt(5)))
                .containsExactly(4.0, 0.0, 1.0, 8.0, 112.0);

        views.setMissing(2, ValueStatus.NOT_FOUND);
        plan.assemble(nestedEvent(20), views, out);
        assertThat(out.isMissing(0)).isTrue();
        assertThat(out.statusAt(0)).isEqualTo(ValueStatus.NULL_VALUE);
        assertThat(out.valueAt(1)).isEqualTo(1);
        assertThat(out.valueAt(3)).isEqualTo(0);
        assertThat(out.isMissing(5)).isTrue();
    }

    @Test
    void onlyWhatAnInputNeedsIsComputedAndOnce() {
        Map<String, Expression> compiled = NESTED.compiledExpressions();
        ExpressionSteps steps = ExpressionSteps.of(NESTED, compiled, List.of("request.all", "request.rare", "amount"));
        assertThat(compiled.keySet().stream().filter(name -> steps.indexOf(name) >= 0))
                .containsExactly(
                        "request.ratio",
                        "request.usual",
                        "request.kind",
                        "request.rare",
                        "request.twice",
                        "request.all");
        assertThat(steps.run(nestedEvent(20), views())).hasSize(6);
        assertThat(ExpressionSteps.of(NESTED, compiled, List.of("amount", "card.mean_1d"))
                        .run(nestedEvent(20), views()))
                .isEmpty();
    }

    @Test
    void aDefaultOfAViewIsAValueToExpressions() {
        VectorPlan plan = VectorPlan.of(NESTED, List.of("request.ratio"));
        FeatureValues views = views();
        views.set(2, 10, ValueStatus.NOT_FOUND);
        FeatureValues out = new FeatureValues(1);

        plan.assemble(nestedEvent(20), views, out);

        assertThat(out.valueAt(0)).isEqualTo(2);
        assertThat(out.statusAt(0)).isEqualTo(ValueStatus.PRESENT);
    }

    @Test
    void problemsAreToldWithSuggestions() {
        assertThat(problems("[amuont]"))
                .singleElement()
                .asString()
                .startsWith(
                        "p.yaml:1: inputs[0]: unknown input 'amuont'; did you mean 'amount'? (allowed: id, card, amount,"
                                + " online, n, request.night,");
        assertThat(problems("[amount, card.count_1w]"))
                .singleElement()
                .asString()
                .contains("inputs[1]")
                .contains("did you mean 'card.count_1d'?");
        assertThat(problems("[crad.*]"))
                .containsExactly(
                        "p.yaml:1: inputs[0]: unknown input 'crad.*'; did you mean 'card.*'? (allowed: request.*, card.*)");
        assertThat(problems("[time]"))
                .singleElement()
                .asString()
                .contains("field 'time' is a timestamp; an input is a long, double, boolean or string");
        assertThat(problems("[card.count_1d, card.*]"))
                .containsExactly("p.yaml:1: inputs[1]: input 'card.count_1d' stands twice");
        assertThat(problems("[]")).singleElement().asString().contains("no inputs");
        assertThatThrownBy(() -> VectorPlan.of(DEFINITION, List.of("nothing"))).isInstanceOf(ConfigException.class);
    }
}
