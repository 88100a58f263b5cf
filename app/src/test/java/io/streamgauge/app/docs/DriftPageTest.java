package io.streamgauge.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.backtest.ShiftedPayments;
import io.streamgauge.app.cli.Cli;
import io.streamgauge.app.config.TestingPipelines;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backtest that docs/drift.md shows is run, and prints what the page shows. */
class DriftPageTest {

    private static final Path REPOSITORY =
            TestingPipelines.repository().toAbsolutePath().normalize();
    private static final String COMMAND = "./streamgauge ";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void itsBacktestPrintsWhatItShows() throws IOException {
        MarkdownPage page = MarkdownPage.read(REPOSITORY.resolve("docs/drift.md"));
        String file = ShiftedPayments.write(directory.resolve("payments.csv")).toString();
        StringWriter printed = new StringWriter();

        int code = Cli.create(new PrintWriter(printed), new PrintWriter(printed), Map.of())
                .execute(block(page, "sh")
                        .text()
                        .strip()
                        .substring(COMMAND.length())
                        .replace("examples/", REPOSITORY.resolve("examples") + "/")
                        .replace("payments.csv", file)
                        .split("\\s+", -1));

        assertThat(code).as("%s", printed).isZero();
        assertThat(printed.toString().replace(file, "payments.csv").lines().toList())
                .isEqualTo(block(page, "text").lines());
    }

    private static MarkdownPage.Block block(MarkdownPage page, String language) {
        List<MarkdownPage.Block> blocks = page.blocks().stream()
                .filter(block -> block.language().equals(language))
                .toList();
        assertThat(blocks).isNotEmpty();
        return blocks.get(0); // that of the backtest comes before that of the report
    }
}
