package io.streamgauge.stream;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.FeaturesSection;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.SourcesSection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Pipelines to test with. */
final class TestingDefinitions {

    static final String KEYED_BY_SHOP = """
            pipeline: shop
            sources:
              payments:
                topic: payments
                format: json
                key: shop
                id: id
                time: at
                fields: {id: string, at: timestamp, customer: string, shop: string}
              complaints:
                topic: complaints
                format: json
                key: shop
                id: id
                time: at
                fields: {id: string, at: timestamp, shop: string}
            """;

    private TestingDefinitions() {}

    /** Transactions and labels: {@code examples/fraud/pipeline.yaml}. */
    static FeatureDefinition fraud() {
        return of("transactions", YamlDocument.read(repository().resolve("examples/fraud/pipeline.yaml")));
    }

    /** The repository's root. */
    static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("examples/fraud/pipeline.yaml"))) {
            folder = Objects.requireNonNull(folder.getParent(), "the repository's root is above");
        }
        return folder;
    }

    /** One source, no view. */
    static FeatureDefinition plain() {
        return parse("rows", """
                pipeline: elec
                sources:
                  rows:
                    topic: rows
                    format: json
                    id: row
                    time: at
                    fields: {row: long, at: timestamp, demand: double}
                features: {}
                """);
    }

    /** Transactions and labels that are keyed by nothing: everything hops. */
    static FeatureDefinition unkeyed() {
        return parse("payments", """
                pipeline: shop
                sources:
                  payments:
                    topic: payments
                    format: json
                    id: id
                    time: at
                    lateness: 1h
                    fields: {id: string, at: timestamp, customer: string, shop: string, amount: double}
                  complaints:
                    topic: complaints
                    format: json
                    id: id
                    time: at
                    lateness: 1h
                    fields: {id: string, at: timestamp, shop: string}
                features:
                  payer:
                    entity: customer
                    from: payments
                    windows: [1h]
                    aggregates: {spent: sum(amount), latest: last(amount)}
                  busy:
                    entity: shop
                    from: payments
                    windows: [1h]
                    aggregates: {before: {of: count, include_current: false}}
                  blamed:
                    entity: shop
                    from: complaints
                    windows: [1d]
                    aggregates: {complaints: count}
                """);
    }

    /** Payments that are late after ten minutes, keyed by the shop or by nothing. */
    static FeatureDefinition withLateness(boolean keyed) {
        return parse("payments", """
                pipeline: shop
                sources:
                  payments:
                    topic: payments
                    format: json
                    KEY
                    id: id
                    time: at
                    lateness: 10m
                    fields: {id: string, at: timestamp, customer: string, shop: string}
                features:
                  shop: {entity: shop, from: payments, windows: [20m, 2h], aggregates: {n: count}}
                """.replace("KEY", keyed ? "key: shop" : "# no key"));
    }

    /** Payments and complaints, both keyed by the shop. */
    static FeatureDefinition keyedByShop() {
        return parse("payments", KEYED_BY_SHOP + """
                features:
                  blamed: {entity: shop, from: complaints, windows: [1d], aggregates: {n: count}}
                """);
    }

    /** Payments keyed by nothing, and a table of shops. */
    static FeatureDefinition lookup() {
        return parse("payments", """
                pipeline: shop
                sources:
                  payments:
                    topic: payments
                    format: json
                    id: id
                    time: at
                    fields: {id: string, at: timestamp, shop: string}
                  shops:
                    topic: shops
                    format: json
                    table: true
                    key: shop
                    time: record
                    fields: {shop: string, risk: double}
                features:
                  shop: {entity: shop, from: shops, lookup: [risk]}
                """);
    }

    static FeatureDefinition parse(String scored, String yaml) {
        return of(scored, YamlDocument.parse("test.yaml", yaml));
    }

    private static FeatureDefinition of(String scored, ConfigNode document) {
        Problems problems = new Problems();
        Map<String, SourceDefinition> sources = SourcesSection.read(section(document, "sources"), problems);
        FeaturesSection.Features features =
                FeaturesSection.read(section(document, "features"), sources, scored, problems);
        problems.throwIfAny();
        return new FeatureDefinition(
                Objects.requireNonNull(section(document, "pipeline").text()),
                sources,
                scored,
                features.views(),
                features.expressions());
    }

    private static ConfigNode section(ConfigNode document, String name) {
        return Objects.requireNonNull(document.get(name), name);
    }

    /** {@code count} partitions for every source's topic. */
    static Map<String, Integer> partitions(FeatureDefinition definition, int count) {
        return definition.sources().values().stream()
                .map(SourceDefinition::topic)
                .distinct()
                .collect(Collectors.toMap(topic -> topic, topic -> count));
    }

    static List<Route> routes(FeatureDefinition definition, int count) {
        return Route.of(definition, partitions(definition, count));
    }
}
