package io.streamgauge.store.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.schemas.config.ConfigException;
import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problem;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.store.event.FieldType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables and their lookups in a document: what good ones mean, and what wrong ones are told. */
final class LookupReadingTest {

    private static final String GOOD = """
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
                fields: {merchant: string, since: timestamp, category: string, riskClass: long, open: boolean, shape: vector(3)}
                csv: {record_time: updated_at, deleted: gone}
            features:
              merchant:
                entity: merchant
                from: merchants
                lookup: [category, open]
              risk:
                entity: merchant
                from: merchants
                lookup: {risk: riskClass, since: since}
              busy:
                entity: merchant
                from: payments
                aggregates: {risky: {of: count, where: risk.risk > 3.0, windows: 1h}}
            """;

    private static final class Read {
        final Problems problems = new Problems();
        final Map<String, SourceDefinition> sources;
        final FeaturesSection.Features features;

        Read(String yaml) {
            ConfigNode root = YamlDocument.parse("p.yaml", yaml);
            sources = SourcesSection.read(Objects.requireNonNull(root.get("sources")), problems);
            features =
                    FeaturesSection.read(Objects.requireNonNull(root.get("features")), sources, "payments", problems);
        }

        FeatureDefinition definition() {
            assertThat(problems.all()).isEmpty();
            return new FeatureDefinition("shop", sources, "payments", features.views(), features.expressions());
        }

        List<String> told() {
            return problems.all().stream().map(Problem::toString).toList();
        }
    }

    private static List<String> toldAfter(String from, String to) {
        assertThat(GOOD).contains(from);
        return new Read(GOOD.replace(from, to)).told();
    }

    @Test
    void aTableHasRowsUnderItsKey() {
        SourceDefinition merchants = new Read(GOOD).definition().source("merchants");
        assertThat(merchants.table()).isTrue();
        assertThat(merchants.timeOfRecord()).isTrue();
        assertThat(merchants.keyField()).contains("merchant");
        assertThat(merchants.lateness()).isEqualTo(Duration.ofDays(1));
        assertThat(merchants.csv().columns())
                .containsOnly(Map.entry(CsvMapping.RECORD_TIME, "updated_at"), Map.entry(CsvMapping.DELETED, "gone"));
        SourceDefinition payments = new Read(GOOD).definition().scoredSource();
        assertThat(payments.table()).isFalse();
        assertThat(payments.timeOfRecord()).isFalse();
    }

    @Test
    void aFieldNamedRecordIsTheTime() {
        SourceDefinition merchants = new Read(GOOD.replace("since: timestamp", "record: timestamp")
                        .replace("since: since", "since: record")
                        .replace("record_time: updated_at, ", ""))
                .definition()
                .source("merchants");
        assertThat(merchants.timeOfRecord()).isFalse();
        assertThat(merchants.timeField()).isEqualTo("record");
    }

    @Test
    void aLookupGivesFieldsUnderTheirNames() {
        FeatureDefinition definition = new Read(GOOD).definition();
        assertThat(definition.viewFeatureNames())
                .containsExactly("merchant.category", "merchant.open", "risk.risk", "risk.since", "busy.risky_1h");
        assertThat(definition.viewFeatureTypes())
                .containsExactly(
                        FieldType.STRING, FieldType.BOOLEAN, FieldType.LONG, FieldType.TIMESTAMP, FieldType.LONG);
        assertThat(definition.views().get(0).lookup()).isTrue();
        assertThat(definition.views().get(2).lookup()).isFalse();
    }

    @Test
    void theCatalogueTellsOfLookups() {
        List<CatalogueEntry> entries = new FeatureCatalogue(new Read(GOOD).definition()).entries();
        CatalogueEntry risk = entries.get(2);
        assertThat(risk.name()).isEqualTo("risk.risk");
        assertThat(risk.computed()).isEqualTo("lookup(riskClass)");
        assertThat(risk.type()).isEqualTo("long");
        assertThat(risk.window()).isEmpty();
        assertThat(risk.includeCurrent()).isEmpty();
        assertThat(risk.source()).isEqualTo("merchants");
        assertThat(risk.missing()).contains("NOT_FOUND");
    }

