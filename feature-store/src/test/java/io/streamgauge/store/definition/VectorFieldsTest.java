package io.streamgauge.store.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.schemas.config.ConfigException;
import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problem;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.store.vector.VectorPlan;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors in a document: what they stand for, and what a wrong one is told. */
final class VectorFieldsTest {

    private static final String GOOD = """
            sources:
              tx:
                topic: tx
                id: id
                time: time
                expect: ["v[0] < 9.0"]
                fields: {id: string, time: timestamp, card: string, kind: string, v: vector(3), amount: double}
            features:
              card:
                entity: card
                from: tx
                windows: [1d, 7d]
                aggregates:
                  mean: mean(v)
                  recent: {of: last(v), by: {field: kind, values: [a]}, windows: 7d}
                  amount: mean(amount)
              request:
                expressions:
                  near: cosine(v, card.mean_7d) > 0.5
                  first: coalesce(card.mean_1d[0], v[0])
              later:
                entity: kind
                from: tx
                windows: [1d]
                aggregates: {near: {of: count, where: 'request.near && v[1] > 0.0'}, second: mean(v_1)}
            """;

    private static FeatureDefinition read(String yaml, Problems problems) {
        ConfigNode root = YamlDocument.parse("p.yaml", yaml);
        Map<String, SourceDefinition> sources =
                SourcesSection.read(Objects.requireNonNull(root.get("sources")), problems);
        FeaturesSection.Features features =
                FeaturesSection.read(Objects.requireNonNull(root.get("features")), sources, "tx", problems);
        return new FeatureDefinition("p", sources, "tx", features.views(), features.expressions());
    }

    private static FeatureDefinition good(String yaml) {
        Problems problems = new Problems();
        FeatureDefinition definition = read(yaml, problems);
        assertThat(problems.all()).isEmpty();
        return definition;
    }

    private static List<String> told(String from, String to) {
        assertThat(GOOD).contains(from);
        Problems problems = new Problems();
        read(GOOD.replace(from, to), problems);
        return problems.all().stream().map(Problem::toString).toList();
    }

