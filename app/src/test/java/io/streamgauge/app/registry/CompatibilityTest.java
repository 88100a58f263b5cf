package io.streamgauge.app.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of levels, on three schemas whose relations are plain. */
class CompatibilityTest {

    /** Version 1, version 2 (which drops {@code b}), and candidates. */
    private static final Version FIRST = version(1, record("\"a\"", "\"b\""));

    private static final Version SECOND = version(2, record("\"a\""));

    @ParameterizedTest
    @CsvSource(textBlock = """
                    NONE,                b,         true
                    BACKWARD,            a,         true
                    BACKWARD,            a+c,       false
                    BACKWARD,            a+c=,      true
                    BACKWARD_TRANSITIVE, a+c=,      true
                    FORWARD,             a+c,       true
                    FORWARD,             c=,        false
                    FORWARD_TRANSITIVE,  a+c,       false
                    FORWARD_TRANSITIVE,  a+b+c,     true
                    FULL,                a+c=,      true
                    FULL,                a+c,       false
                    FULL_TRANSITIVE,     a+b=,      true
                    FULL_TRANSITIVE,     a+b,       false
                    """)
    void everyLevelHoldsWhatItsNameSays(Level level, String fields, boolean compatible) {
        String[] names = fields.split("\\+", -1);
        String[] json = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            json[i] = "\"" + names[i].replace("=", "\",\"default\":\"") + "\"";
        }
        List<String> problems =
                Compatibility.problems(level, new Schema.Parser().parse(record(json)), List.of(FIRST, SECOND));
        assertThat(problems.isEmpty()).as("%s", problems).isEqualTo(compatible);
    }

    private static String record(String... fields) {
        StringBuilder json = new StringBuilder("{\"type\":\"record\",\"name\":\"R\",\"fields\":[");
        for (int i = 0; i < fields.length; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"name\":")
                    .append(fields[i])
                    .append(",\"type\":\"string\"}");
        }
        return json.append("]}").toString();
    }

    private static Version version(int number, String schema) {
        return new Version("s", number, number, schema, false);
    }
}