    @Test
    void javaSaysTheSame() {
        FeatureDefinition definition = new Read(GOOD).definition();
        assertThat(FeatureView.of("merchant")
                        .entity("merchant")
                        .from("merchants")
                        .lookup("category", "open")
                        .build(definition.sources(), "payments"))
                .isEqualTo(definition.views().get(0));
        assertThat(FeatureView.of("risk")
                        .entity("merchant")
                        .from("merchants")
                        .lookup(Map.of("risk", "riskClass"))
                        .build()
                        .featureNames())
                .containsExactly("risk");
        assertThatThrownBy(() -> FeatureView.of("merchant")
                        .entity("merchant")
                        .from("merchants")
                        .lookup("categroy")
                        .build(definition.sources(), "payments"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("did you mean 'category'?");
    }

    @Test
    void theHashTellsAllThatMatters() {
        String hash = DefinitionHash.of(new Read(GOOD).definition());
        for (String[] change : List.of(
                new String[] {"lookup: [category, open]", "lookup: [category]"},
                new String[] {"risk: riskClass", "risk: since"},
                new String[] {"time: record", "time: since\n    lateness: 1d"})) {
            String other = GOOD.replace(change[0], change[1]);
            if (change[0].startsWith("time")) {
                other = other.replace("record_time: updated_at, ", "");
            }
            assertThat(DefinitionHash.of(new Read(other).definition()))
                    .as(change[1])
                    .isNotEqualTo(hash);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "key: merchant           | lateness: 2d | p.yaml:7: sources.merchants: 'key' is missing: a table has a row per",
                "table: true             | table: false | p.yaml:7: sources.merchants: 'id' is missing",
                "key: merchant           | {key: merchant, id: merchant} | leave 'id' out",
                "key: merchant           | {key: merchant, max_ahead: 1d} | leave 'max_ahead' out",
                "time: record            | time: sinse | did you mean 'since'?",
                "time: at                | time: record | p.yaml:5: sources.payments.time: 'record', the time of the Kafka record, is for a table",
                "time: record            | time: since | 'record_time' is for a table with time: record",
                "record_time: updated_at | {record_time: x, time_from_row: {start: `2020-01-01T00:00:00Z`, every: 1h}} | write one of the two",
                "lookup: [category, open] | lookup: [categroy] | p.yaml:18: features.merchant.lookup[0]: source 'merchants' has no field 'categroy'; did you mean 'category'?",
                "lookup: [category, open] | lookup: [riskClass] | give it one: lookup: {risk_class: riskClass}",
                "lookup: [category, open] | lookup: [open, open] | field 'open' stands twice",
                "lookup: [category, open] | lookup: [shape] | field 'shape' is a vector",
                "lookup: [category, open] | lookup: [] | no fields",
                "lookup: [category, open] | windows: 1d | p.yaml:15: features.merchant: source 'merchants' is a table; say what to look up",
                "lookup: [category, open] | {lookup: [open], windows: 1d} | leave them out",
                "lookup: [category, open] | {lookup: [open], aggregates: {n: count}} | write two views",
                "lookup: [category, open] | aggregates: {n: {of: count, windows: 1d}} | rows are looked up and not aggregated",
                "entity: merchant         | entity: [merchant, amount] | table 'merchants' has a row per 'merchant'",
                "{risky: {of: count, where: risk.risk > 3.0, windows: 1h}} | {risky: {of: count, where: risk.rsk > 3.0, windows: 1h}} | risk.rsk",
                "aggregates: {risky: {of: count, where: risk.risk > 3.0, windows: 1h}} | lookup: [amount] | a lookup is of a table; write 'table: true'",
            })
    void whatIsWrongIsTold(String from, String to, String told) {
        String written = to.startsWith("{") && !from.startsWith("{") && !from.startsWith("record_time")
                ? to.substring(1, to.length() - 1).replaceAll(", (?=id|max|windows|aggreg)", "\n    ")
                : from.startsWith("record_time")
                        ? to.substring(1, to.length() - 1).replace('`', '"')
                        : to;
        List<String> all = new Read(replacedOnce(from, written)).told();
        assertThat(all).anyMatch(line -> line.contains(told));
    }

    private static String replacedOnce(String from, String to) {
        int at = GOOD.indexOf(from);
        assertThat(at).as(from).isPositive();
        return GOOD.substring(0, at) + to + GOOD.substring(at + from.length());
    }

    @Test
    void aStreamThatIsWrongIsNoTable() {
        assertThat(toldAfter("    id: id\n", "")).hasSize(1).first().asString().contains("'id' is missing");
        assertThat(toldAfter("deleted: gone", "delted: gone"))
                .hasSize(1)
                .first()
                .asString()
                .contains("'deleted'");
        assertThat(new Read(GOOD.replace("time: at\n", "time: at\n    csv: {deleted: x}\n")).told())
                .hasSize(1)
                .first()
                .asString()
                .contains("events are never deleted");
    }
}
