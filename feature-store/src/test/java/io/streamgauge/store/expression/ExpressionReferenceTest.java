package io.streamgauge.store.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The checked-in page is what the code says; {@code -Dstreamgauge.update} writes it anew. */
final class ExpressionReferenceTest {

    @Test
    void pageIsCheckedIn() throws IOException {
        Path page = Path.of("..", "docs", "expressions.md");
        if (System.getProperty("streamgauge.update") != null) {
            Files.writeString(page, ExpressionReference.markdown());
        }
        assertThat(Files.readString(page))
                .as("docs/expressions.md; update it with mvn -pl feature-store -am test -Dtest=ExpressionReferenceTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dstreamgauge.update")
                .isEqualTo(ExpressionReference.markdown());
    }

    @Test
    void everyFunctionStandsOnceAndIsWrittenAsItIsNamed() {
        Set<String> names = new HashSet<>();
        for (List<Function> group : Functions.byGroup().values()) {
            assertThat(group).extracting(Function::name).isSorted();
            for (Function function : group) {
                assertThat(names.add(function.name())).as(function.name()).isTrue();
                assertThat(function.call()).containsPattern("(^|\\.)" + function.name() + "\\(");
                assertThat(function.meaning()).endsWith(".").doesNotContain("|");
            }
        }
    }
}
