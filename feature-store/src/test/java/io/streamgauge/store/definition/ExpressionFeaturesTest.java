package io.streamgauge.store.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problem;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.expression.Expression;
import io.streamgauge.store.expression.ExpressionReference;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Expressions over fields, features of views and each other: what they are, and what is told about wrong ones. */
final class ExpressionFeaturesTest {

    private static final String SOURCES = """
            sources:
              transactions:
                topic: tx
                id: id
                time: event_time
                fields: {id: string, event_time: timestamp, customer_id: string, amount: double, n: long, device: string}
            """;

    private static final String VIEW = """
              customer: {entity: customer_id, from: transactions, windows: [7d], aggregates: {mean: mean(amount)}}
            """;

    private final Problems problems = new Problems();

    private FeatureDefinition read(String features) {
        ConfigNode root = YamlDocument.parse("p.yaml", SOURCES + features);
        Map<String, SourceDefinition> sources =
                SourcesSection.read(Objects.requireNonNull(root.get("sources")), problems);
        FeaturesSection.Features read =
                FeaturesSection.read(Objects.requireNonNull(root.get("features")), sources, "transactions", problems);
        return new FeatureDefinition("p", sources, "transactions", read.views(), read.expressions());
    }

    private List<String> told(String features) {
        read("features:\n" + features);
        return problems.all().stream().map(Problem::toString).toList();
    }

    @Test
    void eachHasTheTypeOfItsText() {
        Map<String, Expression> compiled =
                read("features:\n" + """
                  request:
                    expressions:
                      hour: hour(event_time)
                      night: request.hour <= 6
                      ratio: amount / coalesce(customer.mean_7d, 1)
                      app: splitPart(device, "/", 0)
                      day_before: event_time - duration("24h")
                """ + VIEW + """
                  more:
                    expressions:
                      odd: request.night && request.ratio > 3 && request.app == "bot"
                      half_day: request.hour / 12
                """).compiledExpressions();

        assertThat(problems.all()).isEmpty();
        assertThat(compiled)
                .extractingFromEntries(e -> e.getKey() + " " + e.getValue().type())
                .containsExactly(
                        "request.hour LONG",
                        "request.night BOOLEAN",
                        "request.ratio DOUBLE",
                        "request.app STRING",
                        "request.day_before TIMESTAMP",
                        "more.odd BOOLEAN",
                        "more.half_day LONG");
        assertThat(Objects.requireNonNull(compiled.get("more.odd")).variables())
                .containsExactly("request.app", "request.night", "request.ratio");
        assertThat(Objects.requireNonNull(compiled.get("request.ratio")).type()).isEqualTo(FieldType.DOUBLE);
    }

    @Test
    void theReferencesExampleIsRight() {
        String page = ExpressionReference.markdown();
        int from = page.indexOf("```yaml\n") + "```yaml\n".length();

        FeatureDefinition definition = read(page.substring(from, page.indexOf("```", from)));

        assertThat(problems.all()).isEmpty();
        assertThat(definition.compiledExpressions()).hasSize(3);
    }

    @Test
    void namesOfFeatures() {
        assertThat(told(VIEW + """
                  request:
                    expressions:
                      a: amount / customer.maen_7d
                """))
                .containsExactly("p.yaml:11: features.request.expressions.a: 'amount / customer.maen_7d' at column 10:"
                        + " unknown name 'customer.maen_7d'; did you mean 'customer.mean_7d'? (allowed:"
                        + " customer.mean_7d)");
    }

    @Test
    void typesOfFeatures() {
        assertThat(told(VIEW + """
                  request:
                    expressions:
                      night: hour(event_time) <= 6
                      b: request.night + customer.mean_7d
                """))
                .containsExactly(
                        "p.yaml:12: features.request.expressions.b: 'request.night + customer.mean_7d' at column"
                                + " 15: '+' does not take boolean and double");
    }

    @Test
    void onlyEarlierOnes() {
        assertThat(told("""
                  request:
                    expressions:
                      a: more.b + 1.0
                      self: request.self * 2
                  more:
                    expressions:
                      b: request.a + 1.0
                """))
                .containsExactly(
                        "p.yaml:10: features.request.expressions.a: 'more.b' is declared further down; an expression names only"
                                + " those before it",
                        "p.yaml:11: features.request.expressions.self: 'request.self' names itself");
    }

    @Test
    void whatFollowsFromAnotherProblemIsNotTold() {
        assertThat(told("""
                  customer: {entity: customer_id, from: transactions, windows: [7d], aggregates: {mean: maen(amount)}}
                  request:
                    expressions:
                      a: amuont * 2
                      b: request.a + customer.mean_7d
                      c: request.b + 1
                """))
                .hasSize(2)
                .satisfiesExactly(
                        view -> assertThat(view).startsWith("p.yaml:8: ").contains("maen"),
                        a -> assertThat(a).startsWith("p.yaml:11: ").contains("did you mean 'amount'?"));
    }
}
