package io.streamgauge.store.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.config.ConfigException;
import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problem;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.Field;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.expression.EventExpression;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One view of a document: what its keys mean, and what a wrong one is told. */
final class ViewReadingTest {

    private static final String HEAD = """
            sources:
              tx: {topic: tx, id: id, time: time, fields:
                    {id: string, time: timestamp, card: string, amount: double, fraud: boolean, channel: string, mcc: long}}
            features:
              card:
                entity: card
                from: tx
            """;

    private static final Duration DAY = Duration.ofDays(1);

    /** The view whose further keys are {@code lines}. */
    private static ViewDefinition view(String lines) {
        Problems problems = new Problems();
        ViewDefinition view = read(lines, problems);
        assertThat(problems.all()).isEmpty();
        return view;
    }

    private static List<String> told(String lines) {
        Problems problems = new Problems();
        read(lines, problems);
        return problems.all().stream().map(Problem::toString).toList();
    }

    private static ViewDefinition read(String lines, Problems problems) {
        ConfigNode root = YamlDocument.parse("p.yaml", HEAD + lines.indent(4));
        Map<String, SourceDefinition> sources =
                SourcesSection.read(Objects.requireNonNull(root.get("sources")), problems);
        return FeaturesSection.read(Objects.requireNonNull(root.get("features")), sources, "tx", problems)
                .views()
                .get(0);
    }

    /** The one aggregate {@code a}, over one day where it says nothing else. */
    private static AggregateDefinition aggregate(String written) {
        List<AggregateDefinition> aggregates = aggregates(written);
        assertThat(aggregates).hasSize(1);
        return aggregates.get(0);
    }

    private static List<AggregateDefinition> aggregates(String written) {
        return view("windows: 1d\naggregates:\n  a: " + written).aggregates();
    }

    private static String toldOf(String written) {
        List<String> told = told("windows: 1d\naggregates:\n  a: " + written);
        assertThat(told).hasSize(1);
        assertThat(told.get(0)).startsWith("p.yaml:10: features.card.aggregates.a");
        return told.get(0);
    }

    private static List<WindowDefinition> windows(String written) {
        return view("windows: " + written + "\naggregates: {a: count}")
                .aggregates()
                .get(0)
                .windows();
    }

    @Test
    void everyKeyOfAnAggregate() {
        assertThat(aggregate(
                        "{of: mean(amount), where: amount > 100.0, windows: [7d, unbounded], delay: 6h, resolution: 1h, max_age: 30d, default: 0,"
                                + " include_current: false, description: Big ones., owner: risk}"))
                .isEqualTo(new AggregateDefinition(
                        "a",
                        "mean",
                        List.of(),
                        Optional.of("amount"),
                        Optional.empty(),
                        Optional.of("amount > 100.0"),
                        List.of(new WindowDefinition.Sliding(Duration.ofDays(7)), new WindowDefinition.Unbounded()),
                        Optional.of(Duration.ofHours(6)),
                        Optional.of(Duration.ofHours(1)),
                        false,
                        Optional.of(Duration.ofDays(30)),
                        OptionalDouble.of(0),
                        Optional.of("Big ones."),
                        Optional.of("risk")));
        assertThat(aggregate("{of: sum, value: amount * 0.01}"))
                .extracting(AggregateDefinition::field, AggregateDefinition::value)
                .containsExactly(Optional.empty(), Optional.of("amount * 0.01"));
    }

