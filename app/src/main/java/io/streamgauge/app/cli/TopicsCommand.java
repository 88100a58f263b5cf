package io.streamgauge.app.cli;

import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.app.run.PipelineTopics;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code topics}: makes a pipeline's topics on a cluster, its sources' among them. */
@Command(
        name = "topics",
        description = {
            "Makes the topics of a pipeline that a cluster lacks, its sources' among them, and prints the sources' partitions.",
            "Sources get runtime.partitions partitions, the cluster's own replication, and keep their records for ever."
        })
final class TopicsCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "PIPELINE", description = "The pipeline document; its model file is not needed.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Override
    public Integer call() throws InterruptedException {
        Cluster cluster = connection
                .givenCluster()
                .orElseThrow(() -> new WrongUsageException("--bootstrap-servers and --schema-registry-url are needed"));
        Pipeline pipeline = PipelineFile.loadWithoutModel(file);
        PrintWriter out = spec.commandLine().getOut();
        new TreeMap<>(PipelineTopics.make(pipeline, cluster))
                .forEach((topic, partitions) -> out.println(topic + "  " + partitions + " partitions"));
        return ExitCode.OK;
    }
}
