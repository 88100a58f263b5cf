package io.streamgauge.app.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code models rollback}: goes back to an earlier revision. */
@Command(
        name = "rollback",
        description = {
            "Goes back to the models before, or to another revision. Run again, it goes back one further.",
            "It undoes no pause; 'models resume' does.",
            "It comes into force in each partition between two events; 'models status' tells where."
        })
final class ModelsRollbackCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "PIPELINE", description = "The pipeline, by name or by its document.")
    @SuppressWarnings("NullAway.Init")
    private String pipeline;

    @Option(
            names = "--to",
            paramLabel = "REVISION",
            description =
                    "The revision to go back to, just as it was; 0 is the model of the document (default: the last with other"
                            + " models or shares).")
    private @Nullable Long to;

    @Mixin
    private DeploymentOptions options = new DeploymentOptions();

    @Override
    public Integer call() {
        return options.publish(
                spec, PipelineNames.of(pipeline), (history, next) -> next.rollback(Optional.ofNullable(to)));
    }
}
