package io.streamgauge.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriftReportCommandTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private TestingCli report(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "drift",
                "report",
                "fraud",
                "--data-dir",
                directory.resolve("none").toString()));
        arguments.addAll(List.of(more));
        return TestingCli.run(arguments.toArray(String[]::new));
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    @Test
    void saysWhatIsWrongBeforeAnythingIsRead() {
        assertWrong(report(), "--out");
        assertWrong(report("--out", file("")), "is a directory; expected a file");
        assertWrong(
                report("--out", file("no/such/report.html")), "there is no directory " + directory.resolve("no/such"));
        assertWrong(report("--out", file("a.html"), "--json", file("no/a.json")), "--json");
        assertWrong(report("--out", file("a.html"), "--json", file("./a.html")), "are the same file");
        assertWrong(
                report("--out", file("a.html"), "--from", "yesterday"),
                "--from is 'yesterday'; expected a moment such as 2018-04-30T12:00:00Z");
        assertWrong(
                report("--out", file("a.html"), "--from", "2018-04-02T00:00:00Z", "--to", "2018-04-01T00:00:00Z"),
                "--to must be later");
    }

    private static void assertWrong(TestingCli run, String message) {
        assertThat(run.err()).contains(message);
        assertThat(run.code()).isEqualTo(ExitCode.WRONG_CONFIGURATION);
    }

    @Test
    void aPipelineThatDoesNotRunIsAFailureAndLeavesNoFile() {
        TestingCli run = report("--out", file("a.html"));

        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("pipeline fraud is not running in");
        assertThat(directory).isEmptyDirectory();
    }
}
