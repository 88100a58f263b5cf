package io.streamgauge.store.definition;

import static io.streamgauge.store.definition.FeatureAggregate.count;
import static io.streamgauge.store.definition.FeatureAggregate.function;
import static io.streamgauge.store.definition.FeatureAggregate.last;
import static io.streamgauge.store.definition.FeatureAggregate.mean;
import static io.streamgauge.store.definition.FeatureAggregate.share;
import static io.streamgauge.store.definition.FeatureAggregate.sum;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What docs/features.md shows works, and its Java gives what its YAML gives. */
final class FeaturesPageTest {

    private static final Path PAGE = Path.of("..", "docs", "features.md");
    private static final Path THIS = Path.of("src/test/java/io/streamgauge/store/definition/FeaturesPageTest.java");

    private final Problems problems = new Problems();
    private final ConfigNode document =
            YamlDocument.parse("features.md", String.join("\n", after(lines(PAGE), "<!-- test: document -->", "```")));
    private final Map<String, SourceDefinition> sources =
            SourcesSection.read(Objects.requireNonNull(document.get("sources")), problems);

    private ViewDefinition written() {
        List<ViewDefinition> views = FeaturesSection.read(
                        Objects.requireNonNull(document.get("features")), sources, "payments", problems)
                .views();
        problems.throwIfAny();
        return views.get(0);
    }

    @Test
    void theLookupsOfThePageAreRead() {
        ConfigNode lookups = YamlDocument.parse(
                "features.md", String.join("\n", after(lines(PAGE), "<!-- test: lookup -->", "```")));
        Map<String, SourceDefinition> tables =
                SourcesSection.read(Objects.requireNonNull(lookups.get("sources")), problems);
        FeaturesSection.Features features =
                FeaturesSection.read(Objects.requireNonNull(lookups.get("features")), tables, "payments", problems);
        problems.throwIfAny();
        FeatureDefinition definition =
                new FeatureDefinition("page", tables, "payments", features.views(), features.expressions());
        assertThat(definition.viewFeatureNames()).containsExactly("merchant.category", "risk.class");
        assertThat(definition.compiledExpressions()).containsOnlyKeys("request.fuel");
        assertThat(FeatureView.of("merchant")
                        .entity("merchant_id")
                        .from("merchants")
                        .lookup("category")
                        .build())
                .isEqualTo(features.views().get(0));
    }

    private ViewDefinition inJava() {
        // view
        ViewDefinition card = FeatureView.of("card")
                .description("What a card did before this payment.")
                .owner("payments-risk")
                .tags("card")
                .entity("card")
                .from("payments")
                .windows("1d", "7d")
                .aggregate("n", count())
                .aggregate("spent", sum("amount"))
                .aggregate("recent", function("last_n", "amount", 3))
                .aggregate("spread", function("quantile", "amount", 0.1, 0.9).windows("30d"))
                .aggregate("cents", function("sum").value("amount * 100.0"))
                .aggregate(
                        "big", count().where("amount > 500.0").withoutCurrent().owner("fraud-desk"))
                .aggregate("doubtful", share("amount > 500.0 || fraud"))
                .aggregate(
                        "trend",
                        function("decayed_mean", "amount", 43_200)
                                .windows("unbounded")
                                .maxAge(Duration.ofDays(30))
                                .whenMissing(0))
                .aggregate("by_channel", mean("amount").by("channel", "web", "pos"))
                .aggregate("disputed", share("fraud").delay(Duration.ofDays(7)).windows("30d"))
                .aggregate(
                        "volume", sum("amount").resolution(Duration.ofHours(1)).windows("30d"))
                .aggregate("visit", count().windows("session 30m"))
                .aggregate(
                        "channel",
                        last("channel").windows("unbounded").withoutCurrent().whenMissing("none"))
                .aggregate("usual", function("approx_top_k", "channel", 2).windows("7d"))
                .build(sources, "payments");
        // end
        return card;
    }

    @Test
    void itsJavaGivesWhatItsYamlGives() {
        assertThat(inJava()).isEqualTo(written());
    }

