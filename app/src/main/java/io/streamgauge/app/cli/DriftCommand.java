package io.streamgauge.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code drift}: what a pipeline's drift detector says. */
@Command(
        name = "drift",
        description = "What a pipeline's drift detector says, and what becomes of it.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DriftAckCommand.class, DriftBacktestCommand.class, DriftReportCommand.class})
final class DriftCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "what of drift? One of " + String.join(", ", spec.subcommands().keySet()));
    }
}
