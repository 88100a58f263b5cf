package io.streamgauge.app.cli;

import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.app.run.SessionDrift;
import io.streamgauge.drift.DriftSession;
import io.streamgauge.drift.definition.ReferenceMode;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The program in the job jar, which {@code flink run} starts: submits the drift job and watches it. */
@Command(
        name = "flink run streamgauge-drift-job.jar",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Runs the drift job of a pipeline on a Flink session, and watches it until it ends.",
            "A job of the pipeline that runs there already is watched and not submitted again. A job that the session has",
            "forgotten is submitted from its newest checkpoint."
        })
final class DriftJobCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "PIPELINE", description = "The pipeline document; its model file is not needed.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(
            names = "--checkpoints",
            paramLabel = "URI",
            description = "A directory that all of Flink's processes see (default: execution.checkpointing.dir of the"
                    + " session's configuration). The job uses <URI>/<pipeline>.")
    private @Nullable String checkpoints;

    @Option(
            names = "--detach",
            description = "Ends once the job is submitted. Nobody tells of its restarts then, nor submits it again.")
    private boolean detach;

    @Override
    public Integer call() throws InterruptedException {
        Cluster cluster = connection
                .givenCluster()
                .orElseThrow(() -> new WrongUsageException("--bootstrap-servers and --schema-registry-url are needed"));
        Pipeline pipeline = PipelineFile.loadWithoutModel(file);
        if (pipeline.drift().isEmpty()) {
            throw new WrongUsageException(file + " has no section 'drift'; there is nothing to watch");
        }
        if (pipeline.drift().orElseThrow().reference().mode() == ReferenceMode.FILE) {
            throw new WrongUsageException(
                    "drift.reference.file: the job on a Flink session cannot read profiles; take 'first'"
                            + " or 'rolling', or let the drift job run inside 'streamgauge run'");
        }
        PrintWriter out = spec.commandLine().getOut();
        Warnings.print(pipeline, out);
        try (DriftSession session = DriftSession.ofThisProgram()) {
            SessionDrift drift =
                    new SessionDrift(pipeline, cluster, session, directory(session), session.parallelism(), line -> {
                        out.println(line);
                        out.flush();
                    });
            String job = drift.begin();
            if (!detach) {
                drift.watch(job);
            }
        }
        return ExitCode.OK;
    }

    private URI directory(DriftSession session) {
        String directory = checkpoints == null ? session.checkpoints().orElse(null) : checkpoints;
        if (directory == null) {
            throw new WrongUsageException("the session's configuration has no execution.checkpointing.dir; say with"
                    + " --checkpoints where checkpoints are kept, such as s3://bucket/checkpoints");
        }
        return directory.contains(":")
                ? URI.create(directory)
                : Path.of(directory).toAbsolutePath().toUri();
    }
}
