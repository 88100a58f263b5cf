package io.streamgauge.store.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.FeaturesSection;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.SourcesSection;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What comes of a table is known through expressions and views, and nothing else is taken for it. */
class TableFeaturesTest {

    private static final String DOCUMENT = """
            sources:
              payments:
                topic: payments
                id: id
                time: at
                fields: {id: string, at: timestamp, merchant: string, amount: double}
              merchants:
                topic: merchants
                table: true
                key: merchant
                time: record
                fields: {merchant: string, category: string, risk: double}
            features:
              shop: {entity: merchant, from: merchants, lookup: [category, risk]}
              kind:
                expressions: {fuel: shop.category == "fuel", big: amount > 100.0, both: kind.fuel && kind.big}
              seen: {entity: merchant, from: payments, windows: [1h], aggregates: {n: count}}
              fuelled: {entity: merchant, from: payments, windows: [1h], aggregates: {n: {of: count, where: kind.fuel}}}
              late:
                expressions: {much: seen.n_1h > 3.0, mostly: fuelled.n_1h > 3.0}
            """;

    @Test
    void throughExpressionsAndViews() {
        assertThat(TableFeatures.of(definition(DOCUMENT)))
                .containsExactlyInAnyOrder(
                        "shop.category", "shop.risk", "kind.fuel", "kind.both", "fuelled.n_1h", "late.mostly");
    }

    private static FeatureDefinition definition(String document) {
        ConfigNode root = YamlDocument.parse("test.yaml", document);
        Problems problems = new Problems();
        Map<String, SourceDefinition> sources =
                SourcesSection.read(Objects.requireNonNull(root.get("sources")), problems);
        FeaturesSection.Features features =
                FeaturesSection.read(Objects.requireNonNull(root.get("features")), sources, "payments", problems);
        problems.throwIfAny();
        return new FeatureDefinition("test", sources, "payments", features.views(), features.expressions());
    }
}