    @Test
    void namesOfFeatures() {
        FeatureDefinition definition = good(GOOD);
        assertThat(definition.views().get(0).featureNames())
                .containsExactly(
                        "mean_0_1d",
                        "mean_0_7d",
                        "mean_1_1d",
                        "mean_1_7d",
                        "mean_2_1d",
                        "mean_2_7d",
                        "recent_a_0_7d",
                        "recent_a_1_7d",
                        "recent_a_2_7d",
                        "recent_other_0_7d",
                        "recent_other_1_7d",
                        "recent_other_2_7d",
                        "amount_1d",
                        "amount_7d");
        assertThat(definition.vectors())
                .containsOnlyKeys("v", "card.mean_1d", "card.mean_7d", "card.recent_a_7d", "card.recent_other_7d")
                .containsEntry("v", List.of("v_0", "v_1", "v_2"))
                .containsEntry("card.mean_7d", List.of("card.mean_0_7d", "card.mean_1_7d", "card.mean_2_7d"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "where: amount > 1.0",
                "default: 0",
                "max_age: 2h",
                "delay: 1h",
                "include_current: false",
                "of: 'quantile(v_1, 0.5)'"
            })
    void elementsWrittenOneByOneAreAVectorWhenTheyAreAlike(String modifier) {
        String element = "mean_%1$d: {of: 'quantile(v_%1$d, 0.9)'}";
        String alike = Stream.of(0, 1, 2).map(element::formatted).collect(Collectors.joining(", "));
        String document = GOOD.replaceAll("(?s)features:.*", """
            features:
              card:
                entity: card
                from: tx
                windows: 1d
                aggregates: {AGGREGATES}
            """);
        String changed = modifier.startsWith("of:") ? modifier : "of: 'quantile(v_1, 0.9)', " + modifier;
        String other = alike.replace("of: 'quantile(v_1, 0.9)'", changed);

        assertThat(good(document.replace("AGGREGATES", alike)).vectors()).containsKey("card.mean_1d_p90");
        assertThat(good(document.replace("AGGREGATES", other)).vectors()).containsOnlyKeys("v");
    }

    @Test
    void inputs() {
        FeatureDefinition definition = good(GOOD);
        assertThat(VectorPlan.of(definition, List.of("amount", "v", "card.mean_7d", "request.first"))
                        .names())
                .containsExactly(
                        "amount",
                        "v_0",
                        "v_1",
                        "v_2",
                        "card.mean_0_7d",
                        "card.mean_1_7d",
                        "card.mean_2_7d",
                        "request.first");
        assertThat(VectorPlan.of(definition, List.of("card.*")).names())
                .hasSize(14)
                .contains("card.recent_other_2_7d");
        assertThatThrownBy(() -> VectorPlan.of(definition, List.of("v", "v_1")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("input 'v_1' stands twice");
        assertThatThrownBy(() -> VectorPlan.of(definition, List.of("card.mean_8d")))
                .hasMessageContaining("unknown input 'card.mean_8d'; did you mean 'card.mean_1d'? (allowed: id, card,"
                        + " kind, v, amount, request.near, request.first, card.mean_1d, card.mean_7d, card.recent_a_7d,"
                        + " card.recent_other_7d, card.amount_1d, card.amount_7d, later.near_1d, later.second_1d)");
    }

    @Test
    void theCatalogueHasEachElement() {
        List<CatalogueEntry> entries = new FeatureCatalogue(good(GOOD)).entries();
        assertThat(entries).extracting(CatalogueEntry::name).contains("card.mean_2_7d", "request.near");
        assertThat(entries)
                .filteredOn(entry -> entry.name().equals("card.recent_a_1_7d"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.computed()).isEqualTo("last(v_1)");
                    assertThat(entry.type()).isEqualTo("double");
                    assertThat(entry.modifiers()).containsExactly("where: kind == \"a\"");
                });
    }

    @Test
    void costsAreThoseOfTheElements() {
        FeatureDefinition definition = good(GOOD);
        ViewCost cost =
                ViewCost.of(definition.views().get(0), definition.scoredSource().schema());
        assertThat(cost.features()).isEqualTo(14);
        assertThat(cost.series())
                .as("3 elements, for all, for a, for others; and amount")
                .isEqualTo(10);
        assertThat(cost.rowBytes()).isEqualTo(10 * (127 * 13 + 64));
    }

    @Test
    void theHashIsThatOfTheElements() {
        String hash = DefinitionHash.of(good(GOOD));
        assertThat(DefinitionHash.of(good(GOOD.replace("vector(3)", "vector(4)"))))
                .isNotEqualTo(hash);
        assertThat(DefinitionHash.of(good(GOOD.replace("v: vector(3)", "v: vector( 3 )"))))
                .isEqualTo(hash);
    }

    @Test
    void javaGivesTheSame() {
        FeatureDefinition definition = good(GOOD);
        ViewDefinition view = FeatureView.of("card")
                .entity("card")
                .from("tx")
                .windows("1d", "7d")
                .aggregate("mean", FeatureAggregate.mean("v"))
                .aggregate("recent", FeatureAggregate.last("v").by("kind", "a").windows("7d"))
                .aggregate("amount", FeatureAggregate.mean("amount"))
                .build(definition.sources(), "tx");
        assertThat(view).isEqualTo(definition.views().get(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum",
                "mean",
                "min",
                "max",
                "first",
                "last",
                "mode",
                "median",
                "stddev",
                "stddev_pop",
                "stddev_samp",
                "var_pop",
                "var_samp",
                "skew",
                "kurtosis",
                "slope",
                "max_drawdown",
                "decayed_sum",
                "decayed_mean"
            })
    void functionsOfAVector(String function) {
        assertThat(Elementwise.functions()).contains(function);
        String call = function.startsWith("decayed") ? function + "(v, 1h)" : function + "(v)";
        assertThat(good(GOOD.replace("mean: mean(v)", "mean: " + call)).vectors())
                .containsKey("card.mean_7d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "count(v)", "count_distinct(v)", "approx_count_distinct(v)", "top_k(v, 2)", "bottom_k(v, 2)",
                        "last_n(v, 2)",
                "first_n(v, 2)", "last_distinct_n(v, 2)", "approx_top_k(v, 2)", "histogram(v, 0, 1)", "entropy(v)",
                        "time_since_last(v)",
                "interarrival_mean(v)", "quantile(v, 0.5)", "decayed_count(v, 1h)"
            })
    void functionsThatTakeNoVector(String call) {
        String function = call.substring(0, call.indexOf('('));
        assertThat(told("mean: mean(v)", "mean: " + call))
                .first()
                .asString()
                .startsWith("p.yaml:14: features.card.aggregates.mean: field 'v' of source 'tx' is a vector(3); "
                        + function + " cannot be taken of each element")
                .contains("(functions of a vector: decayed_mean, decayed_sum, first,")
                .contains("such as v_0)");
    }

    @Test
    void anElementAsExpressionsWriteIt() {
        FeatureDefinition definition = good(GOOD.replace("second: mean(v_1)", "second: 'last_n(v[1], 2)'"));
        assertThat(definition.views().get(1).aggregates().get(1).field()).contains("v_1");
        assertThat(told("second: mean(v_1)", "second: 'mean(v[3])'"))
                .singleElement()
                .asString()
                .contains("source 'tx' has no field 'v_3'");
        assertThat(told("second: mean(v_1)", "second: 'mean(v[-1])'"))
                .singleElement()
                .asString()
                .contains("'v[-1]' is no number");
    }

    @Test
    void aShareOfAVector() {
        assertThat(told("mean: mean(v)", "mean: share(v)").get(0)).contains("vector(3); share cannot be taken");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "vector(3) | vector(0) | p.yaml:7: sources.tx.fields.v: a vector of 0 elements; allowed: vector(1) to vector(512), for each element is a field of its own",
                "vector(3) | vector(513) | a vector of 513 elements; allowed: vector(1) to vector(512)",
                "vector(3) | vector(99999999999) | a vector of 99999999999 elements; allowed",
                "vector(3) | vector | unknown type 'vector'; a vector is written vector(n), n from 1 to 512",
                "amount: double | amount: dubble | unknown type 'dubble'; did you mean 'double'? (allowed: string, long, double, boolean, timestamp, vector(n))",
                "vector(3) | vector(x) | unknown type 'vector(x)'; a vector is written vector(n)",
                "amount: double} | amount: double, v_2: double} | p.yaml:7: sources.tx.fields.v_2: field 'v_2' is also an element of a vector",
                "id: id | id: v | p.yaml:4: sources.tx.id: field 'v' is of type vector(3); 'id' takes string or long",
                "entity: card | entity: v | p.yaml:10: features.card.entity: field 'v' of source 'tx' is a vector(3); an entity is a string or long",
                "field: kind | field: v | features.card.aggregates.recent.by.field: field 'v' of source 'tx' is a vector(3); only one of its elements can stand here, such as v_0",
                "mean(amount) | mean(amuont) | has no field 'amuont'; did you mean 'amount'? (fields: id (string), time (timestamp), card (string), kind (string), v (vector(3)), amount (double))",
                "mean(amount) | mean | (fields of 'tx' that fit: v (vector(3)), amount (double))",
                "mean(amount) | quantile | (fields of 'tx' that fit: amount (double))",
                "v[0] < 9.0 | v[3] < 9.0 | p.yaml:6: sources.tx.expect: 'v[3] < 9.0' at column 3: 'v' has no element 3; it has 0 to 2",
                "card.mean_7d) | card.mean_1d[0]) | p.yaml:19: features.request.expressions.near: ",
                "amount: mean(amount) | recent_a: last(amount) | p.yaml:16: features.card.aggregates.recent_a: feature 'card.recent_a_7d' has the name of the vector of 'recent_a_0_7d' and its like; rename one of them",
                "amount: mean(amount) | mean_1: mean(amount) | two features are named 'card.mean_1_1d'",
            })
    void whatIsWrong(String from, String to, String message) {
        assertThat(told(from, to)).anySatisfy(problem -> assertThat(problem).contains(message));
    }

    /** Nothing is told that only follows from a vector's wrong length. */
    @Test
    void oneMistakeIsToldOnce() {
        assertThat(told("vector(3)", "vector(1000)")).singleElement().asString().contains("vector of 1000 elements");
    }

    @Test
    void aViewWhoseRowsWouldBeTooLarge() {
        assertThat(told("vector(3)", "vector(200)"))
                .singleElement()
                .asString()
                .startsWith(
                        "p.yaml:9: features.card: view 'card' keeps 601 series, one per element and 'where', so an"
                                + " entity's row may grow to about 1030 kB; allowed: 1000 kB, since it is written at each of its events.");
        good(GOOD.replace("vector(3)", "vector(190)"));
        String plain = GOOD.replaceAll("(?m)^      recent: .*\n", "");
        good(plain.replace("vector(3)", "vector(512)"));
    }
}
