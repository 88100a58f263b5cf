package io.streamgauge.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.backtest.ShiftedPayments;
import io.streamgauge.app.cli.Cli;
import io.streamgauge.app.config.TestingPipelines;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/drift.md says can be typed is run on the files that its own command makes, and prints what the page shows. */
class DriftPageTest {

    private static final Path REPOSITORY =
            TestingPipelines.repository().toAbsolutePath().normalize();
    private static final String COMMAND = "./streamgauge ";
    private static final String DIGEST = "[0-9a-f]{64}";
    private static final String SHIFTED = "shifted";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final MarkdownPage page = MarkdownPage.read(REPOSITORY.resolve("docs/drift.md"));

    /** Makes the files that the page's commands name, by the page's own command, in a folder of the test's own. */
    @BeforeEach
    void files() throws IOException {
        String[] typed = block("sh", "Payments.java").text().strip().split(" ", -1);
        assertThat(typed).containsExactly("java", "examples/quickstart/Payments.java", SHIFTED);
        String printed = ShiftedPayments.generate(directory.resolve(SHIFTED));
        assertThat(shown(printed)).isEqualTo(block("text", "rows to").lines());
    }

    @Test
    void itsBacktestPrintsWhatItShows() {
        assertThat(run(block("sh", "drift backtest").text()))
                .isEqualTo(block("text", "predictions of").lines());
    }

    @Test
    void itsBacktestWithLabelsPrintsWhatItShows() {
        assertThat(run(block("sh", " --labels shifted/labels.csv").text()))
                .isEqualTo(block("text", "labels of").lines());
        assertThat(directory.resolve(SHIFTED).resolve("backtest.html"))
                .content()
                .contains("Performance", "roc_auc");
    }

    /** The document with labels is the quickstart's and what the page says that it has beside it. */
    @Test
    void itsDocumentWithLabelsIsTheQuickstartsAndWhatItShows() throws IOException {
        List<String> more = block("yaml", "payment-labels").lines();
        Path quickstart = REPOSITORY.resolve("examples/quickstart");
        List<String> labelled = Files.readAllLines(quickstart.resolve("labelled.yaml"));
        assertThat(labelled).containsAll(more);

        List<String> sections = List.of("sources:", "drift:");
        assertThat(labelled.stream()
                        .filter(line -> !line.isBlank() && (sections.contains(line) || !more.contains(line)))
                        .toList())
                .isEqualTo(Files.readAllLines(quickstart.resolve("pipeline.yaml")).stream()
                        .filter(line -> !line.isBlank())
                        .toList());
    }

    /** The training set of three weeks before the change, and the profile of it. */
    @Test
    void itsProfileIsTheOneItShows() {
        List<String> printed = List.of();
        for (String typed : block("sh", " profile ").lines()) {
            printed = run(typed);
        }
        // The version is of the very file, which says which build wrote it.
        assertThat(printed.stream().map(line -> line.replaceAll(DIGEST, "")).toList())
                .isEqualTo(block("text", "sampled").lines().stream()
                        .map(line -> line.replaceAll(DIGEST, ""))
                        .toList());
    }

    /** What a command prints, as somebody reads it who typed it where the page says. */
    private List<String> run(String typed) {
        StringWriter printed = new StringWriter();
        StringWriter progress = new StringWriter();
        int code = Cli.create(new PrintWriter(printed), new PrintWriter(progress), Map.of())
                .execute(typed.replace("\\\n", " ")
                        .strip()
                        .substring(COMMAND.length())
                        .replace("examples/", REPOSITORY.resolve("examples") + "/")
                        .replace(SHIFTED + "/", directory.resolve(SHIFTED) + "/")
                        .split("\\s+", -1));
        assertThat(code).as("%s: %s%s", typed, printed, progress).isZero();
        return shown(printed.toString());
    }

    private List<String> shown(String printed) {
        return printed.replace(directory + "/", "").lines().toList();
    }

    private MarkdownPage.Block block(String language, String containing) {
        List<MarkdownPage.Block> blocks = page.blocks().stream()
                .filter(block ->
                        block.language().equals(language) && block.text().contains(containing))
                .toList();
        assertThat(blocks).isNotEmpty();
        return blocks.get(0);
    }
}
