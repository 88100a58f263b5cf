package io.streamgauge.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {

    private static final Table TABLE = Table.named("things.<name>")
            .required("topic", Property.Type.TEXT, "Topic to read.")
            .optional("lateness", Property.Type.DURATION, "10m", "How late | is fine.")
            .optional("threads", Property.Type.LONG, "2", "Threads.")
            .optional("share", Property.Type.DOUBLE, null, "A share.")
            .optional("fast", Property.Type.BOOLEAN, "false", "Whether fast.")
            .optional("expect", Property.Type.TEXTS, null, "Expressions.")
            .optional("windows", Property.Type.DURATIONS, "1d", "Windows.")
            .choice("format", "avro", List.of("avro", "json"), "Format.")
            .nested("csv", false, Map.of("type", "object"), "Files.")
            .build();

    private final Problems problems = new Problems();

    @Test
    void whatIsMissingIsToldWithoutMarkdown() {
        Table table = Table.named("t")
                .required("of", Property.Type.TEXT, "From [aggregates.md](aggregates.md), or `none`.")
                .build();
        Problems problems = new Problems();
        table.read(YamlDocument.parse("p.yaml", "{}"), problems);
        assertThat(problems.all()).singleElement().asString().endsWith("From docs/aggregates.md, or 'none'.");
    }

    @Test
    void whatIsWrittenIsRead() {
        Settings settings = read("""
                topic: t
                lateness: 90s
                threads: 1_000
                share: 1.5e-3
                fast: true
                expect: [a > 0, b]
                windows: [1d, 7d]
                format: json
                csv: {a: b}
                """);
        assertThat(problems.all()).isEmpty();
        assertThat(settings.text("topic")).isEqualTo("t");
        assertThat(settings.duration("lateness")).isEqualTo(Duration.ofSeconds(90));
        assertThat(settings.longValue("threads")).isEqualTo(1_000);
        assertThat(settings.doubleValue("share")).isEqualTo(1.5e-3);
        assertThat(settings.bool("fast")).isTrue();
        assertThat(settings.texts("expect")).containsExactly("a > 0", "b");
        assertThat(settings.durations("windows")).containsExactly(Duration.ofDays(1), Duration.ofDays(7));
        assertThat(settings.text("format")).isEqualTo("json");
        assertThat(settings.nested("csv"))
                .hasValueSatisfying(csv -> assertThat(csv.path()).isEqualTo("csv"));
    }

    @Test
    void whatIsNotWrittenIsTheDefault() {
        Settings settings = read("topic: t");
        assertThat(settings.duration("lateness")).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.longValue("threads")).isEqualTo(2);
        assertThat(settings.bool("fast")).isFalse();
        assertThat(settings.text("format")).isEqualTo("avro");
        assertThat(settings.durations("windows")).containsExactly(Duration.ofDays(1));
        assertThat(settings.optionalText("topic")).contains("t");
        assertThat(settings.texts("expect")).isEmpty();
        assertThat(settings.nested("csv")).isEmpty();
        assertThat(settings.has("lateness")).isFalse();
        assertThat(settings.at("lateness")).as("blamed where the key is absent").isEqualTo(settings.node());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    topic: t\\nlatness: 1m      | p.yaml:2: latness: unknown key 'latness'; did you mean 'lateness'?
                    topic: t\\nzzz: 1           | p.yaml:2: zzz: unknown key 'zzz' (allowed: topic, lateness,
                    fast: true                  | p.yaml:1: 'topic' is missing: Topic to read.
                    topic:                      | p.yaml:1: topic: expected text but found empty
                    topic: [a]                  | p.yaml:1: topic: expected text but found list
                    topic: t\\nlateness: 10     | p.yaml:2: lateness: '10' is no duration; allowed: a whole number and
                    topic: t\\nthreads: 2.5     | p.yaml:2: threads: expected a whole number but found '2.5'
                    topic: t\\nshare: 1d        | p.yaml:2: share: expected a number but found '1d'
                    topic: t\\nshare: .nan      | p.yaml:2: share: expected a number but found '.nan'
                    topic: t\\nshare: 1e999     | p.yaml:2: share: expected a number but found '1e999'
                    topic: t\\nfast: yes        | p.yaml:2: fast: expected true or false but found 'yes'
                    topic: t\\nformat: avr      | p.yaml:2: format: unknown value 'avr'; did you mean 'avro'? (allowed: avro
                    topic: t\\nwindows: [1d, x] | p.yaml:2: windows[1]: 'x' is no duration
                    """)
    void whatIsWrongIsToldWithWhatIsAllowed(String yaml, String message) {
        read(yaml.replace("\\n", "\n"));
        assertThat(problems.all()).hasSize(1);
        assertThat(problems.all().get(0).toString()).startsWith(message);
    }

    @Test
    void allProblemsAreToldAtOnce() {
        read("latness: 1m\nthreads: many");
        assertThatThrownBy(problems::throwIfAny)
                .isInstanceOfSatisfying(
                        ConfigException.class, e -> assertThat(e.problems()).hasSize(3))
                .hasMessageContainingAll("latness", "threads", "'topic' is missing");
    }

    @Test
    void aScalarWhereAMappingBelongsIsTold() {
        ConfigNode root = YamlDocument.parse("p.yaml", "things: 1");
        TABLE.read(root.entries().values().iterator().next(), problems);
        assertThat(problems.all().get(0).toString())
                .startsWith("p.yaml:1: things: expected a mapping with topic, lateness");
    }

    @Test
    void ourOwnMistakesAreExceptions() {
        Settings settings = read("topic: t");
        assertThatThrownBy(() -> settings.text("tpoic")).hasMessageContaining("no property 'tpoic'");
        assertThatThrownBy(() -> settings.longValue("topic"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("property 'topic' is TEXT and not [LONG]");
        Table.Builder builder = Table.named("x").optional("a", Property.Type.LONG, "1", "");
        assertThatThrownBy(() -> builder.optional("a", Property.Type.LONG, "1", ""))
                .hasMessageContaining("stands twice");
        assertThatThrownBy(() -> builder.optional("b", Property.Type.DURATION, "soon", ""))
                .hasMessageContaining("'soon' is no duration");
    }

    @Test
    void theSchemaSaysTheSameAsTheTable() {
        JsonNode schema = new ObjectMapper().valueToTree(TABLE.jsonSchema());
        assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
        assertThat(schema.path("required").toString()).isEqualTo("[\"topic\"]");
        assertThat(schema.path("properties").path("lateness").toString())
                .isEqualTo("{\"type\":\"string\",\"pattern\":\"^[0-9]+(ms|s|m|h|d)$\","
                        + "\"description\":\"How late | is fine.\",\"default\":\"10m\"}");
        assertThat(schema.at("/properties/threads/default").isNumber()).isTrue();
        assertThat(schema.at("/properties/fast/default").isBoolean()).isTrue();
        assertThat(schema.at("/properties/format/enum").toString()).isEqualTo("[\"avro\",\"json\"]");
        assertThat(schema.at("/properties/expect/anyOf/1/items/type").toString())
                .contains("number");
        assertThat(schema.at("/properties/csv/type").asText()).isEqualTo("object");
    }

    @Test
    void theReferenceSaysTheSameAsTheTable() {
        assertThat(TABLE.markdown())
                .startsWith("### `things.<name>`\n\n| key | type | default | meaning |\n|---|---|---|---|\n")
                .contains("| `topic` | text | required | Topic to read. |\n")
                .contains("| `lateness` | duration | `10m` | How late \\| is fine. |\n")
                .contains("| `format` | avro, json | `avro` | Format. |\n")
                .contains("| `windows` | list of durations | `1d` | Windows. |\n");
    }

    private Settings read(String yaml) {
        return TABLE.read(YamlDocument.parse("p.yaml", yaml), problems);
    }
}
