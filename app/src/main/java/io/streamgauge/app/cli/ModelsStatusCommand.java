package io.streamgauge.app.cli;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.guard.GuardReading;
import io.streamgauge.app.guard.GuardReadings;
import io.streamgauge.app.rollout.Deployments;
import io.streamgauge.app.rollout.RolloutStatus;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.scoring.rollout.DeploymentHistory;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code models status}: what is deployed, and in which partition what is in force. */
@Command(
        name = "status",
        description =
                "Prints what is deployed in a pipeline, and for each partition which revision is in force and since which event.")
final class ModelsStatusCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "PIPELINE", description = "The pipeline, by name or by its document.")
    @SuppressWarnings("NullAway.Init")
    private String pipeline;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(
            names = "--output",
            paramLabel = "text|json",
            description = "Lines or one JSON document (default: ${DEFAULT-VALUE}).",
            defaultValue = "text")
    private OutputForm output = OutputForm.TEXT;

    @Override
    public Integer call() {
        String name = PipelineNames.of(pipeline);
        Cluster cluster = connection.cluster(name);
        RolloutStatus status;
        try (Deployments deployments = new Deployments(cluster, name)) {
            DeploymentHistory history = deployments.history();
            status = RolloutStatus.of(name, history.newest(), deployments.activations())
                    .guarded(GuardReadings.now(cluster, name, history).stream()
                            .map(GuardReading::view)
                            .toList());
        } catch (org.apache.kafka.common.errors.TimeoutException e) {
            throw new CommandFailedException(
                    "Kafka at " + cluster.bootstrapServers() + " does not answer: " + e.getMessage(), e);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (output == OutputForm.JSON) {
            out.println(Json.write(status));
        } else {
            print(status, out);
        }
        return ExitCode.OK;
    }

    private static void print(RolloutStatus status, PrintWriter out) {
        if (status.revision() == 0) {
            out.println("Nothing is deployed in pipeline " + status.pipeline()
                    + ": the model of its document scores all events.");
            return;
        }
        out.println("Revision " + status.revision() + " of pipeline " + status.pipeline() + ": " + status.action()
                + " by " + status.author() + " at " + status.createdAt() + because(status.reason()));
        status.variants().forEach(variant -> out.println("  " + line(variant)));
        status.guards().forEach(guard -> out.println("  " + guard.text()));
        LearntLines.of(status.learnt()).forEach(line -> out.println("  " + line));
        if (status.partitions().isEmpty()) {
            out.println("It is in force in no partition yet: none has had an event since.");
        }
        status.partitions().forEach(inForce -> out.println("  " + line(inForce)));
        long waiting = status.partitions().stream()
                .filter(inForce -> inForce.revision() != status.revision())
                .count();
        if (waiting > 0) {
            out.println("In " + waiting + " of these partitions revision " + status.revision()
                    + " is not in force yet: it comes into force with the next event, once its models are loaded; the"
                    + " pipeline's log says so if one cannot be.");
        }
    }

    private static String because(@Nullable String reason) {
        return reason == null || reason.isEmpty() ? "" : ": " + reason;
    }

    private static String line(RolloutStatus.Variant variant) {
        String share = variant.role().equals("shadow")
                ? "logged only"
                : BigDecimal.valueOf(variant.share()).stripTrailingZeros().toPlainString() + "% of the entities";
        return variant.name() + ": model " + variant.model() + " " + variant.version() + ", "
                + (variant.paused() ? "paused" : share);
    }

    private static String line(RolloutStatus.InForce inForce) {
        return "partition " + inForce.partition() + ": revision " + inForce.revision() + " since offset "
                + inForce.sinceOffset() + " of " + inForce.topic() + ", event " + inForce.sinceEvent()
                + because(inForce.reason());
    }
}