    @Test
    void anEntityOfSeveralFields() {
        Map<String, SourceDefinition> sources = sources();
        ViewDefinition view = FeatureView.of("pair")
                .entity("card", "mcc")
                .from("tx")
                .windows("1d")
                .aggregate("n", FeatureAggregate.count())
                .build(sources, "tx");
        assertThat(view.entity()).containsExactly("card", "mcc");
        assertThat(pair("[card, mcc]")).isEqualTo(view);
        assertThat(pair("[card]").entity()).containsExactly("card");
        assertThat(pairTold("[card, mc]"))
                .containsExactly(
                        "p.yaml:7: features.pair.entity[1]: source 'tx', which feeds the view, has no field 'mc';"
                                + " did you mean 'mcc'? (fields: id, time, card, amount, fraud, channel, mcc)");
        assertThat(pairTold("[card, amount]"))
                .containsExactly(
                        "p.yaml:7: features.pair.entity[1]: field 'amount' of source 'tx' is a double; an entity is a"
                                + " string or long");
        assertThat(pairTold("[card, card]"))
                .containsExactly("p.yaml:7: features.pair.entity[1]: field 'card' stands twice");
        assertThat(pairTold("[]"))
                .containsExactly(
                        "p.yaml:7: features.pair.entity: no field; write the one that names the entity, such as"
                                + " customer_id");
        assertThat(pairTold("[card, [mcc]]"))
                .containsExactly("p.yaml:7: features.pair.entity[1]: expected a field but found list");
    }

    private static Map<String, SourceDefinition> sources() {
        return SourcesSection.read(
                Objects.requireNonNull(YamlDocument.parse("p.yaml", HEAD).get("sources")), new Problems());
    }

    private static ViewDefinition pair(String entity) {
        Problems problems = new Problems();
        ViewDefinition view = pair(entity, problems);
        assertThat(problems.all()).isEmpty();
        return view;
    }

    private static List<String> pairTold(String entity) {
        Problems problems = new Problems();
        pair(entity, problems);
        return problems.all().stream().map(Problem::toString).toList();
    }

    private static ViewDefinition pair(String entity, Problems problems) {
        ConfigNode root = YamlDocument.parse(
                "p.yaml",
                HEAD.substring(0, HEAD.indexOf("  card:\n"))
                        + "  pair:\n    from: tx\n    entity: " + entity
                        + "\n    windows: [1d]\n    aggregates: {n: count}\n");
        return FeaturesSection.read(Objects.requireNonNull(root.get("features")), sources(), "tx", problems)
                .views()
                .get(0);
    }

    @Test
    void theDefaultOfTextsIsAText() {
        assertThat(aggregate("{of: last(channel), default: 0}"))
                .extracting(AggregateDefinition::whenMissing, AggregateDefinition::textWhenMissing)
                .containsExactly(OptionalDouble.empty(), Optional.of("0"));
        assertThat(aggregate("{of: 'approx_top_k(channel, 2)', default: ''}").textWhenMissing())
                .contains("");
        assertThat(FeatureView.of("card")
                        .entity("card")
                        .from("tx")
                        .aggregate(
                                "a",
                                FeatureAggregate.last("channel").windows("7d").whenMissing("none"))
                        .build()
                        .aggregates()
                        .get(0)
                        .textWhenMissing())
                .contains("none");
    }

    @Test
    void resultsHaveTypes() {
        EventSchema feed = new EventSchema(List.of(
                new Field("channel", FieldType.STRING),
                new Field("fraud", FieldType.BOOLEAN),
                new Field("at", FieldType.TIMESTAMP),
                new Field("mcc", FieldType.LONG)));
        assertThat(List.of("channel", "fraud", "at", "mcc"))
                .extracting(field -> AggregateDefinition.of("a", "last", Optional.of(field), List.of())
                        .resultType(feed))
                .containsExactly(FieldType.STRING, FieldType.BOOLEAN, FieldType.TIMESTAMP, FieldType.LONG);
        assertThat(List.of("count_distinct", "entropy", "time_since_last"))
                .extracting(function -> AggregateDefinition.of("a", function, Optional.of("channel"), List.of())
                        .resultType(feed))
                .containsExactly(FieldType.LONG, FieldType.DOUBLE, FieldType.DOUBLE);
    }

