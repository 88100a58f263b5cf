package io.streamgauge.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code models pause}: lets a candidate or shadow rest. */
@Command(
        name = "pause",
        description = {
            "Lets a candidate or shadow rest: its events go to the champion, and it keeps its entities for when it goes on.",
            "It comes into force in each partition between two events; 'models status' tells where."
        })
final class ModelsPauseCommand implements Callable<Integer> {

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
        return options.publish(spec, PipelineNames.of(pipeline), (history, next) -> next.pause(variant, true));
    }
}
