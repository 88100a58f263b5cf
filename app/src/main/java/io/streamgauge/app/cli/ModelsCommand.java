package io.streamgauge.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code models}: the models that a pipeline may serve. */
@Command(
        name = "models",
        description =
                "The models that a pipeline may serve, which are registered in its model store, and those that it serves.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ModelsCalibrateCommand.class,
            ModelsConformCommand.class,
            ModelsRegisterCommand.class,
            ModelsListCommand.class,
            ModelsShowCommand.class,
            ModelsDeployCommand.class,
            ModelsPromoteCommand.class,
            ModelsRollbackCommand.class,
            ModelsPauseCommand.class,
            ModelsResumeCommand.class,
            ModelsWithdrawCommand.class,
            ModelsStatusCommand.class
        })
final class ModelsCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "what of the models? One of "
                        + String.join(", ", spec.subcommands().keySet()));
    }
}
