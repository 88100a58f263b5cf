package io.streamgauge.app.cli;

import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.run.PipelineRuntime;
import io.streamgauge.app.run.RuntimeOptions;
import io.streamgauge.app.run.StopSignal;
import java.io.PrintWriter;
import java.nio.file.Path;
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

/** {@code run}: a pipeline, embedded or on a cluster, until it is stopped. */
@Command(
        name = "run",
        description = {
            "Runs a pipeline until it is stopped with Ctrl-C.",
            "Without --bootstrap-servers a broker and a schema registry are started in the same process, on loopback."
        })
final class RunCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "PIPELINE", description = "The pipeline document, e.g. examples/fraud/pipeline.yaml.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private PortOptions ports = new PortOptions();

    @Mixin
    private HttpOptions http = new HttpOptions();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of the topology (default: runtime.threads of the document).")
    private @Nullable Integer threads;

    @Option(
            names = "--no-drift",
            description = "Leaves the drift job out, for instance when it runs on a Flink cluster.")
    private boolean noDrift;

    @Option(
            names = "--drift-dir",
            paramLabel = "DIR",
            description =
                    "A directory that all instances of the pipeline see under this path: one of them runs the drift job, with"
                            + " its checkpoints there, and another goes on from them when that one ends (default: the job is this"
                            + " instance's, with its checkpoints in the data directory).")
    private @Nullable Path driftDirectory;

    @Option(
            names = "--registry-wait",
            paramLabel = "TIME",
            description =
                    "How long the start waits for a schema registry that does not answer, before the command fails"
                            + " (default: 120s). Once up, an instance waits for it without end.",
            defaultValue = "120s")
    private String registryWait = "120s";

    @Option(
            names = "--replay-of",
            paramLabel = "NAME",
            description = {
                "Scores the events again as another pipeline on the same cluster and sources did: each under the revision of",
                "the deployments that NAME.predictions records for it. The document needs a name of its own and the same model."
            })
    private @Nullable String replayOf;

    @Option(
            names = "--output",
            paramLabel = "text|json",
            description = "What is said once it is up, as text or as one JSON document on stdout (default: text).")
    private OutputForm output = OutputForm.TEXT;

    @Override
    public Integer call() throws Exception {
        Pipeline pipeline = PipelineFile.load(file);
        RuntimeOptions options = new RuntimeOptions(
                connection.dataDirectory(pipeline.name()),
                connection.givenCluster(),
                ports.kafka(),
                ports.registry(),
                ports.http(),
                threads(),
                !noDrift,
                connection.clientProperties(),
                http.settings(),
                driftDirectory(),
                replayOf(pipeline),
                Quantities.time("--registry-wait", registryWait));
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter talk = output == OutputForm.JSON ? spec.commandLine().getErr() : out;
        http.warning().ifPresent(talk::println);
        talk.println("starting pipeline " + pipeline.name() + " in " + options.dataDirectory());
        talk.flush();
        StopSignal stop = StopSignal.install(line -> {
            talk.println(line);
            talk.flush();
        });
        try (PipelineRuntime runtime = stop.closing(PipelineRuntime.start(pipeline, options))) {
            if (output == OutputForm.JSON) {
                out.println(Json.write(Announcement.document(runtime, options.dataDirectory())));
                out.flush();
            } else {
                Announcement.print(runtime, options.dataDirectory(), out);
            }
            runtime.awaitEnd();
        }
        return ExitCode.OK;
    }

    private Optional<Path> driftDirectory() {
        if (driftDirectory != null && noDrift) {
            throw new WrongUsageException(
                    "--drift-dir is where the drift job takes its turn, and --no-drift leaves it out;"
                            + " allowed: one of them");
        }
        return Optional.ofNullable(driftDirectory);
    }

    private Optional<String> replayOf(Pipeline pipeline) {
        if (replayOf == null) {
            return Optional.empty();
        }
        if (replayOf.equals(pipeline.name())) {
            throw new WrongUsageException("--replay-of is " + replayOf
                    + ", the name of the pipeline itself; give the document another name, such as " + replayOf
                    + "-again, so that its predictions go to topics of their own");
        }
        return Optional.of(replayOf);
    }

    private OptionalInt threads() {
        if (threads == null) {
            return OptionalInt.empty();
        }
        if (threads < 1 || threads > 64) {
            throw new WrongUsageException("--threads is " + threads + "; allowed: 1 to 64");
        }
        return OptionalInt.of(threads);
    }
}
