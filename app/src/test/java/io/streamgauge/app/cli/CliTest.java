package io.streamgauge.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.config.TestingPipelines;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class CliTest {

    static Stream<String> commands() {
        return line().getSubcommands().keySet().stream().filter(name -> !name.equals("help"));
    }

    private static CommandLine line() {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        return Cli.create(nowhere, nowhere, Map.of());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandExplainsItself(String command) {
        TestingCli help = TestingCli.run(command, "--help");

        assertThat(help.code()).isEqualTo(ExitCode.OK);
        assertThat(help.out()).startsWith("Usage: streamgauge " + command).contains("STREAMGAUGE_DATA_DIR");
    }

    @Test
    void everyOptionIsDescribed() {
        line().getSubcommands()
                .forEach((name, command) -> assertThat(command.getCommandSpec().options())
                        .allSatisfy(option -> assertThat(option.description())
                                .as(name + " " + option.longestName())
                                .isNotEmpty()));
    }

    @Test
    void showsItsVersion() {
        TestingCli version = TestingCli.run("--version");

        assertThat(version.code()).isEqualTo(ExitCode.OK);
        assertThat(version.out()).startsWith("streamgauge 0.").contains("Java ");
    }

    @Test
    void suggestsTheCommandThatWasMeant() {
        TestingCli wrong = TestingCli.run("vlaidate", "p.yaml");

        assertThat(wrong.code()).isEqualTo(ExitCode.WRONG_CONFIGURATION);
        assertThat(wrong.err()).contains("unknown command 'vlaidate'; did you mean 'validate'?");
    }

    @Test
    void theShareThatVerifyComparesIsAllUnlessItIsTold() {
        assertThat(TestingCli.run("verify", "nowhere.yaml").err())
                .contains("nowhere.yaml")
                .doesNotContain("--sample");
        assertThat(TestingCli.run("verify", "nowhere.yaml", "--sample", "0%").err())
                .contains("--sample is '0%'");
        assertThat(TestingCli.run("verify", "--help").out()).contains("(default: 100%)");
    }

    @Test
    void suggestsTheOptionThatWasMeant() {
        TestingCli wrong = TestingCli.run("validate", "p.yaml", "--ouput", "json");

        assertThat(wrong.code()).isEqualTo(ExitCode.WRONG_CONFIGURATION);
        assertThat(wrong.err()).contains("--ouput").contains("--output").contains("streamgauge validate --help");
    }

    @Test
    void ofAWrongOptionOnlyTheOptionIsTold() {
        TestingCli wrong = TestingCli.run("run", "--prt", "0", "p.yaml");

        assertThat(wrong.code()).isEqualTo(ExitCode.WRONG_CONFIGURATION);
        assertThat(wrong.err())
                .startsWith("streamgauge: unknown option '--prt'; did you mean '--port'?")
                .doesNotContain("p.yaml");
        assertThat(TestingCli.run("validate", "p.yaml", "q.yaml").err())
                .startsWith("streamgauge: 'q.yaml' is one word too many");
    }

    @Test
    void aDirectoryIsNoDocumentAndADeviceNoFileOfEvents(@TempDir Path folder) {
        assertThat(TestingCli.run("validate", folder.toString()).err())
                .startsWith(folder + ": it is a directory; expected a pipeline document");
        String pipeline = TestingPipelines.fraud(folder).toString();
        String out = folder.resolve("out.csv").toString();
        assertThat(TestingCli.run("backfill", pipeline, "--file", "/dev/null", "--out", out)
                        .err())
                .startsWith("streamgauge: --file: /dev/null is a pipe or a device; write the rows to a file first");
        assertThat(TestingCli.run("backfill", pipeline, "--file", folder.toString(), "--out", out)
                        .err())
                .startsWith("streamgauge: --file: " + folder + " is a directory; expected a CSV file");
    }

    @Test
    void wantsACommand() {
        TestingCli none = TestingCli.run();

        assertThat(none.code()).isEqualTo(ExitCode.WRONG_CONFIGURATION);
        assertThat(none.err()).contains("which command?").contains("validate");
    }

    @Test
    void refusesAMissingFile() {
        TestingCli missing = TestingCli.run("validate", "no/such/pipeline.yaml");

        assertThat(missing.code()).isEqualTo(ExitCode.WRONG_CONFIGURATION);
        assertThat(missing.err()).contains("no/such/pipeline.yaml").doesNotContain("\tat ");
    }

    @Test
    void environmentStandsInForOptions() {
        TestingCli json = TestingCli.run(Map.of("STREAMGAUGE_OUTPUT", "json"), "validate", "no/such/pipeline.yaml");

        assertThat(json.out()).contains("\"valid\" : false");
    }

    @Test
    void ignoresWhatKubernetesPutsThere() {
        EnvironmentDefaults defaults = new EnvironmentDefaults(Map.of("STREAMGAUGE_PORT", "tcp://10.0.0.1:80"));
        CommandLine.Model.OptionSpec port =
                CommandLine.Model.OptionSpec.builder("--port").type(int.class).build();

        assertThat(defaults.defaultValue(port)).isNull();
    }

    @Test
    void namesVariablesAfterOptions() {
        assertThat(EnvironmentDefaults.variable("--bootstrap-servers")).isEqualTo("STREAMGAUGE_BOOTSTRAP_SERVERS");
    }
}
