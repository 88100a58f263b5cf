package io.streamgauge.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {

    private static final List<String> KNOWN = List.of("lateness", "windows", "aggregates", "entity");

    @ParameterizedTest
    @CsvSource({"latness, lateness", "window, windows", "agregate, aggregates", "entiyt, entity"})
    void aSlipIsUnderstood(String word, String meant) {
        assertThat(Suggestion.nearest(word, KNOWN)).contains(meant);
    }

    @Test
    void theBeginningOfANameIsUnderstood() {
        assertThat(Suggestion.nearest("reader.ever", List.of("reader.n_7d", "reader.ever_total", "reader.ever_all")))
                .contains("reader.ever_all");
        assertThat(Suggestion.nearest("reader", List.of("reader.ever_all"))).isEmpty();
    }

    @Test
    void aWordOfItsOwnIsNot() {
        assertThat(Suggestion.nearest("retention", KNOWN)).isEmpty();
        assertThat(Suggestion.nearest("x", List.of("id")))
                .as("nothing of it is right")
                .isEmpty();
        assertThat(Suggestion.nearest("a", List.of())).isEmpty();
        assertThat(Suggestion.unknown("key", "x", List.of("a", "b"))).isEqualTo("unknown key 'x' (allowed: a, b)");
    }
}
