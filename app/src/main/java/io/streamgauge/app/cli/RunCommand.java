package io.streamgauge.app.cli;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.run.PipelineRuntime;
import io.streamgauge.app.run.RuntimeOptions;
import io.streamgauge.app.run.StopSignal;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
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
    private RunOptions run = new RunOptions();

    @Option(
            names = "--output",
            paramLabel = "text|json",
            description = "What is said once it is up, as text or as one JSON document on stdout (default: text).")
    private OutputForm output = OutputForm.TEXT;

    @Override
    public Integer call() throws Exception {
        Pipeline pipeline = PipelineFile.load(file);
        RuntimeOptions options = run.settings(pipeline);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter talk = output == OutputForm.JSON ? spec.commandLine().getErr() : out;
        run.warning().ifPresent(talk::println);
        Warnings.print(pipeline, talk);
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
}