    @Test
    void everyKeyOfAView() {
        ViewDefinition view = view("""
                description: What a card does.
                owner: risk
                tags: [card, payments]
                delay: 1d
                windows: 1d
                aggregates: {n: count}
                """);
        assertThat(view)
                .isEqualTo(new ViewDefinition(
                        "card",
                        List.of("card"),
                        "tx",
                        DAY,
                        List.of(AggregateDefinition.of(
                                "n", "count", Optional.empty(), List.of(new WindowDefinition.Sliding(DAY)))),
                        Optional.of("What a card does."),
                        Optional.of("risk"),
                        List.of("card", "payments")));
    }

    @Test
    void argumentsFollowTheField() {
        AggregateDefinition last = aggregate("last_n( amount , 3 )");
        assertThat(last.function()).isEqualTo("last_n");
        assertThat(last.field()).contains("amount");
        assertThat(last.arguments()).containsExactly(3.0);
        assertThat(last.featureNames()).containsExactly("a_1d_1", "a_1d_2", "a_1d_3");
        assertThat(aggregate("{of: last_n(3), value: amount / 2.0}").arguments())
                .containsExactly(3.0);
    }

    @Test
    void windowsOfEveryKind() {
        assertThat(windows("[7d, session 30m, 1d, last 10, unbounded, tumbling 1d, hopping 1d by 1h]"))
                .containsExactly(
                        new WindowDefinition.Sliding(DAY),
                        new WindowDefinition.Sliding(Duration.ofDays(7)),
                        new WindowDefinition.Session(Duration.ofMinutes(30), DAY),
                        new WindowDefinition.Last(10, Duration.ofDays(7)),
                        new WindowDefinition.Unbounded(),
                        new WindowDefinition.Tumbling(DAY),
                        new WindowDefinition.Hopping(DAY, Duration.ofHours(1)));
        assertThat(windows("last 10")).containsExactly(new WindowDefinition.Last(10, Duration.ofDays(30)));
        assertThat(windows("[last 3 within 2h, session 1m within 1h]"))
                .containsExactly(
                        new WindowDefinition.Last(3, Duration.ofHours(2)),
                        new WindowDefinition.Session(Duration.ofMinutes(1), Duration.ofHours(1)));
        assertThat(view("windows: [7d]\naggregates: {a: {of: count, windows: [last 2, 1d]}}")
                        .aggregates()
                        .get(0)
                        .windows())
                .containsExactly(new WindowDefinition.Sliding(DAY), new WindowDefinition.Last(2, Duration.ofDays(7)));
        assertThat(view("windows: [1d, 7d, unbounded]\naggregates: {a: {of: count, windows: unbounded}, b: count}")
                        .featureNames())
                .containsExactly("a_all", "b_1d", "b_7d", "b_all");
    }

