package io.streamgauge.store.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problem;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.store.definition.FeaturesSection.Features;
import io.streamgauge.store.event.FieldType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Both sections over whole documents: what a good one means, and what a bad one is told. */
final class SectionsTest {

    private static final String GOOD = """
            sources:
              transactions:
                topic: tx
                key: customer_id
                id: transaction_id
                time: event_time
                lateness: 5m
                expect: ["amount >= 0", "amount < 1e6"]
                fields:
                  transaction_id: string
                  event_time: timestamp
                  customer_id: string
                  terminal_id: string
                  amount: double
                csv:
                  columns: {transaction_id: $row, amount: TX_AMOUNT}
                  zone: Europe/Paris
                  time_from_row: {start: "1996-05-07T00:00:00Z", every: 30m}
                  booleans: {UP: true, DOWN: false}
              labels:
                topic: labels
                format: json
                id: transaction_id
                time: event_time
                fields: {transaction_id: string, event_time: timestamp, terminal_id: string, fraud: boolean}
            features:
              customer:
                entity: customer_id
                from: transactions
                windows: [7d, 1d]
                aggregates:
                  tx_count: count
                  amount_mean: mean( amount )
              terminal:
                entity: terminal_id
                from: labels
                delay: 7d
                aggregates:
                  risk: {of: mean(fraud), default: 0, include_current: false, windows: 24h}
              request:
                expressions:
                  weekend: "dayOfWeek(event_time) >= 6"
                  doubled: amount * 2
            """;

    private static final class Read {
        final Problems problems = new Problems();
        final Map<String, SourceDefinition> sources;
        final Features features;

        Read(String yaml) {
            this(YamlDocument.parse("p.yaml", yaml));
        }

        Read(ConfigNode root) {
            sources = SourcesSection.read(Objects.requireNonNull(root.get("sources")), problems);
            features = FeaturesSection.read(
                    Objects.requireNonNull(root.get("features")), sources, "transactions", problems);
        }

        List<String> told() {
            return problems.all().stream().map(Problem::toString).toList();
        }
    }

    /** The good document with one piece of text replaced, which must be there. */
    private static List<String> toldAfter(String from, String to) {
        assertThat(GOOD).contains(from);
        return new Read(GOOD.replace(from, to)).told();
    }

    @Test
    void aGoodDocumentMeansWhatItSays() {
        Read read = new Read(GOOD);

        assertThat(read.told()).isEmpty();
        SourceDefinition transactions = Objects.requireNonNull(read.sources.get("transactions"));
        assertThat(read.sources.keySet()).containsExactly("transactions", "labels");
        assertThat(transactions.topic()).isEqualTo("tx");
        assertThat(transactions.format()).isEqualTo(SourceDefinition.Format.AVRO);
        assertThat(transactions.keyField()).contains("customer_id");
        assertThat(transactions.lateness()).isEqualTo(Duration.ofMinutes(5));
        assertThat(transactions.expectations()).containsExactly("amount >= 0", "amount < 1e6");
        assertThat(transactions.schema().typeAt(4)).isEqualTo(FieldType.DOUBLE);
        assertThat(transactions.csv().columns())
                .containsExactly(Map.entry("transaction_id", "$row"), Map.entry("amount", "TX_AMOUNT"));
        assertThat(transactions.csv().rowTime())
                .contains(new CsvMapping.RowTime(Instant.parse("1996-05-07T00:00:00Z"), Duration.ofMinutes(30)));
        assertThat(transactions.csv().booleans()).containsOnly(Map.entry("UP", true), Map.entry("DOWN", false));
        SourceDefinition labels = Objects.requireNonNull(read.sources.get("labels"));
        assertThat(labels.format()).isEqualTo(SourceDefinition.Format.JSON);
        assertThat(labels.lateness()).isEqualTo(Duration.ofMinutes(10));
        assertThat(labels.maxAhead()).isEqualTo(Duration.ofDays(1));
        assertThat(labels.csv()).isEqualTo(CsvMapping.PLAIN);

        ViewDefinition customer = read.features.views().get(0);
        assertThat(customer.featureNames())
                .containsExactly("tx_count_1d", "tx_count_7d", "amount_mean_1d", "amount_mean_7d");
        ViewDefinition terminal = read.features.views().get(1);
        assertThat(terminal.delay()).isEqualTo(Duration.ofDays(7));
        AggregateDefinition risk = terminal.aggregates().get(0);
        assertThat(risk.windows()).containsExactly(new WindowDefinition.Sliding(Duration.ofDays(1)));
        assertThat(risk.function()).isEqualTo("mean");
        assertThat(risk.field()).contains("fraud");
        assertThat(risk.whenMissing()).isEqualTo(OptionalDouble.of(0));
        assertThat(risk.includeCurrent()).isFalse();
        assertThat(customer.aggregates().get(0).includeCurrent()).isTrue();
        assertThat(read.features.expressions())
                .containsExactly(
                        Map.entry("request.weekend", "dayOfWeek(event_time) >= 6"),
                        Map.entry("request.doubled", "amount * 2"));
    }

