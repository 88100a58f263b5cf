package io.streamgauge.app.cli;

import io.streamgauge.app.CommandFailedException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Where {@code flink run} starts the drift job's program. */
public final class DriftJobMain {

    private DriftJobMain() {}

    /** Ends with an exception when the program fails, which makes {@code flink run} fail; the JVM is not ours. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = new CommandLine(new DriftJobCommand())
                .setOut(out)
                .setErr(err)
                .setDefaultValueProvider(new EnvironmentDefaults(System.getenv()))
                .setParameterExceptionHandler(Failures::wrongUsage)
                .setExecutionExceptionHandler(Failures::failed)
                .setUsageHelpAutoWidth(true)
                .execute(arguments);
        out.flush();
        err.flush();
        if (code != ExitCode.OK) {
            throw new CommandFailedException("the drift job's program ended with " + code + "; what it said is above");
        }
    }
}
