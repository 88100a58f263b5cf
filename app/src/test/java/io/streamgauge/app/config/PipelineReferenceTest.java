package io.streamgauge.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.definition.AggregatesPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The checked-in reference is what the code says; {@code -Dstreamgauge.update} writes it anew. */
class PipelineReferenceTest {

    @Test
    void schemaIsCheckedIn() throws IOException {
        same("docs/pipeline.schema.json", PipelineReference.jsonSchema());
    }

    @Test
    void pageIsCheckedIn() throws IOException {
        same("docs/pipeline.md", PipelineReference.markdown());
    }

    @Test
    void aggregatesAreCheckedIn() throws IOException {
        same("docs/aggregates.md", AggregatesPage.markdown());
    }

    private static void same(String file, String expected) throws IOException {
        Path path = TestingPipelines.repository().resolve(file);
        if (System.getProperty("streamgauge.update") != null) {
            Files.writeString(path, expected);
        }
        assertThat(Files.readString(path))
                .as(file + "; update it with mvn -pl app -am test -Dtest=PipelineReferenceTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dstreamgauge.update")
                .isEqualTo(expected);
    }
}
