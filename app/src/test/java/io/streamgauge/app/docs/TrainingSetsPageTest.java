package io.streamgauge.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.cli.Cli;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.store.backfill.training.ColumnType;
import io.streamgauge.store.backfill.training.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page on training sets does what it says: its commands are run on its files, and give the rows it shows. */
class TrainingSetsPageTest {

    private static final Path REPOSITORY =
            TestingPipelines.repository().toAbsolutePath().normalize();
    private static final String COMMAND = "./streamgauge ";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void itsCommandsGiveItsRows() throws IOException {
        int shown = 0;
        int run = 0;
        for (MarkdownPage.Block block :
                MarkdownPage.read(REPOSITORY.resolve("docs/training-sets.md")).blocks()) {
            String file = block.language().startsWith("csv ")
                    ? block.language().substring(4).strip()
                    : "";
            if (file.endsWith(".csv")) {
                Files.writeString(directory.resolve(file), block.text());
            } else if (file.endsWith(".parquet")) {
                shown++;
                assertThat(rows(directory.resolve(file))).as(file).isEqualTo(block.lines());
            } else if (block.language().equals("sh") && !block.text().contains(" verify ")) {
                run++;
                run(block.text().replace("\\\n", " "));
            }
        }
        assertThat(shown).isEqualTo(3);
        assertThat(run).isEqualTo(4);
    }

    /** A cell of the page's training set, changed, is found; so is a set that another definition made. */
    @Test
    void aDoctoredSetIsRefused() throws IOException {
        Path payments = directory.resolve("payments.csv");
        Path labels = directory.resolve("labels.csv");
        Files.writeString(labels, "id,fraud\n1,true\n2,false\n");
        Files.writeString(payments, """
                id,time,card,amount
                1,2026-05-04T10:00:00Z,4711,20
                2,2026-05-04T10:30:00Z,4711,40
                """);
        String set = "training-set " + REPOSITORY.resolve("examples/quickstart/pipeline.yaml") + " --labels " + labels
                + " --input payments=" + payments;
        Path out = directory.resolve("t.parquet");
        assertThat(execute(set + " --out " + out).code()).isZero();
        assertThat(execute(set + " --check " + out).code()).isZero();
        Files.writeString(payments, """
                id,time,card,amount
                1,2026-05-04T10:00:00Z,4711,20
                2,2026-05-04T10:30:00Z,4711,41
                """);

        Done differs = execute(set + " --check " + out);

        assertThat(differs.code()).isEqualTo(1);
        assertThat(differs.printed())
                .contains("amount: 1 equal, 1 differing")
                .contains(
                        "card.spent_1h: 1 equal, 1 differing, 0 missing on one side; first row 1: 60.0 in the file, 61.0")
                .contains("They differ.");
        assertThat(execute(set).printed()).contains("--out", "--check");
        assertThat(execute(set).code()).isEqualTo(2);
        assertThat(execute(set + " --out t.csv").code()).isEqualTo(2);
        assertThat(execute(set.replace("payments=", "payment=") + " --out " + out)
                        .printed())
                .contains("did you mean 'payments'");
        assertThat(execute(set.replace(labels.toString(), "nowhere") + " --out " + out)
                        .printed())
                .contains("there is no file nowhere");
    }

    private record Done(int code, String printed) {}

    private static Done execute(String line) {
        StringWriter printed = new StringWriter();
        int code = Cli.create(new PrintWriter(printed), new PrintWriter(printed), Map.of())
                .execute(line.strip().split("\\s+"));
        return new Done(code, printed.toString());
    }

    private void run(String typed) {
        String line = typed.strip().substring(COMMAND.length()).replace("'", "");
        for (String file : List.of(
                "payments.csv",
                "labels.csv",
                "moments.csv",
                "training.parquet",
                "moments.parquet",
                "snapshot.parquet")) {
            line = line.replaceAll("(?<=[ =])" + file, directory.resolve(file).toString());
        }
        Done done = execute(line.replace(
                "examples/quickstart", REPOSITORY.resolve("examples/quickstart").toString()));
        assertThat(done.code()).as("%s: %s", typed, done.printed()).isZero();
    }

    /** A Parquet file as the page shows it. */
    private static List<String> rows(Path file) throws IOException {
        List<String> rows = new ArrayList<>();
        try (Table table = Table.open(file)) {
            rows.add(String.join(
                    ",", table.columns().stream().map(Table.Column::name).toList()));
            while (table.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 0; i < table.columns().size(); i++) {
                    cells.add(shown(table.cell(i), table.columns().get(i).type()));
                }
                rows.add(String.join(",", cells));
            }
        }
        return rows;
    }

    private static String shown(@Nullable String cell, ColumnType type) {
        if (cell == null) {
            return "";
        }
        return type == ColumnType.TIMESTAMP_MILLIS
                ? Instant.ofEpochMilli(Long.parseLong(cell)).toString()
                : cell;
    }
}
