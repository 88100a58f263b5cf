package io.streamgauge.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.streamgauge.app.config.TestingPipelines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Rules and dashboards speak of metrics that exist, and each rule has a runbook. */
class AlertRulesTest {

    private static final Path DOCKER = TestingPipelines.repository().resolve("docker");
    private static final Path RULES = DOCKER.resolve("prometheus/alerts.yaml");
    private static final Path DASHBOARD = DOCKER.resolve("grafana/streamgauge.json");

    private record Rule(String alert, String expression, String runbook) {}

    private static List<Rule> rules() throws Exception {
        List<Rule> rules = new ArrayList<>();
        for (JsonNode rule : new YAMLMapper().readTree(RULES.toFile()).at("/groups/0/rules")) {
            rules.add(new Rule(
                    rule.path("alert").asText(),
                    rule.path("expr").asText(),
                    rule.at("/annotations/runbook_url").asText()));
        }
        return rules;
    }

    @Test
    void everyMetricNamedIsInTheCatalogue() throws Exception {
        Set<String> known = new TreeSet<>(MetricsPage.names());
        known.addAll(MetricsPage.named(TestingPipelines.repository().resolve("docs/metrics.md")));

        assertThat(known).containsAll(MetricsPage.named(RULES)).containsAll(MetricsPage.named(DASHBOARD));
        assertThat(MetricsPage.named(RULES)).hasSizeGreaterThan(8);
    }

    @Test
    void everyAlertHasARunbook() throws Exception {
        Set<String> headings = Files.readAllLines(TestingPipelines.repository().resolve("docs/operations.md")).stream()
                .filter(line -> line.startsWith("### "))
                .map(line -> line.substring(4).strip())
                .collect(Collectors.toSet());

        assertThat(rules()).isNotEmpty().allSatisfy(rule -> {
            assertThat(headings).contains(rule.alert());
            assertThat(rule.runbook())
                    .isEqualTo("docs/operations.md#" + rule.alert().toLowerCase(Locale.ROOT));
        });
    }

    @Test
    void theDashboardIsOnePanelPerQuery() throws Exception {
        JsonNode panels = new ObjectMapper().readTree(DASHBOARD.toFile()).path("panels");

        assertThat(panels.size()).isGreaterThan(8);
        for (JsonNode panel : panels) {
            assertThat(panel.path("title").asText()).isNotBlank();
            assertThat(panel.path("targets").size()).isPositive();
        }
        assertThat(panels.findValuesAsText("id")).doesNotHaveDuplicates();
    }

    @Test
    void promtoolTakesTheRules() throws Exception {
        Path promtool = Path.of("/usr/bin/promtool");
        Assumptions.assumeTrue(Files.isExecutable(promtool), "promtool is not installed");
        Process check = new ProcessBuilder(promtool.toString(), "check", "rules", RULES.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(check.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(check.exitValue()).as(said).isZero();
        assertThat(said).contains(rules().size() + " rules found");
    }
}
