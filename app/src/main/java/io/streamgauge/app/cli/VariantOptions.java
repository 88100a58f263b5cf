package io.streamgauge.app.cli;

import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.scoring.rollout.DeploymentException;
import io.streamgauge.scoring.rollout.Revisions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What commands that change one variant of a deployment have in common. */
final class VariantOptions {

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Parameters(index = "0", paramLabel = "PIPELINE", description = "The pipeline, by name or by its document.")
    @SuppressWarnings("NullAway.Init")
    private String pipeline;

    @Parameters(index = "1", paramLabel = "VARIANT", description = "The variant, a candidate or shadow.")
    @SuppressWarnings("NullAway.Init")
    private String variant;

    @Mixin
    private DeploymentOptions options = new DeploymentOptions();

    /** What becomes of the variant of this name in the next revision. */
    @FunctionalInterface
    interface Change {
        ModelDeployment of(Revisions next, String variant) throws DeploymentException;
    }

    /** Publishes the next revision and prints it. */
    int publish(Change change) {
        return options.publish(command, PipelineNames.of(pipeline), (history, next) -> change.of(next, variant));
    }
}