    @Test
    void itsJavaIsWhatThisTestRuns() {
        List<String> run = after(lines(THIS), "        // view", "        // end").stream()
                .map(line -> line.substring(Math.min(8, line.length())))
                .toList();
        assertThat(after(lines(PAGE), "<!-- test: view -->", "```")).containsExactlyElementsOf(run);
    }

    @Test
    void itNamesFeaturesAsTheyAreNamed() {
        List<String> names =
                written().featureNames().stream().map(name -> "card." + name).toList();
        String page = String.join("\n", lines(PAGE));
        for (String shown : List.of(
                "card.by_channel_web_7d", "card.by_channel_pos_7d", "card.by_channel_other_7d", "card.recent_7d_1")) {
            assertThat(page).contains("`" + shown + "`");
            assertThat(names).contains(shown);
        }
    }

    @Test
    void itsIdleEntitiesAreForgotten() {
        ConfigNode view =
                YamlDocument.parse("features.md", String.join("\n", after(lines(PAGE), "<!-- test: idle -->", "```")));
        List<ViewDefinition> views =
                FeaturesSection.read(view, sources, "payments", problems).views();
        problems.throwIfAny();
        assertThat(views.get(0).maxAge()).contains(Duration.ofDays(90));
        assertThat(FeatureView.of("card")
                        .entity("card")
                        .from("payments")
                        .windows("1d", "30d")
                        .maxAge(Duration.ofDays(90))
                        .aggregate("n", count())
                        .aggregate("spent", sum("amount"))
                        .build())
                .isEqualTo(views.get(0));
    }

    @Test
    void itsVectorsAreNamedAsTheyAre() {
        ConfigNode vectors = YamlDocument.parse(
                "features.md", String.join("\n", after(lines(PAGE), "<!-- test: vectors -->", "```")));
        Map<String, SourceDefinition> of =
                SourcesSection.read(Objects.requireNonNull(vectors.get("sources")), problems);
        FeaturesSection.Features features =
                FeaturesSection.read(Objects.requireNonNull(vectors.get("features")), of, "pages", problems);
        problems.throwIfAny();
        FeatureDefinition definition =
                new FeatureDefinition("p", of, "pages", features.views(), features.expressions());
        List<String> names = new ArrayList<>(definition.viewFeatureNames());
        names.addAll(definition.scoredSource().schema().names());
        names.addAll(definition.vectors().keySet());
        String page = String.join("\n", lines(PAGE));
        for (String shown : List.of(
                "embedding",
                "embedding_0",
                "embedding_2",
                "reader.usual_0_7d",
                "reader.usual_2_7d",
                "reader.newest_news_0_7d",
                "reader.usual_7d",
                "reader.newest_news_7d")) {
            assertThat(page).contains("`" + shown + "`");
            assertThat(names).contains(shown);
        }
    }

    /** The windows' table, by what is written and what is added to the name. */
    @Test
    void itsWindowsAreReadAndLabelledSo() {
        List<String> rows = after(lines(PAGE), "## Windows", "The feature is named").stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        assertThat(rows).hasSize(6);
        for (String row : rows) {
            String[] cells = row.split("\\|", -1);
            Problems wrong = new Problems();
            ConfigNode node = YamlDocument.parse("features.md", "w: " + cells[1].replace("`", ""));
            List<WindowDefinition> windows = WindowText.read(Objects.requireNonNull(node.get("w")), List.of(), wrong);
            assertThat(wrong.all()).isEmpty();
            assertThat(windows)
                    .extracting(WindowDefinition::label)
                    .containsExactly(cells[3].strip().replace("`", ""));
        }
    }

    /** The lines between one that starts a block and the next that ends it; a fence after the start is left out. */
    private static List<String> after(List<String> lines, String start, String end) {
        int from = lines.indexOf(start) + 1;
        assertThat(from).as("there is a line '" + start + "'").isPositive();
        List<String> rest = lines.subList(from, lines.size());
        int skip = rest.get(0).startsWith("```") ? 1 : 0;
        int to = skip;
        while (!rest.get(to).startsWith(end)) {
            to++;
        }
        return rest.subList(skip, to);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
