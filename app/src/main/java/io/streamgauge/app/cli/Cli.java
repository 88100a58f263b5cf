package io.streamgauge.app.cli;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;

/** The command line put together: commands, environment defaults, messages. */
public final class Cli {

    private Cli() {}

    /**
     * A command line ready to execute.
     *
     * @param environment variables that stand in for options not given
     */
    public static CommandLine create(PrintWriter out, PrintWriter err, Map<String, String> environment) {
        return new CommandLine(new StreamgaugeCommand())
                .setOut(out)
                .setErr(err)
                .setDefaultValueProvider(new EnvironmentDefaults(environment))
                .setParameterExceptionHandler(Failures::wrongUsage)
                .setExecutionExceptionHandler(Failures::failed)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
    }
}
