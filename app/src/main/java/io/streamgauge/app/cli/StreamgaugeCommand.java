package io.streamgauge.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command itself: names its subcommands. */
@Command(
        name = "streamgauge",
        description = "Kafka topics in; fresh features, scored decisions and drift alerts out.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ValidateCommand.class,
            ConfigCommand.class,
            FeaturesCommand.class,
            ModelsCommand.class,
            DriftCommand.class,
            DemoCommand.class,
            RunCommand.class,
            ReplayCommand.class,
            BackfillCommand.class,
            TrainingSetCommand.class,
            ProfileCommand.class,
            SnapshotCommand.class,
            TailCommand.class,
            CompareCommand.class,
            SwitchCommand.class,
            ClusterCommand.class,
            RegistryCommand.class,
            TopicsCommand.class,
            VerifyCommand.class,
            HelpCommand.class
        },
        footerHeading = "%n",
        footer = {
            "Every option has an environment variable: --data-dir is STREAMGAUGE_DATA_DIR.",
            "Exit codes: 0 done, 1 failed, 2 wrong configuration or usage, 130 interrupted."
        })
final class StreamgaugeCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "which command? One of " + String.join(", ", spec.subcommands().keySet()));
    }
}