    @Test
    void theFraudExampleIsGood() {
        Path example = Path.of("..", "examples", "fraud", "pipeline.yaml");
        assertThat(Files.exists(example)).isTrue();
        Read read = new Read(YamlDocument.read(example));
        assertThat(read.told()).isEmpty();
        assertThat(read.features.views()).hasSize(2);
    }

    @Test
    void unknownKeysAndTypes() {
        assertThat(toldAfter("lateness: 5m", "latness: 5m"))
                .containsExactly(
                        "p.yaml:7: sources.transactions.latness: unknown key 'latness'; did you mean 'lateness'?"
                                + " (allowed: topic, format, key, table, id, time, lateness, max_ahead, expect, fields, csv)");
        assertThat(toldAfter("amount: double", "amount: duoble"))
                .first()
                .asString()
                .contains(
                        "p.yaml:14: sources.transactions.fields.amount: unknown type 'duoble'; did you mean 'double'?");
        assertThat(toldAfter("aggregates:\n      tx_count", "aggregats:\n      tx_count"))
                .anyMatch(told -> told.contains("did you mean 'aggregates'?"))
                .anyMatch(told -> told.contains("'aggregates' is missing"));
        assertThat(toldAfter("default: 0", "defualt: 0")).first().asString().contains("did you mean 'default'?");
        assertThat(toldAfter("zone: Europe/Paris", "zone: Europe/Pariss"))
                .containsExactly(
                        "p.yaml:17: sources.transactions.csv.zone: unknown zone 'Europe/Pariss'; did you mean 'Europe/Paris'?");
    }

    @Test
    void names() {
        assertThat(toldAfter("customer:\n", "Customer:\n"))
                .containsExactly(
                        "p.yaml:27: features.Customer: 'Customer' is no name; allowed: a lower-case letter, then"
                                + " lower-case letters, digits and _");
        assertThat(toldAfter("tx_count: count", "tx-count: count"))
                .singleElement()
                .asString()
                .contains("'tx-count'");
        assertThat(toldAfter("doubled:", "2x:")).singleElement().asString().contains("'2x' is no name");
        assertThat(toldAfter("terminal_id: string\n      amount", "terminal_id: string\n      a-b: long\n      amount"))
                .singleElement()
                .asString()
                .contains("'a-b' is no field name");
    }

    @Test
    void windowsAndDurations() {
        assertThat(toldAfter("windows: [7d, 1d]", "windows: [7d, 0s]"))
                .containsExactly(
                        "p.yaml:30: features.customer.windows[1]: '0s': a window of 0 holds no event; write a length such"
                                + " as 1d");
        assertThat(toldAfter("    windows: [7d, 1d]\n", ""))
                .hasSize(2)
                .allMatch(told -> told.contains("no windows; give the view or the aggregate 'windows'"));
        assertThat(toldAfter("delay: 7d", "delay: 4000d"))
                .singleElement()
                .asString()
                .contains("too long");
        assertThat(toldAfter("lateness: 5m", "lateness: soon"))
                .singleElement()
                .asString()
                .contains("no duration");
    }

    @Test
    void aggregates() {
        assertThat(toldAfter("mean( amount )", "mean(amuont)"))
                .containsExactly(
                        "p.yaml:33: features.customer.aggregates.amount_mean: source 'transactions' has no field"
                                + " 'amuont'; did you mean 'amount'? (fields: transaction_id (string), event_time (timestamp),"
                                + " customer_id (string), terminal_id (string), amount (double))");
        assertThat(toldAfter("tx_count: count", "tx_count: [count]"))
                .singleElement()
                .asString()
                .contains("expected a mapping with of, value, where, by, windows,");
        assertThat(toldAfter("{of: mean(fraud), ", "{"))
                .singleElement()
                .asString()
                .contains("'of' is missing");
        assertThat(toldAfter("include_current: false", "include_current: no"))
                .singleElement()
                .asString()
                .contains("expected true or false but found 'no'");
    }

    @Test
    void sourcesAndEntities() {
        assertThat(toldAfter("from: labels", "from: label"))
                .containsExactly("p.yaml:36: features.terminal.from: unknown source 'label'; did you mean 'labels'?"
                        + " (allowed: transactions, labels)");
        assertThat(toldAfter("entity: terminal_id", "entity: fraud"))
                .containsExactly(
                        "p.yaml:35: features.terminal.entity: field 'fraud' of source 'labels' is a boolean; an entity is"
                                + " a string or long",
                        "p.yaml:35: features.terminal.entity: source 'transactions', which reads the view, has no field"
                                + " 'fraud' (fields: transaction_id, event_time, customer_id, terminal_id, amount)");
        assertThat(toldAfter("entity: terminal_id", "entity: customer_id"))
                .containsExactly(
                        "p.yaml:35: features.terminal.entity: source 'labels', which feeds the view, has no field"
                                + " 'customer_id' (fields: transaction_id, event_time, terminal_id, fraud)");
        assertThat(toldAfter("terminal_id: string, fraud", "terminal_id: long, fraud"))
                .containsExactly("p.yaml:35: features.terminal.entity: field 'terminal_id' is a long in 'labels' and a"
                        + " string in 'transactions'; it must be the same in both");
    }

