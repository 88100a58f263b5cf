package io.streamgauge.app.cli;

import io.streamgauge.app.run.DataDirectory;
import io.streamgauge.app.run.EmbeddedCluster;
import io.streamgauge.app.run.Endpoints;
import io.streamgauge.app.run.RuntimeOptions;
import io.streamgauge.app.run.StopSignal;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cluster}: a pipeline's embedded Kafka and registry without the pipeline. */
@Command(
        name = "cluster",
        description = {
            "Runs the embedded Kafka and schema registry of a pipeline that is stopped, until Ctrl-C.",
            "Other pipelines go on with them meanwhile, and 'switch' finds them."
        })
final class ClusterCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "PIPELINE", description = "The pipeline they belong to, by name or by its document.")
    @SuppressWarnings("NullAway.Init")
    private String pipeline;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where the pipeline keeps everything (default: .streamgauge/<pipeline>).")
    private @Nullable Path dataDirectory;

    @Mixin
    private KafkaPortOptions ports = new KafkaPortOptions();

    @Option(
            names = "--output",
            paramLabel = "text|json",
            description = "What is said once they are up, as text or as one JSON document on stdout (default: text).")
    private OutputForm output = OutputForm.TEXT;

    @Override
    public Integer call() throws Exception {
        String name = PipelineNames.of(pipeline);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter talk = output == OutputForm.JSON ? spec.commandLine().getErr() : out;
        StopSignal stop = StopSignal.install(line -> {
            talk.println(line);
            talk.flush();
        });
        RuntimeOptions options = new RuntimeOptions(
                dataDirectory == null ? DataDirectory.defaultFor(name) : dataDirectory,
                Optional.empty(),
                ports.kafka(),
                ports.registry(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                false,
                Map.of());
        try (EmbeddedCluster cluster = EmbeddedCluster.start(name, options)) {
            stop.closing(cluster::close);
            say(cluster.endpoints(), out);
            cluster.awaitEnd();
        }
        return ExitCode.OK;
    }

    private void say(Endpoints endpoints, PrintWriter out) {
        if (output == OutputForm.JSON) {
            out.println(Json.write(endpoints));
        } else {
            out.println("Kafka of pipeline " + endpoints.pipeline() + " is up, without the pipeline.");
            out.println("  Kafka        " + endpoints.bootstrapServers());
            out.println("  registry     " + endpoints.schemaRegistryUrl());
            out.println("Ctrl-C stops it.");
        }
        out.flush();
    }
}
