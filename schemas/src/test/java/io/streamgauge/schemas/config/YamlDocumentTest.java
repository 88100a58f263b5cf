package io.streamgauge.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlDocumentTest {

    @Test
    void everyNodeKnowsItsLineAndPath() {
        ConfigNode root = YamlDocument.parse("p.yaml", """
                pipeline: fraud
                features:
                  # a comment
                  customer:
                    windows: [1d,
                      7d]
                    note:
                """);
        ConfigNode customer = get(get(root, "features"), "customer");
        assertThat(customer.line())
                .as("the key's line, not that of what is below")
                .isEqualTo(4);
        assertThat(customer.kind()).isEqualTo(ConfigNode.Kind.MAPPING);
        ConfigNode second = get(customer, "windows").items().get(1);
        assertThat(second.line()).isEqualTo(6);
        assertThat(second.path()).isEqualTo("features.customer.windows[1]");
        assertThat(second.text()).isEqualTo("7d");
        assertThat(get(customer, "note").kind()).isEqualTo(ConfigNode.Kind.EMPTY);
        assertThat(root.entries().keySet()).containsExactly("pipeline", "features");
    }

    @Test
    void aFormulaWithoutQuotesIsToldWithThem() {
        assertThatThrownBy(() -> YamlDocument.parse("p.yaml", "a: 1\nb:\n  odd: x > 1 ? \"y\" : \"n\"\n"))
                .hasMessageStartingWith("p.yaml:3: not valid YAML: ")
                .hasMessageEndingWith(
                        "the value of 'odd' has ': ' in it, so put it in quotes: odd: 'x > 1 ? \"y\" : \"n\"'");
        assertThatThrownBy(() -> YamlDocument.parse("p.yaml", "a: 1\n\tb: 2\n"))
                .message()
                .doesNotContain("quotes");
    }

    @Test
    void aFileAsAWholeHasNoLine(@TempDir Path folder) {
        assertThatThrownBy(() -> YamlDocument.read(folder))
                .hasMessage(folder + ": it is a directory; expected a pipeline document");
        Path none = folder.resolve("none.yaml");
        assertThatThrownBy(() -> YamlDocument.read(none)).hasMessage(none + ": there is no such file");
    }

    @Test
    void problemsAreInTheOrderOfTheDocument() {
        ConfigNode root = YamlDocument.parse("p.yaml", "a: 1\nb: 2\n");
        Problems problems = new Problems();
        problems.add(get(root, "b"), "second");
        problems.add(get(root, "a"), "first");
        assertThatThrownBy(problems::throwIfAny).hasMessage("p.yaml:1: a: first\np.yaml:2: b: second");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    a: 1\\nb: 2\\na: 3   | p.yaml:3: a: the key stands twice
                    x:\\n  a: 1\\n  a: 2 | p.yaml:3: x.a: the key stands twice
                    a: [1                | p.yaml:1: not valid YAML
                    a: 1\\n\\tb: 2       | p.yaml:2: not valid YAML
                    - a\\n- b            | p.yaml:1: expected a mapping at the top
                    a: 1\\n---\\nb: 2    | p.yaml:2: not valid YAML
                    a: &x\\n  b: *x      | p.yaml:1: a: an alias points at what it stands in
                    ? [a, b]\\n: 1       | p.yaml:1: not valid YAML: Non scalar key
                    %                    | p.yaml:1: the document is empty
                    """)
    void whatIsWrongIsToldWithItsLine(String yaml, String message) {
        String text = yaml.replace("\\n", "\n").replace("\\t", "\t").replace("%", "# nothing");
        assertThatThrownBy(() -> YamlDocument.parse("p.yaml", text))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void anAliasIsWhatItStandsFor() {
        ConfigNode root = YamlDocument.parse("p.yaml", "a: &x [1d, 7d]\nb: *x\n");
        assertThat(get(root, "b").items()).extracting(ConfigNode::text).containsExactly("1d", "7d");
    }

    @Test
    void aFileThatCannotBeReadIsTold(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("no.yaml");
        assertThatThrownBy(() -> YamlDocument.read(missing)).hasMessage(missing + ": there is no such file");
        Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xE9});
        assertThatThrownBy(() -> YamlDocument.read(latin)).hasMessage(latin + ": the file is not UTF-8 text");
    }

    private static ConfigNode get(ConfigNode node, String key) {
        return Objects.requireNonNull(node.get(key), key);
    }
}
