package io.streamgauge.store.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problem;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What views may take of each other. */
class UpstreamTest {

    private static final String HEAD = """
            sources:
              tx: {topic: tx, id: id, time: at, fields: {id: string, at: timestamp, card: string, shop: string, amount: double}}
              notes: {topic: notes, id: id, time: at, fields: {id: string, at: timestamp, card: string, shop: string}}
            features:
              cards: {entity: card, from: tx, windows: [1h], aggregates: {n: count, at: last(shop)}}
              ok: {expressions: {many: cards.n_1h > 3, odd: shops.n_1h > 3}}
            """;

    private static List<String> told(String view) {
        Problems problems = new Problems();
        ConfigNode root = YamlDocument.parse("p.yaml", HEAD + view.indent(2));
        Map<String, SourceDefinition> sources =
                SourcesSection.read(Objects.requireNonNull(root.get("sources")), problems);
        FeaturesSection.read(Objects.requireNonNull(root.get("features")), sources, "tx", problems);
        return problems.all().stream().map(Problem::toString).toList();
    }

    private static List<String> toldOfShop(String n) {
        return told("shops: {entity: shop, from: tx, windows: [1h], aggregates: {n: " + n + "}}\n"
                + "after: {entity: card, from: tx, windows: [1h], aggregates: {n: count}}");
    }

    @Test
    void viewsBeforeAndExpressionsOverThemMayBeUsed() {
        assertThat(toldOfShop("{of: sum, value: amount / cards.n_1h, where: ok.many}"))
                .isEmpty();
        assertThat(toldOfShop("mean(cards.n_1h)")).isEmpty();
        assertThat(toldOfShop("{of: count, by: {field: ok.many, values: [true]}}"))
                .hasSize(1); // shops.n_1h is gone
    }

    @Test
    void textsOfOtherViewsServeConditions() {
        assertThat(toldOfShop("{of: count, where: cards.at_1h != shop}")).isEmpty();
        assertThat(toldOfShop("count_distinct(cards.at_1h)")).isEmpty();
        assertThat(toldOfShop("last(cards.at_1h)"))
                .containsExactly(
                        "p.yaml:7: features.shops.aggregates.n: 'last(cards.at_1h)' would give texts of another"
                                + " feature; use 'cards.at_1h' itself, or count_distinct and the like, or a 'where'");
    }

    @Test
    void whatIsNotThereYetIsRefusedWhereItStands() {
        String notYet =
                " is not there yet when an event comes to this view; a view uses features of views declared before it,"
                        + " and expressions that need no others";
        assertThat(toldOfShop("{of: sum, value: after.n_1h}"))
                .containsExactly("p.yaml:7: features.shops.aggregates.n.value: 'after.n_1h'" + notYet);
        assertThat(toldOfShop("{of: count, where: shops.n_1h > 2}"))
                .containsExactly("p.yaml:7: features.shops.aggregates.n.where: 'shops.n_1h'" + notYet);
        assertThat(toldOfShop("mean(after.n_1h)"))
                .containsExactly("p.yaml:7: features.shops.aggregates.n: 'after.n_1h'" + notYet);
        assertThat(
                        told(
                                "shop: {entity: shop, from: tx, windows: [1h], aggregates: {n: {of: count, where: shop.n_1h > 2}}}"))
                .as("a view named as a field is")
                .contains("p.yaml:7: features.shop.aggregates.n.where: 'shop.n_1h'" + notYet);
        assertThat(toldOfShop("{of: count, where: ok.odd}"))
                .singleElement()
                .asString()
                .startsWith("p.yaml:7: features.shops.aggregates.n.where: 'ok.odd'" + notYet);
        assertThat(toldOfShop("{of: sum, value: cards.m_1h}"))
                .singleElement()
                .asString()
                .startsWith("p.yaml:7: features.shops.aggregates.n.value:")
                .contains("did you mean 'cards.n_1h'?");
    }

    @Test
    void eventsOfAnotherSourceCarryNoFeatures() {
        assertThat(
                        told(
                                "shops: {entity: shop, from: notes, windows: [1h], aggregates: {n: {of: count, where: cards.n_1h > 2}}}"))
                .containsExactly(
                        "p.yaml:7: features.shops.aggregates.n.where: 'cards.n_1h' is not to be had here: events of"
                                + " 'notes' carry no features; only a view fed by 'tx', whose events are scored, uses those of other"
                                + " views");
    }
}
