package io.streamgauge.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.app.config.TestingPipelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeaturesCommandTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path temp;

    private String pipeline() {
        String text = TestingPipelines.fraudText()
                .replace(
                        "      amount_mean: mean(amount)",
                        "      amount_mean: {of: mean(amount), description: Mean amount., owner: risk}");
        return TestingPipelines.write(temp, text, TestingPipelines.FRAUD_INPUTS).toString();
    }

    private static JsonNode json(TestingCli done) throws IOException {
        assertThat(done.err()).isEmpty();
        assertThat(done.code()).isEqualTo(ExitCode.OK);
        return new ObjectMapper().readTree(done.out());
    }

    @Test
    void listsALinePerFeature() {
        TestingCli list = TestingCli.run("features", "list", pipeline());

        assertThat(list.code()).isEqualTo(ExitCode.OK);
        assertThat(list.out().lines()).hasSize(1 + 14);
        assertThat(list.out().lines().findFirst().orElseThrow())
                .matches("NAME +TYPE +ENTITY +WINDOW +SOURCE +MODIFIERS +OWNER +BOUND");
        assertThat(list.out())
                .containsPattern("(?m)^customer.tx_count_7d +long +customer_id +7d +transactions +- +- +exact$")
                .containsPattern("(?m)^customer.amount_mean_1d +double +customer_id +1d +transactions +- +risk +within")
                .containsPattern("(?m)^request.night +boolean +- +- +transactions +- +- +exact$");
    }

    @Test
    void listsAsJson() throws IOException {
        JsonNode list = json(TestingCli.run("features", "list", pipeline(), "--output", "json"));

        assertThat(list).hasSize(14);
        assertThat(list.get(0).path("name").asText()).isEqualTo("customer.tx_count_1d");
        assertThat(list.get(0).path("computed").asText()).isEqualTo("count");
        assertThat(list.get(0).path("owner").isNull()).isTrue();
    }

    @Test
    void showsSinceWhenFeaturesAreComplete() throws IOException {
        Path data = Files.createDirectories(temp.resolve("data"));
        Files.writeString(data.resolve("views.json"), """
                {"scored": "transactions", "sources": {}, "former": [], "views": [{
                  "name": "customer", "entity": "customer_id", "source": "transactions", "route": "as they come",
                  "features": [{"name": "tx_count_7d", "text": "", "series": "0a", "reachMs": 604800000}],
                  "series": {"0a": {"sinceMs": 1522540800000}}}]}
                """);
        String[] list = {"features", "list", pipeline(), "--data-dir", data.toString()};
        TestingCli table = TestingCli.run(list);
        assertThat(table.out())
                .containsPattern("(?m)^NAME .* COMPLETE$")
                .containsPattern("(?m)^customer.tx_count_7d .* complete from 2018-04-08T00:00:00Z")
                .containsPattern("(?m)^customer.tx_count_1d .* always$");
        TestingCli show =
                TestingCli.run("features", "show", pipeline(), "customer.tx_count_7d", "--data-dir", data.toString());
        assertThat(show.out())
                .containsPattern("state +complete from 2018-04-08T00:00:00Z .event time, 7d after 2018-04-01");
        JsonNode json =
                json(TestingCli.run("features", "list", pipeline(), "--output", "json", "--data-dir", data.toString()));
        assertThat(json.get(1).path("name").asText()).isEqualTo("customer.tx_count_7d");
        assertThat(json.get(1).path("completeFrom").asText()).isEqualTo("2018-04-08T00:00:00Z");
        assertThat(json.get(0).path("completeFrom").isNull()).isTrue();
        assertThat(TestingCli.run("features", "list", pipeline(), "--data-dir", temp.toString())
                        .err())
                .contains("no pipeline has kept state in " + temp);
    }

    @Test
    void showsOneFeature() {
        TestingCli show = TestingCli.run("features", "show", pipeline(), "customer.amount_mean_7d");

        assertThat(show.code()).isEqualTo(ExitCode.OK);
        assertThat(show.out().lines().map(String::strip))
                .startsWith("customer.amount_mean_7d", "Mean amount.")
                .contains(
                        "computed  mean(amount)",
                        "window    7d",
                        "entity    customer_id",
                        "source    transactions",
                        "type      double",
                        "owner     risk",
                        "cost      O(1) per event: adds what comes, removes what leaves");
        assertThat(show.out()).contains("bound     within 1 ulp").contains("missing   missing without values");
    }

    @Test
    void showsAViewOrAll() throws IOException {
        assertThat(json(TestingCli.run("features", "show", pipeline(), "terminal", "--output", "json")))
                .hasSize(6)
                .allMatch(feature -> feature.path("entity").asText().equals("terminal_id"));
        assertThat(json(TestingCli.run("features", "show", pipeline(), "--output", "json")))
                .hasSize(14);
        assertThat(TestingCli.run("features", "show", pipeline(), "terminal").out())
                .contains("0 in place of missing");
    }

    @Test
    void suggestsTheFeatureThatWasMeant() {
        TestingCli wrong = TestingCli.run("features", "show", pipeline(), "customer.tx_cuont_7d");

        assertThat(wrong.code()).isEqualTo(ExitCode.WRONG_CONFIGURATION);
        assertThat(wrong.err())
                .contains("unknown feature 'customer.tx_cuont_7d'; did you mean 'customer.tx_count_7d'?");
    }

    @Test
    void ofTheBeginningOfNamesTellsTheFirstFew() {
        TestingCli wrong = TestingCli.run("features", "show", pipeline(), "customer.amount_mean");

        assertThat(wrong.code()).isEqualTo(ExitCode.WRONG_CONFIGURATION);
        assertThat(wrong.err())
                .startsWith("streamgauge: unknown feature 'customer.amount_mean'; did you mean"
                        + " 'customer.amount_mean_1d', 'customer.amount_mean_7d', 'customer.amount_mean_30d'? (");
    }

    @Test
    void wantsListOrShow() {
        TestingCli none = TestingCli.run("features");

        assertThat(none.code()).isEqualTo(ExitCode.WRONG_CONFIGURATION);
        assertThat(none.err()).contains("One of list, show");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "show"})
    void bothExplainThemselves(String command) {
        TestingCli help = TestingCli.run("features", command, "--help");

        assertThat(help.code()).isEqualTo(ExitCode.OK);
        assertThat(help.out())
                .startsWith("Usage: streamgauge features " + command)
                .contains("--output");
    }

    @Test
    void refusesAWrongDocument() {
        TestingCli missing =
                TestingCli.run("features", "list", temp.resolve("none.yaml").toString());

        assertThat(missing.code()).isEqualTo(ExitCode.WRONG_CONFIGURATION);
        assertThat(missing.err()).contains("none.yaml").doesNotContain("\tat ");
    }

    @Test
    void validateSaysWhatAViewCosts() throws IOException {
        TestingCli text = TestingCli.run("validate", pipeline());
        assertThat(text.out())
                .contains("View customer: 6 features of 2 series; about 32 B per event in memory and 24 B in the store,"
                        + " for events of the last 30d; states of about ");
        assertThat(text.out())
                .containsPattern("View customer: .* per entity, most for 'amount_mean' \\([0-9.]+ k?B\\)");

        JsonNode views =
                json(TestingCli.run("validate", pipeline(), "--output", "json")).path("views");
        assertThat(views).hasSize(2);
        assertThat(views.get(1).path("view").asText()).isEqualTo("terminal");
        assertThat(views.get(1).path("series").asInt()).isEqualTo(2);
        assertThat(views.get(1).path("stateBytes").asLong()).isPositive();
        assertThat(views.get(0).path("costliest").path("aggregate").asText()).isEqualTo("amount_mean");
        assertThat(ValidateCommand.size(999)).isEqualTo("999 B");
        assertThat(ValidateCommand.size(12_345)).isEqualTo("12.3 kB");
        assertThat(ValidateCommand.size(999_960)).isEqualTo("1.0 MB");
    }

    @Test
    void aVectorIsOneLineAndShownWhole() throws IOException {
        String pipeline =
                TestingPipelines.write(temp, """
                        pipeline: pages
                        sources:
                          pages:
                            topic: pages
                            id: id
                            time: at
                            fields: {id: string, at: timestamp, reader: string, v: vector(100)}
                        features:
                          reader:
                            entity: reader
                            from: pages
                            windows: [1d, 7d]
                            aggregates: {n: count, usual: mean(v)}
                        model: {name: pages, version: 1, file: model/fraud.onnx, scores: pages, inputs: [reader.n_7d]}
                        """, List.of("reader.n_7d")).toString();

        assertThat(TestingCli.run("features", "list", pipeline).out().lines())
                .hasSize(5)
                .anySatisfy(line -> assertThat(line).startsWith("reader.usual_7d  vector(100)  reader  7d "));
        assertThat(TestingCli.run("features", "show", pipeline, "reader.usual_7d")
                        .out())
                .contains("reader.usual_0_7d")
                .contains("computed  mean(v_99)");
        assertThat(json(TestingCli.run("features", "show", pipeline, "reader.usual_1d", "--output", "json")))
                .hasSize(100);
        assertThat(json(TestingCli.run("features", "list", pipeline, "--output", "json")))
                .hasSize(202);
        assertThat(TestingCli.run("validate", pipeline).out())
                .contains("View reader: 202 features of 101 series; ")
                .contains("; a row of up to about 172.2 kB, written at each of the entity's events");
        assertThat(json(TestingCli.run("validate", pipeline, "--output", "json"))
                        .path("views")
                        .get(0)
                        .path("rowBytes")
                        .asLong())
                .isEqualTo(172_199);
    }

    @Test
    void eventsThatOnlyUnboundedWindowsCountAreNotKept() {
        String text = TestingPipelines.fraudText()
                .replace("windows: [1d, 7d, 30d]          # exact: (t - w, t]", "windows: [unbounded]");
        Path file = TestingPipelines.write(
                temp, text.replace("request.*, customer.*,", "request.*,"), TestingPipelines.FRAUD_INPUTS);
        assertThat(TestingCli.run("validate", file.toString()).err()).contains("only in the model: customer.");
        List<String> inputs = TestingPipelines.FRAUD_INPUTS.stream()
                .filter(name -> !name.startsWith("customer."))
                .toList();
        TestingPipelines.write(temp, text.replace("request.*, customer.*,", "request.*,"), inputs);
        assertThat(TestingCli.run("validate", file.toString()).out())
                .contains("View customer: 2 features of 2 series; no events are kept; states of about ");
    }

    @Test
    void linesFitATerminal() {
        assertThat(TestingCli.run("features", "list", pipeline()).out().lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120))
                .anySatisfy(line -> assertThat(line).endsWith("…"));
    }

    @Test
    void modifiersAreInTheCatalogueAndTilesInTheCost() throws IOException {
        String text = TestingPipelines.fraudText()
                .replace(
                        "      amount_mean: mean(amount)",
                        "      amount_mean: {of: mean(amount), resolution: 1h, delay: 1d, max_age: 30d, default: 0,"
                                + " include_current: false, where: amount > 1.0}");
        String pipeline = TestingPipelines.write(temp, text, TestingPipelines.FRAUD_INPUTS)
                .toString();

        assertThat(TestingCli.run("features", "show", pipeline, "customer.amount_mean_7d")
                        .out())
                .contains(
                        "modifiers where: amount > 1.0, delay: 1d, resolution: 1h, include_current: false, max_age: 30d,"
                                + " default: 0")
                .contains("; window 7d rounded to 1h: up to 1h of older events may count");
        assertThat(TestingCli.run("features", "list", pipeline).out())
                .as("as far as there is room")
                .contains("where: amount > 1.0, delay: …");
        JsonNode shown =
                json(TestingCli.run("features", "show", pipeline, "customer.amount_mean_7d", "--output", "json"));
        assertThat(shown.get(0).path("resolution").asText()).isEqualTo("1h");
        assertThat(shown.get(0).path("delay").asText()).isEqualTo("1d");
        assertThat(shown.get(0).path("maxAge").asText()).isEqualTo("30d");
        assertThat(shown.get(0).path("includeCurrent").asBoolean(true)).isFalse();
        assertThat(TestingCli.run("validate", pipeline).out())
                .contains("; tiles of at most about ")
                .contains("View customer: 6 features of 2 series; about 16 B per event");
    }
}
