package io.streamgauge.app.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.schemas.config.Table;
import io.streamgauge.scoring.ModelSection;
import io.streamgauge.store.definition.FeaturesSection;
import io.streamgauge.store.definition.SourcesSection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a pipeline document may hold, for editors and for readers; both made from the tables that read it. */
final class PipelineReference {

    private static final String INTRODUCTION = """
            # The pipeline document

            One YAML file declares a pipeline. Every key, from the tables that read it; a test fails when this page and the
            code disagree. Editors check a document against [pipeline.schema.json](pipeline.schema.json) when its first line is

            ```yaml
            # yaml-language-server: $schema=../../docs/pipeline.schema.json
            ```

            `streamgauge validate FILE` checks more than a schema can: expressions, names across sections, the model's inputs.
            Unknown keys are errors. Durations are a whole number and a unit: `250ms`, `30s`, `10m`, `1h`, `7d`.

            """;

    private PipelineReference() {}

    /** JSON Schema (draft 2020-12) of the whole document. */
    static String jsonSchema() {
        Map<String, Object> schema = new LinkedHashMap<>(PipelineFile.TABLE.jsonSchema());
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Streamgauge pipeline");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        try {
            return JsonMapper.builder()
                            // Some sections' maps have no order of their own.
                            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                            .build()
                            .writer(printer)
                            .writeValueAsString(schema)
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of text always make JSON", e);
        }
    }

    /** The reference page. */
    static String markdown() {
        return INTRODUCTION
                + String.join(
                        "\n",
                        List.of(
                                "## The document\n\n" + PipelineFile.TABLE.markdown(),
                                SourcesSection.markdown(),
                                FeaturesSection.markdown(),
                                "## `model`\n\n" + ModelSection.markdown(),
                                "## `labels`\n\n" + LabelsSection.TABLE.markdown(),
                                "## `drift`\n\n"
                                        + String.join(
                                                "\n",
                                                DriftSection.tables().stream()
                                                        .map(Table::markdown)
                                                        .toList()),
                                "## `runtime`\n\n" + RuntimeSection.TABLE.markdown()));
    }
}
