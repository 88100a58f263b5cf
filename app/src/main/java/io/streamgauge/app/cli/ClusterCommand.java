package io.streamgauge.app.cli;

import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.run.DataDirectory;
import io.streamgauge.app.run.EmbeddedCluster;
import io.streamgauge.app.run.Endpoints;
import io.streamgauge.app.run.RuntimeOptions;
import io.streamgauge.app.run.StopSignal;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cluster}: a pipeline's embedded Kafka and registry without the pipeline, or all of it as processes. */
@Command(
        name = "cluster",
        description = {
            "Runs the embedded Kafka and schema registry of a pipeline that is stopped, until Ctrl-C.",
            "Other pipelines go on with them meanwhile, and 'switch' finds them.",
            "With --dir it runs a cluster of processes instead: Kafka brokers, a registry and instances of the pipeline,"
                    + " on loopback, each with its log in that directory. One that ends is started again."
        })
final class ClusterCommand implements Callable<Integer> {

    private static final int MOST = 9;

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

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Runs a cluster of processes, and keeps it there; PIPELINE is a document then.")
    private @Nullable Path directory;

    @Option(names = "--brokers", paramLabel = "N", description = "Kafka brokers, with --dir (default: 3).")
    private @Nullable Integer brokers;

    @Option(
            names = "--instances",
            paramLabel = "N",
            description = "Instances of the pipeline, with --dir; one of them runs the drift job (default: 2).")
    private @Nullable Integer instances;

    @Option(
            names = "--flink",
            description = "With --dir, runs the drift job on a Flink session of two processes more, submitted by"
                    + " 'flink run', instead of in an instance.")
    private boolean flink;

    @Mixin
    private KafkaPortOptions ports = new KafkaPortOptions();

    @Option(
            names = "--output",
            paramLabel = "text|json",
            description = "What is said once they are up, as text or as one JSON document on stdout (default: text).")
    private OutputForm output = OutputForm.TEXT;

    @Override
    public Integer call() throws Exception {
        if (directory != null) {
            return new ProcessesRun(Path.of(pipeline), directory, chosen("--brokers", brokers, 3, 1), flink, spec)
                    .run(chosen("--instances", instances, 2, 0), output);
        }
        if (brokers != null || instances != null || flink) {
            throw new WrongUsageException((brokers != null ? "--brokers" : flink ? "--flink" : "--instances")
                    + " is for a cluster of processes; --dir says where to keep it");
        }
        String name = PipelineNames.of(pipeline);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter talk = output == OutputForm.JSON ? spec.commandLine().getErr() : out;
        StopSignal stop = StopSignal.install(line -> {
            talk.println(line);
            talk.flush();
        });
        RuntimeOptions options = RuntimeOptions.in(
                        dataDirectory == null ? DataDirectory.defaultFor(name) : dataDirectory)
                .kafkaPort(ports.kafka())
                .registryPort(ports.registry())
                .drift(false)
                .build();
        try (EmbeddedCluster cluster = EmbeddedCluster.start(name, options)) {
            stop.closing(cluster::close);
            say(cluster.endpoints(), out);
            cluster.awaitEnd();
        }
        return ExitCode.OK;
    }

    private int chosen(String option, @Nullable Integer given, int otherwise, int least) {
        if (dataDirectory != null) {
            throw new WrongUsageException("--data-dir is of an embedded Kafka, and --dir of a cluster of processes;"
                    + " allowed: one of them");
        }
        if (ports.kafka().isPresent() || ports.registry().isPresent()) {
            throw new WrongUsageException("a cluster of processes takes free ports and says which;"
                    + " leave --kafka-port and --registry-port out with --dir");
        }
        int count = given == null ? otherwise : given;
        if (count < least || count > MOST) {
            throw new WrongUsageException(option + " is " + count + "; allowed: " + least + " to " + MOST);
        }
        return count;
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
