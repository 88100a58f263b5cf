package io.streamgauge.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.retraining.TestingDelivery;
import io.streamgauge.drift.definition.Delivery;
import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/retraining.md shows is read, posted and run. */
class RetrainingPageTest {

    private static final MarkdownPage PAGE =
            MarkdownPage.read(TestingPipelines.repository().resolve("docs/retraining.md"));

    private static List<String> blocks(String language) {
        return PAGE.blocks().stream()
                .filter(block -> block.language().equals(language))
                .map(MarkdownPage.Block::text)
                .toList();
    }

    private static List<Delivery> deliveries() {
        return blocks("yaml").stream()
                .filter(text -> text.startsWith("drift:"))
                .map(text -> {
                    Problems problems = new Problems();
                    DriftDefinition drift = DriftSection.read(
                            Objects.requireNonNull(YamlDocument.parse("docs/retraining.md", text)
                                    .get("drift")),
                            problems);
                    assertThat(problems.all()).as(text).isEmpty();
                    return Objects.requireNonNull(drift.response().delivery(), text);
                })
                .toList();
    }

    @Test
    void everySectionShownDeliversWhereItSays() throws Exception {
        List<Delivery> shown = deliveries();
        assertThat(shown).hasSize(4);
        assertThat(TestingDelivery.posted(shown.get(0))).contains("\"eventId\":\"e1\"");
        assertThat(shown.get(1).command()).containsExactly("./retrain.sh");
        assertThat(TestingDelivery.posted(shown.get(2))).startsWith("{\"dag_run_id\":\"streamgauge-e1\"");
        assertThat(TestingDelivery.posted(shown.get(3))).contains("\"event_type\":\"streamgauge-retraining\"");
    }

    @Test
    void theShellScriptTrainsOnceForEachEvent(@TempDir Path directory) throws Exception {
        List<String> scripts = blocks("bash");
        assertThat(scripts).hasSize(1);
        executable(directory.resolve("retrain.sh"), scripts.get(0));
        executable(directory.resolve("train.sh"), "#!/bin/sh\necho \"$1 $2\" >> trained.txt\n");
        Delivery delivery = deliveries().get(1);
        TestingDelivery.run(delivery, directory);
        TestingDelivery.run(delivery, directory);
        assertThat(directory.resolve("trained.txt")).hasContent("2026-03-01T00:00:00Z 2026-03-04T00:00:00Z");
        assertThat(Files.readString(directory.resolve("event.json"))).contains("\"eventId\":\"e1\"");
    }

    private static void executable(Path file, String text) throws Exception {
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** The workflow runs for what is dispatched, and only for that. */
    @Test
    void theWorkflowListensForTheEventType() {
        assertThat(blocks("yaml"))
                .filteredOn(text -> text.startsWith("on:"))
                .singleElement()
                .asString()
                .contains("types: [streamgauge-retraining]");
    }
}