    @Test
    void whatAWindowReadsBackToWritesTheSame() {
        for (WindowDefinition window :
                windows("[7d, session 30m, last 10, unbounded, tumbling 1d, hopping 1d by 1h]")) {
            assertThat(windows(window.text())).containsExactly(window);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[1 week] | '1 week' is no window; did you mean '7d'? (allowed: a length such as 7d, unbounded, last 10 [within 30d],",
                "[1 h] | '1 h' is no window; did you mean '1h'?",
                "[7 days] | did you mean '7d'?",
                "[1w] | did you mean '7d'?",
                "[last10] | did you mean 'last 10'?",
                "[last 5 within 2 hours] | did you mean 'last 5 within 2h'?",
                "[session] | did you mean 'session 30m'?",
                "[1 month] | '1 month' is no window (allowed",
                "[unbound] | 'unbound' is no window; did you mean 'unbounded'?",
                "[hoping 1d by 1h] | did you mean 'hopping'?",
                "[last ten] | 'last ten' is no window (allowed",
                "[0s] | '0s': a window of 0 holds no event; write a length such as 1d",
                "[last 0] | 'last 0': a window of the last 0 values; at least 1",
                "[hopping 1d by 7h] | 'hopping 1d by 7h': the hop 7h does not divide the length 1d",
                "[session 2d] | 'session 2d': a session's gap is shorter than what it reaches back; they are 2d and 1d",
                "[1d, 24h] | window 24h stands twice",
                "[session 1m within 1h, session 1m within 2h] | would give features of one name, <aggregate>_session1m",
                "[3651d] | 3651d is too long; at most 3650d",
                "[] | no windows; write at least one",
                "[[1d]] | expected a window but found list",
            })
    void wrongWindows(String written, String expected) {
        List<String> told = told("windows: " + written + "\naggregates: {a: count}");
        assertThat(told).hasSize(1);
        assertThat(told.get(0)).startsWith("p.yaml:8: features.card.windows").contains(expected);
    }

    @Test
    void noWindows() {
        assertThat(toldOf("{of: count, windows: []}")).contains("no windows; write at least one");
        assertThat(told("aggregates: {a: count}"))
                .containsExactly("p.yaml:8: features.card.aggregates.a: no windows; give the view or the aggregate"
                        + " 'windows', such as [1d, 7d]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "avg(amount) | unknown aggregate 'avg'; did you mean 'mean'?",
                "meen(amount) | unknown aggregate 'meen'; did you mean 'mean'?",
                "mean(amuont) | source 'tx' has no field 'amuont'; did you mean 'amount'? (fields: id (string),",
                "mean(channel) | field 'channel' of source 'tx' is a string; mean takes a number or boolean (fields of 'tx' that fit: amount (double), fraud (boolean), mcc (long))",
                "mean | 'mean' needs a field, such as mean(field), or a 'value' (fields of 'tx' that fit: amount (double), fraud",
                "mean(amount | 'mean(amount' is no aggregate: ')' is missing (within {} a comma ends a value; quote it",
                "mean(amount, 3) | 'mean(amount, 3)': mean has 1 argument after its field; it takes none (written mean(field))",
                "last_n(amount) | last_n has 0 arguments after its field; it takes n (written last_n(field, n))",
                "last_n(amount, 0) | n is 0; it must be a whole number from 1 to 1000",
                "last_n(amount, fraud) | 'last_n(amount, fraud)': 'fraud' is no number; last_n is written last_n(field, n)",
                "last_n(amount, 1h) | '1h' is no number; last_n is written",
                "{of: sum(amount), value: amount * 2.0} | 'value' takes the place of the field 'amount'; write one of them",
                "{of: sum, value: amuont} | unknown name 'amuont'; did you mean 'amount'?",
                "{of: sum, value: channel} | 'channel' gives string; allowed: a number or true/false",
                "{of: count, where: amount} | 'amount' gives double; allowed: true or false",
                "{of: count, where: channel = 2} | features.card.aggregates.a.where: 'channel = 2' at column",
                "{of: share} | share of what? Give it a 'where'",
                "{of: share(amount)} | field 'amount' of source 'tx' is a double; share takes a boolean (fields of 'tx' that fit: fraud (boolean))",
                "{of: count, max_age: 0s} | everything is older than 0",
                "{of: count, max_age: 2d} | 2d is longer than the longest window reaches back, 1d, so no value in it is ever too old; write at most 1d, or leave it out",
                "{of: last(amount), resolution: 1h} | 'last' reads values one by one, by their position, and tiles keep none; leave 'resolution' out",
                "{of: mode(channel), resolution: 1h} | 'mode(channel)' gives texts, and tiles keep none; leave 'resolution' out",
                "{of: count, resolution: 0s} | a tile of 0 holds nothing; write a length such as 5m",
                "{of: count, resolution: 2d} | tiles of 2d are longer than the window 1d; write at most 1d",
                "{of: count, resolution: 1s} | the window 1d has 86401 tiles of 1s; at most 10000, so write at least 8641ms",
                "{of: count, resolution: 1h, windows: tumbling 1d} | a resolution rounds where a length such as 7d begins, and 'tumbling 1d' is none; give this aggregate 'windows' of its own",
                "{of: count, delay: 4000d} | 4000d is too long",
                "{of: count, delay: soon} | features.card.aggregates.a.delay",
                "{of: count, max_age: 4000d} | 4000d is too long",
                "{of: mean(amount), default: none} | default: expected a number but found 'none'",
                "{of: count_distinct(channel), default: none} | default: expected a number but found 'none'",
                "{of: last(channel), default: [a]} | default: expected text but found list",
                "{of: max(channel)} | field 'channel' of source 'tx' is a string; max takes a number, boolean or timestamp",
                "{of: collect_set(channel)} | unknown aggregate 'collect_set'",
                "{of: count, defualt: 1} | unknown key 'defualt'; did you mean 'default'?",
                "{of: count, by: {field: chanel, values: [web]}} | source 'tx' has no field 'chanel'; did you mean 'channel'?",
                "{of: count, by: {field: amount, values: [1]}} | field 'amount' of source 'tx' is a double; 'by' takes a string, long or boolean",
                "{of: count, by: {field: mcc, values: [a1]}} | 'a1' is no value of field 'mcc', which is a long",
                "{of: count, by: {field: channel, values: [Web]}} | 'Web' cannot end a feature's name; allowed: lower-case letters, digits and _; give each value a name with 'as', such as as: [web, ...]",
                "{of: count, by: {field: channel, values: [web, pos], as: [w]}} | there are 2 values and 1 names; write one for each",
                "{of: count, by: {field: channel, values: [web, web]}} | 'web' stands twice",
                "{of: count, by: {field: channel, values: [other]}} | 'other' is the aggregate of all other values",
                "{of: count, by: {field: channel, values: []}} | 0 values; allowed: 1 to 50",
                "{of: count, by: {field: channel}} | 'values' is missing",
                "{of: count, by: {field: channel, vales: [web]}} | unknown key 'vales'; did you mean 'values'?",
            })
    void wrongAggregates(String written, String expected) {
        List<String> told = told("windows: 1d\naggregates:\n  a: " + written);
        assertThat(told).first().asString().contains(expected);
        assertThat(told).allMatch(problem -> problem.startsWith("p.yaml:10: features.card.aggregates.a"));
    }

    @Test
    void share() {
        assertThat(aggregate("{of: share, where: amount > 100.0}"))
                .extracting(
                        AggregateDefinition::function,
                        AggregateDefinition::field,
                        AggregateDefinition::value,
                        AggregateDefinition::where)
                .containsExactly("share", Optional.empty(), Optional.of("amount > 100.0"), Optional.empty());
        assertThat(aggregate("{of: share(fraud), where: amount > 100.0}"))
                .extracting(AggregateDefinition::field, AggregateDefinition::value, AggregateDefinition::where)
                .containsExactly(Optional.of("fraud"), Optional.empty(), Optional.of("amount > 100.0"));
    }

    private static List<String> shown(List<AggregateDefinition> aggregates) {
        return aggregates.stream()
                .map(a -> a.name() + ": " + a.value().orElse("-") + " where "
                        + a.where().orElse("-"))
                .toList();
    }

    @Test
    void by() {
        assertThat(shown(aggregates("{of: sum(amount), by: {field: channel, values: [web, pos]}}")))
                .containsExactly(
                        "a_web: - where channel == \"web\"",
                        "a_pos: - where channel == \"pos\"",
                        "a_other: - where coalesce(!(channel in [\"web\", \"pos\"]), true)");
        assertThat(shown(aggregates("{of: count, where: fraud || amount > 9.0, by: {field: mcc, values: [5411, 5812],"
                        + " as: [grocer, meals], other: false}}")))
                .containsExactly(
                        "a_grocer: - where (fraud || amount > 9.0) && mcc == 5411",
                        "a_meals: - where (fraud || amount > 9.0) && mcc == 5812");
        assertThat(shown(aggregates("{of: count, by: {field: fraud, values: [true], other: false}}")))
                .containsExactly("a_true: - where fraud == true");
    }

    /** Every event is of one category: null is of the others. */
    @Test
    void categoriesPartitionTheEvents() {
        EventSchema schema =
                new EventSchema(List.of(new Field("channel", FieldType.STRING), new Field("fraud", FieldType.BOOLEAN)));
        List<String> categoryOf = new ArrayList<>();
        for (String channel : Arrays.asList("web", "pos", "atm", "", null)) {
            Event event = new Event(schema);
            if (channel != null) {
                event.setText(0, channel);
            }
            for (AggregateDefinition a : aggregates("{of: count, by: {field: channel, values: [web, pos]}}")) {
                String condition = a.where().orElseThrow();
                if (Boolean.TRUE.equals(EventExpression.compile(condition, schema, Boolean.class)
                        .evaluate(event))) {
                    categoryOf.add(channel + " " + a.name());
                }
            }
            for (AggregateDefinition a : aggregates("{of: count, by: {field: fraud, values: [true, false]}}")) {
                String condition = a.where().orElseThrow();
                assertThat(Boolean.TRUE.equals(EventExpression.compile(condition, schema, Boolean.class)
                                .evaluate(event)))
                        .isEqualTo(a.name().equals("a_other"));
            }
        }
        assertThat(categoryOf).containsExactly("web a_web", "pos a_pos", "atm a_other", " a_other", "null a_other");
    }

    @Test
    void aConditionTooLongWithItsCategory() {
        String where = "amount > 1.0" + " || amount > 1.0".repeat(124);
        assertThat(told("windows: 1d\naggregates:\n  a: {of: count, where: " + where
                        + ", by: {field: channel, values: [web, pos], other: false}}"))
                .hasSize(2)
                .allMatch(told -> told.startsWith("p.yaml:10: features.card.aggregates.a.by: "));
    }

    @Test
    void durationsAsArguments() {
        assertThat(aggregate("decayed_sum(amount, 1h)").arguments()).containsExactly(3600.0);
        assertThat(aggregate("decayed_sum(amount, 1h)")).isEqualTo(aggregate("decayed_sum(amount, 3600)"));
        assertThat(aggregate("decayed_count(250ms)").arguments()).containsExactly(0.25);
        assertThat(toldOf("decayed_sum(amount, soon)"))
                .contains("'soon' is no number and no duration (a whole number and a unit");
    }

    @Test
    void shareByCategory() {
        assertThat(shown(aggregates("{of: share, by: {field: channel, values: [web], other: false}}")))
                .containsExactly("a_web: channel == \"web\" where -");
        assertThat(shown(aggregates(
                        "{of: share, where: amount > 9.0, by: {field: channel, values: [web], other: false}}")))
                .containsExactly("a_web: amount > 9.0 where channel == \"web\"");
    }

    @Test
    void valuesThatNeedEscaping() {
        assertThat(shown(aggregates("{of: count, by: {field: channel, values: ['a\"b\\c'], as: [odd], other: false}}")))
                .containsExactly("a_odd: - where channel == \"a\\\"b\\\\c\"");
    }

    @Test
    void noTwoFeaturesOfOneName() {
        assertThat(told("windows: 1d\naggregates: {a: {of: count, by: {field: channel, values: [web]}}, a_web: count}"))
                .containsExactly("p.yaml:9: features.card.aggregates.a_web: two features are named 'card.a_web_1d'");
    }

    @Test
    void javaCodeGivesWhatTheDocumentGives() {
        ViewDefinition written = view("""
                description: What a card does.
                owner: risk
                tags: [card, payments]
                delay: 1h
                windows: [7d, 1d, last 10]
                aggregates:
                  n: count
                  big: {of: mean(amount), where: amount > 100.0, windows: [30d, unbounded], max_age: 7d, default: 0}
                  cents: {of: sum, value: amount * 0.01, include_current: false}
                  recent: {of: "last_n(amount, 3)", description: The latest three., owner: fraud}
                  doubtful: {of: share, where: fraud}
                  spent: {of: sum(amount), by: {field: mcc, values: [5411, 5812], as: [grocer, meals]}}
                  on: {of: count, by: {field: channel, values: [web, pos], other: false}}
                """);
        FeatureView view = FeatureView.of("card")
                .description("What a card does.")
                .owner("risk")
                .tags("card", "payments")
                .entity("card")
                .from("tx")
                .delay(Duration.ofHours(1))
                .windows("7d", "1d", "last 10")
                .aggregate("n", FeatureAggregate.count())
                .aggregate(
                        "big",
                        FeatureAggregate.mean("amount")
                                .where("amount > 100.0")
                                .windows("30d", "unbounded")
                                .maxAge(Duration.ofDays(7))
                                .whenMissing(0))
                .aggregate(
                        "cents",
                        FeatureAggregate.function("sum").value("amount * 0.01").withoutCurrent())
                .aggregate(
                        "recent",
                        FeatureAggregate.function("last_n", "amount", 3)
                                .description("The latest three.")
                                .owner("fraud"))
                .aggregate("doubtful", FeatureAggregate.share("fraud"))
                .aggregate(
                        "spent",
                        FeatureAggregate.sum("amount").by("mcc", "5411", "5812").as("grocer", "meals"))
                .aggregate(
                        "on",
                        FeatureAggregate.count().by("channel", "web", "pos").withoutOther());
        Problems problems = new Problems();
        Map<String, SourceDefinition> sources = SourcesSection.read(
                Objects.requireNonNull(YamlDocument.parse("p.yaml", HEAD).get("sources")), problems);

        assertThat(view.build(sources, "tx")).isEqualTo(written);
    }

    @Test
    void javaCodeIsToldAllThatIsWrong() {
        FeatureView view = FeatureView.of("card")
                .entity("card")
                .from("tx")
                .windows("1d", "one week")
                .aggregate("a", FeatureAggregate.function("meen", "amount"));

        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(ConfigException.class, view::build)
                        .problems())
                .extracting(Problem::toString)
                .satisfiesExactly(
                        told -> assertThat(told)
                                .startsWith("view card:1: features.card.windows[1]: 'one week' is no window"),
                        told -> assertThat(told)
                                .startsWith("view card:1: features.card.aggregates.a.of: unknown aggregate 'meen'"));
    }