    @Test
    void idTimeAndKey() {
        assertThat(toldAfter(
                        "id: transaction_id\n    time: event_time\n    lateness",
                        "id: tx_id\n    time: amount\n    lateness"))
                .containsExactly(
                        "p.yaml:5: sources.transactions.id: unknown field 'tx_id' (allowed: transaction_id, event_time,"
                                + " customer_id, terminal_id, amount)",
                        "p.yaml:6: sources.transactions.time: field 'amount' is of type double; 'time' takes timestamp");
        assertThat(toldAfter("key: customer_id", "key: amount"))
                .containsExactly(
                        "p.yaml:4: sources.transactions.key: field 'amount' is of type double; 'key' takes string or long");
        assertThat(toldAfter(
                        "    id: transaction_id\n    time: event_time\n    lateness",
                        "    time: event_time\n    lateness"))
                .containsExactly(
                        "p.yaml:2: sources.transactions: 'id' is missing: Field that identifies an event; string or long.");
    }

    @Test
    void expressions() {
        assertThat(toldAfter("\"amount >= 0\"", "\"amount >= \""))
                .containsExactly(
                        "p.yaml:8: sources.transactions.expect: 'amount >= ' at column 11: the expression ends too early");
        assertThat(toldAfter("\"amount >= 0\"", "\"amount\""))
                .containsExactly(
                        "p.yaml:8: sources.transactions.expect: 'amount' gives double; allowed: true or false");
        assertThat(toldAfter("dayOfWeek(event_time)", "dayOfweek(event_time)"))
                .singleElement()
                .asString()
                .startsWith(
                        "p.yaml:42: features.request.expressions.weekend: 'dayOfweek(event_time) >= 6' at column 10: unknown name"
                                + " 'dayOfweek'; did you mean 'dayOfWeek'?");
        assertThat(toldAfter("amount * 2", "'[amount]'"))
                .singleElement()
                .asString()
                .contains("gives list; allowed: a number, true/false, a text or a timestamp");
    }

    @Test
    void csv() {
        assertThat(toldAfter("amount: TX_AMOUNT", "amuont: TX_AMOUNT"))
                .singleElement()
                .asString()
                .contains("unknown field 'amuont'; did you mean 'amount'?");
        assertThat(toldAfter("amount: TX_AMOUNT", "event_time: T"))
                .containsExactly(
                        "p.yaml:18: sources.transactions.csv.time_from_row: event time comes from the row's number,"
                                + " so 'columns' must not name 'event_time' too");
        assertThat(toldAfter("1996-05-07T00:00:00Z", "1996-05-07"))
                .singleElement()
                .asString()
                .contains("'1996-05-07' is no moment");
        assertThat(toldAfter("every: 30m", "every: 0s"))
                .singleElement()
                .asString()
                .contains("one moment");
        assertThat(toldAfter("zone: Europe/Paris", "time_format: yyyy-bb"))
                .singleElement()
                .asString()
                .contains("'yyyy-bb' is no time format");
        assertThat(toldAfter("amount: TX_AMOUNT", "amount: $row"))
                .singleElement()
                .asString()
                .contains("$row is a number; field 'amount' must be a string or long");
        assertThat(toldAfter("UP: true", "UP: yes"))
                .singleElement()
                .asString()
                .contains("expected true or false but found 'yes'");
    }

    @Test
    void topics() {
        assertThat(toldAfter("topic: labels", "topic: tx"))
                .containsExactly("p.yaml:20: sources.labels: topic 'tx' is read by source 'transactions' already");
        assertThat(toldAfter("topic: labels", "topic: la bels"))
                .singleElement()
                .asString()
                .contains("'la bels' is no topic name");
    }

    @Test
    void anEmptyListOfWindowsIsNotForgotten() {
        assertThat(toldAfter("windows: [7d, 1d]", "windows: []"))
                .containsExactly(
                        "p.yaml:30: features.customer.windows: no windows; write at least one, such as [1d, 7d]");
    }

    @Test
    void manyProblemsAreToldAtOnce() {
        assertThat(new Read(GOOD.replace("amount: double", "amount: decimal")
                                .replace("from: labels", "from: lables")
                                .replace("every: 30m", "every: often"))
                        .told())
                .hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void schemaAndReferenceNameEveryKey() {
        for (var tables : List.of(SourcesSection.tables(), FeaturesSection.tables())) {
            for (var table : tables) {
                for (var property : table.properties()) {
                    String all = SourcesSection.jsonSchema().toString() + FeaturesSection.jsonSchema();
                    assertThat(all).contains(property.name());
                    assertThat(SourcesSection.markdown() + FeaturesSection.markdown())
                            .contains("| `" + property.name() + "` |");
                }
            }
        }
    }
}
