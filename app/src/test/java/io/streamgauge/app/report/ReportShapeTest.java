package io.streamgauge.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.app.cli.Json;
import io.streamgauge.app.config.TestingPipelines;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The JSON document has the fields that it had, and docs/drift.md names each of them. */
class ReportShapeTest {

    private static void names(JsonNode node, Set<String> names) {
        node.fieldNames().forEachRemaining(names::add);
        node.forEach(child -> names(child, names));
    }

    private static Set<String> fields(JsonNode node) {
        Set<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode story() throws Exception {
        return new ObjectMapper().readTree(Json.write(DriftReportTest.report(Period.ALL, TestingDrift.story())));
    }

    @Test
    void hasTheFieldsOfVersionOne() throws Exception {
        JsonNode json = story();

        assertThat(json.get("version").asInt()).isEqualTo(1);
        assertThat(fields(json)).containsExactly("from", "models", "operations", "pipeline", "to", "version");
        assertThat(fields(json.at("/models/0")))
                .containsExactly(
                        "alerts",
                        "features",
                        "model",
                        "modelVersion",
                        "performance",
                        "reference",
                        "retrainingEvents",
                        "summary");
        assertThat(fields(json.at("/models/0/features/0/verdicts/0")))
                .containsExactly(
                        "adjustedPValue",
                        "counts",
                        "drifted",
                        "end",
                        "lateRows",
                        "missingPartitions",
                        "missingShare",
                        "pValue",
                        "referenceCount",
                        "revision",
                        "start",
                        "threshold",
                        "value",
                        "windowCount",
                        "windowMissing");
        assertThat(json.at("/models/0/features/0/verdicts/0/start").asText()).isEqualTo("2018-04-01T00:00:00Z");
        assertThat(json.at("/models/0/alerts/0/changes/1/contributors/0/windowCounts/0")
                        .asLong())
                .isEqualTo(20);
        assertThat(json.at("/models/0/performance/0/windows/0").has("realised")).isTrue();
    }

    @Test
    void everyFieldIsInTheDocs() throws Exception {
        Set<String> names = new TreeSet<>();
        names(story(), names);
        String docs = Files.readString(TestingPipelines.repository().resolve("docs/drift.md"))
                + Files.readString(TestingPipelines.repository().resolve("docs/retraining.md"))
                + Files.readString(TestingPipelines.repository().resolve("schemas/src/main/avro/RetrainingEvent.avsc"));

        assertThat(names).isNotEmpty();
        names.removeIf(name -> Pattern.compile("[`\"]" + name + "(\\[])?[`\"]|`\\." + name + "\\[?")
                .matcher(docs)
                .find());
        assertThat(names).as("fields that no page names").isEmpty();
    }
}
