package io.streamgauge.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackfillCommandTest {

    @TempDir
    private Path directory;

    private Path payments = Path.of("");
    private Path out = Path.of("");

    @BeforeEach
    void files() throws IOException {
        payments = directory.resolve("payments.csv");
        out = directory.resolve("features.csv");
        Files.writeString(out, "an older file");
    }

    private TestingCli backfill(String... more) {
        List<String> line = new ArrayList<>(
                List.of("backfill", pipeline(), "--file", payments.toString(), "--out", out.toString()));
        line.addAll(List.of(more));
        return TestingCli.run(line.toArray(String[]::new));
    }

    private static String pipeline() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("examples/quickstart/pipeline.yaml"))) {
            folder = Objects.requireNonNull(folder.getParent(), "the repository's root is above");
        }
        return folder.resolve("examples/quickstart/pipeline.yaml").toString();
    }

    @Test
    void judgesLatenessByPartition() throws IOException {
        Files.writeString(payments, """
                id,time,card,amount
                1,2026-05-04T10:00:00Z,4711,1
                2,2026-05-04T12:00:00Z,4712,2
                3,2026-05-04T11:00:00Z,4711,3
                4,2026-05-04T11:00:00Z,4712,4
                """);

        TestingCli done = backfill("--partitions", "1");

        assertThat(done.out()).startsWith("2 rows written").contains("payments: 2 events late");
        assertThat(backfill("--partitions", "7").out()).startsWith("3 rows written");
        assertThat(backfill().out()).as("the pipeline's own number").startsWith("3 rows written");
        assertThat(Files.readString(out)).startsWith("id,time,amount,");
    }

    @Test
    void sourcesAreNamedAsInOtherCommands() throws IOException {
        Files.writeString(payments, "id,time,card,amount\n1,2026-05-04T10:00:00Z,4711,1\n");
        for (String option : List.of("--input", "--source-file")) {
            assertThat(backfill(option, "paymets=" + payments).err()).contains("--input: ", "did you mean 'payments'?");
        }
    }

    @Test
    void aSourceIsAskedForByItsFile() {
        assertThat(backfill("--source", "payments").err())
                .contains(
                        "--source: a backfill takes all sources at once; --file is that of payments, --input NAME=FILE");
        assertThat(backfill("--source", "paymets").err())
                .contains("--source: unknown source 'paymets'; did you mean 'payments'?");
    }

    @Test
    void whatFailsLeavesTheOldFile() throws IOException {
        Files.writeString(payments, "id,time,card\n1,2026-05-04T10:00:00Z,4711\n");
        TestingCli column = backfill();
        assertThat(column.code()).isEqualTo(ExitCode.FAILED);
        assertThat(column.err()).contains("amount");

        Files.writeString(payments, "id,time,card,amount\n1,2026-05-04T10:00:00Z,4711,1\n2,\"noon\"x,4711,1\n");
        TestingCli quote = backfill();
        assertThat(quote.code()).as("a quote that ends too early").isEqualTo(ExitCode.FAILED);
        assertThat(quote.err()).contains(payments.toString());

        assertThat(backfill("--partitions", "0").err()).contains("--partitions is 0; allowed: 1 and more");
        assertThat(Files.readString(out)).isEqualTo("an older file");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrder(payments, out);
        }
    }
}
