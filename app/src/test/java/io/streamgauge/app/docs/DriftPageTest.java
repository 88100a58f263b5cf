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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backtest that docs/drift.md shows is run, and prints what the page shows. */
class DriftPageTest {

    private static final Path REPOSITORY =
            TestingPipelines.repository().toAbsolutePath().normalize();
    private static final String COMMAND = "./streamgauge ";
    private static final String DIGEST = "[0-9a-f]{64}";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void itsBacktestPrintsWhatItShows() throws IOException {
        MarkdownPage page = MarkdownPage.read(REPOSITORY.resolve("docs/drift.md"));
        String file = ShiftedPayments.write(directory.resolve("payments.csv")).toString();
        StringWriter printed = new StringWriter();
        StringWriter progress = new StringWriter();

        int code = Cli.create(new PrintWriter(printed), new PrintWriter(progress), Map.of())
                .execute(block(page, "sh", "drift backtest")
                        .text()
                        .strip()
                        .substring(COMMAND.length())
                        .replace("examples/", REPOSITORY.resolve("examples") + "/")
                        .replace("payments.csv", file)
                        .split("\\s+", -1));

        assertThat(code).as("%s%s", printed, progress).isZero();
        assertThat(printed.toString().replace(file, "payments.csv").lines().toList())
                .isEqualTo(block(page, "text", "predictions of").lines());
    }

    /** The same with labels: the files that its command names are in a folder of the test's own. */
    @Test
    void itsBacktestWithLabelsPrintsWhatItShows() throws IOException {
        MarkdownPage page = MarkdownPage.read(REPOSITORY.resolve("docs/drift.md"));
        Path payments = ShiftedPayments.write(directory.resolve("payments.csv"));
        ShiftedPayments.writeLabels(payments, directory.resolve("labels.csv"));
        ShiftedPayments.labelled(
                REPOSITORY.resolve("examples/quickstart/pipeline.yaml"),
                Files.createDirectory(directory.resolve("labelled")).resolve("pipeline.yaml"),
                block(page, "yaml", "payment-labels").lines());
        StringWriter printed = new StringWriter();
        StringWriter progress = new StringWriter();

        int code = Cli.create(new PrintWriter(printed), new PrintWriter(progress), Map.of())
                .execute(block(page, "sh", "--labels labels.csv --changes")
                        .text()
                        .strip()
                        .substring(COMMAND.length())
                        .replaceAll("(?<= )(labelled/|payments.csv|labels.csv|backtest.html)", directory + "/$1")
                        .split("\\s+", -1));

        assertThat(code).as("%s%s", printed, progress).isZero();
        assertThat(printed.toString().replace(directory + "/", "").lines().toList())
                .isEqualTo(block(page, "text", "labels of").lines());
        assertThat(directory.resolve("backtest.html")).content().contains("Performance", "roc_auc");
    }

    /** The training set of three weeks before the change, and the profile of it. */
    @Test
    void itsProfileIsTheOneItShows() throws IOException {
        MarkdownPage page = MarkdownPage.read(REPOSITORY.resolve("docs/drift.md"));
        ShiftedPayments.write(directory.resolve("payments.csv"));
        List<String> labels = new ArrayList<>(List.of("id,fraud"));
        for (int id = 7 * 200; id < 28 * 200; id++) {
            labels.add(id + "," + (id % 50 == 0 ? 1 : 0));
        }
        Files.write(directory.resolve("labels.csv"), labels);
        StringWriter printed = new StringWriter();
        for (String typed : block(page, "sh", " profile ").lines()) {
            printed.getBuffer().setLength(0);
            String line = typed.substring(COMMAND.length())
                    .replace("examples/", REPOSITORY.resolve("examples") + "/")
                    .replaceAll(
                            "(?<=[ =])(payments.csv|labels.csv|training.parquet|cards-1.profile.json)",
                            directory + "/$1");
            int code = Cli.create(new PrintWriter(printed), new PrintWriter(printed), Map.of())
                    .execute(line.split("\\s+", -1));
            assertThat(code).as("%s: %s", typed, printed).isZero();
        }
        // The version is of the very file, which says which build wrote it.
        assertThat(printed.toString()
                        .replace(directory + "/", "")
                        .replaceAll(DIGEST, "")
                        .lines()
                        .toList())
                .isEqualTo(block(page, "text", "sampled").lines().stream()
                        .map(line -> line.replaceAll(DIGEST, ""))
                        .toList());
    }

    private static MarkdownPage.Block block(MarkdownPage page, String language, String containing) {
        List<MarkdownPage.Block> blocks = page.blocks().stream()
                .filter(block ->
                        block.language().equals(language) && block.text().contains(containing))
                .toList();
        assertThat(blocks).isNotEmpty();
        return blocks.get(0);
    }
}
