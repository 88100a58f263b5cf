package io.streamgauge.app.cli;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.schemas.config.ConfigException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code validate}: everything that can be checked without running. */
@Command(
        name = "validate",
        description =
                "Checks a pipeline document: everything that can be checked without running, all problems at once.")
final class ValidateCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "PIPELINE", description = "The pipeline document, e.g. examples/fraud/pipeline.yaml.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(
            names = "--output",
            paramLabel = "text|json",
            description = "How to print the verdict (default: ${DEFAULT-VALUE}).",
            defaultValue = "text")
    private OutputForm output = OutputForm.TEXT;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (output == OutputForm.TEXT) {
            out.println(file + ": fine. " + PipelineFile.load(file).summary());
            return ExitCode.OK;
        }
        Map<String, Object> verdict = new LinkedHashMap<>();
        int code = ExitCode.OK;
        try {
            Pipeline pipeline = PipelineFile.load(file);
            verdict.put("valid", true);
            verdict.put("pipeline", pipeline.name());
            verdict.put("inputs", pipeline.inputs());
        } catch (ConfigException e) {
            verdict.put("valid", false);
            verdict.put("problems", e.problems());
            code = ExitCode.WRONG_CONFIGURATION;
        }
        out.println(Json.write(verdict));
        return code;
    }
}
