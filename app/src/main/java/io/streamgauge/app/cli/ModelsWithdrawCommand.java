package io.streamgauge.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code models withdraw}: ends a candidate or shadow. */
@Command(
        name = "withdraw",
        description = {
            "Ends a candidate or shadow; the events of a candidate go to the champion.",
            "It comes into force in each partition between two events; 'models status' tells where."
        })
final class ModelsWithdrawCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "PIPELINE", description = "The pipeline, by name or by its document.")
    @SuppressWarnings("NullAway.Init")
    private String pipeline;

    @Parameters(index = "1", paramLabel = "VARIANT", description = "The variant, a candidate or shadow.")
    @SuppressWarnings("NullAway.Init")
    private String variant;

    @Mixin
    private DeploymentOptions options = new DeploymentOptions();

    @Override
    public Integer call() {
        return options.publish(spec, PipelineNames.of(pipeline), (history, next) -> next.withdraw(variant));
    }
}
