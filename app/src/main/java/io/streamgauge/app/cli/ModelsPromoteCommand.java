package io.streamgauge.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code models promote}: makes a candidate or shadow the champion. */
@Command(
        name = "promote",
        description = {
            "Makes a candidate or shadow the champion, which scores all events that no other candidate does.",
            "It comes into force in each partition between two events; 'models status' tells where."
        })
final class ModelsPromoteCommand implements Callable<Integer> {

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
        return options.publish(spec, PipelineNames.of(pipeline), (history, next) -> next.promote(variant));
    }
}