    @Test
    void idleEntitiesAreForgottenAfterTheMaxAge() {
        assertThat(view("windows: 30d\nmax_age: 90d\naggregates: {n: count}").maxAge())
                .contains(Duration.ofDays(90));
        assertThat(view("windows: 30d\nmax_age: 30d\ndelay: 7d\naggregates: {n: count}")
                        .maxAge())
                .as("the delay is no part of it")
                .contains(Duration.ofDays(30));
        assertThat(view("windows: 30d\naggregates: {n: count}").maxAge()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            windows: 30d; max_age: 7d; aggregates: {n: count} \
            | p.yaml:9: features.card.max_age: 7d is shorter than aggregate 'n' over 30d reaches back, 30d; write at least 30d
            windows: 7d; max_age: 7d; aggregates: {n: {of: count, resolution: 1h}} \
            | p.yaml:9: features.card.max_age: 7d is shorter than aggregate 'n' over 7d reaches back, 169h; write at least 169h
            windows: [7d, unbounded]; max_age: 7d; aggregates: {n: count} \
            | p.yaml:9: features.card.max_age: aggregate 'n' is over all events ever, so its entities are never done with; give it windows of a length up to 'max_age', such as 7d, put it into a view of its own, or leave 'max_age' out
            windows: 7d; max_age: 0s; aggregates: {n: count} \
            | p.yaml:9: features.card.max_age: no entity is known after 0; write a length such as 90d
            """)
    void aMaxAgeThatWouldShowIsRefused(String lines, String message) {
        assertThat(told(lines.replace("; ", "\n"))).containsExactly(message);
    }
}
