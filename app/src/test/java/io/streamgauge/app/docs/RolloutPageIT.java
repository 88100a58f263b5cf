package io.streamgauge.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.cli.Cli;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.run.PipelineRuntime;
import io.streamgauge.app.run.RuntimeOptions;
import io.streamgauge.app.run.TestingConsumer;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.TopicCatalogue;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page on models rolls the quickstart's second model out with the commands that it shows, on a running quickstart. */
class RolloutPageIT {

    private static final Path REPOSITORY =
            TestingPipelines.repository().toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CAT = "cat > ";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void itsCommandsRunOnTheQuickstart() throws Exception {
        MarkdownPage.Block block = MarkdownPage.read(REPOSITORY.resolve("docs/models.md")).blocks().stream()
                .filter(one -> one.language().equals("sh rollout"))
                .findFirst()
                .orElseThrow();
        RuntimeOptions options =
                RuntimeOptions.in(data()).anyPorts().drift(false).build();
        List<String> printed = new ArrayList<>();
        try (PipelineRuntime runtime = PipelineRuntime.start(
                PipelineFile.loadWithoutModel(REPOSITORY.resolve("examples/quickstart/pipeline.yaml")), options)) {
            List<String> lines = block.text().replace("\\\n", " ").lines().toList();
            int events = 0;
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).startsWith(CAT)) {
                    int end = lines.subList(i, lines.size()).indexOf("END") + i;
                    String name =
                            lines.get(i).substring(CAT.length(), lines.get(i).indexOf(" <<"));
                    Files.write(directory.resolve(name), lines.subList(i + 1, end));
                    events = end - i - 2;
                    i = end;
                } else {
                    printed.add(run(lines.get(i)));
                }
            }
            try (TestingConsumer consumer = new TestingConsumer(
                    runtime.cluster(), new TopicCatalogue("cards").predictions().name())) {
                Map<String, List<Prediction>> predictions = consumer.predictions(events, PATIENCE);
                assertThat(predictions).hasSize(8).hasSize(events);
                assertThat(predictions.values()).allSatisfy(of -> assertThat(of).hasSize(1));
            }
        }
        assertThat(printed).hasSize(7);
        assertThat(printed.get(0)).contains("Registered: model cards 2 in ");
        assertThat(printed.get(1)).contains("Revision 1", "canary: model cards 2, 50% of the entities");
        assertThat(printed.get(3)).contains("champion: model cards 1, 50% of", "canary: model cards 2, 50% of");
        assertThat(printed.get(4)).contains("Revision 2", "champion: model cards 2");
        assertThat(printed.get(5)).contains("Revision 3", "rollback to revision 1", "canary: model cards 2");
        assertThat(printed.get(6)).startsWith("Revision 3 of pipeline cards: rollback");
    }

    private Path data() {
        return directory.resolve("data");
    }

    private String run(String typed) {
        List<String> words = new ArrayList<>(
                List.of(typed.substring("./streamgauge ".length()).strip().split("\\s+", -1)));
        words.replaceAll(word -> word.startsWith("examples/")
                ? REPOSITORY.resolve(word).toString()
                : word.endsWith(".csv") ? directory.resolve(word).toString() : word);
        words.add("--data-dir");
        words.add(data().toString());
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed);
        int code = Cli.create(out, out, Map.of()).execute(words.toArray(String[]::new));
        assertThat(code).as("%s: %s", typed, printed).isZero();
        return printed.toString();
    }
}
