package io.streamgauge.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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
        assertThat(wrong.err()).contains("'vlaidate'").contains("Did you mean: streamgauge validate");
    }

    @Test
    void suggestsTheOptionThatWasMeant() {
        TestingCli wrong = TestingCli.run("validate", "p.yaml", "--ouput", "json");

        assertThat(wrong.code()).isEqualTo(ExitCode.WRONG_CONFIGURATION);
        assertThat(wrong.err()).contains("--ouput").contains("--output").contains("streamgauge validate --help");
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
