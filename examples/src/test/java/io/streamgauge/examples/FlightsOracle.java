package io.streamgauge.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Runs {@code flights/oracle.py}. */
final class FlightsOracle {

    private static final String PYTHON = "python3";
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Path script;
    private final Path flights;
    private final Path directory;

    /** @param directory where its output goes */
    FlightsOracle(Path script, Path flights, Path directory) {
        this.script = script;
        this.flights = flights;
        this.directory = directory;
    }

    /** The features of some views, a file each, computed side by side; skips the test where there is no Python. */
    List<Path> run(List<String> views, String order, Duration lateness, Set<String> carriers)
            throws IOException, InterruptedException {
        assumePython();
        List<Path> outputs = new ArrayList<>();
        List<Process> running = new ArrayList<>();
        try {
            for (String view : views) {
                Path output = directory.resolve(view + ".csv");
                outputs.add(output);
                running.add(new ProcessBuilder(
                                PYTHON,
                                script.toString(),
                                flights.toString(),
                                "--view=" + view,
                                "--order=" + order,
                                "--lateness=" + lateness.toSeconds(),
                                "--carriers=" + String.join(",", carriers))
                        .redirectOutput(output.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
            }
            for (Process process : running) {
                assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .as("the oracle ends within %s", PATIENCE)
                        .isTrue();
                assertThat(process.exitValue()).as("the oracle's exit code").isZero();
            }
        } finally {
            running.forEach(Process::destroyForcibly);
        }
        return outputs;
    }

    private static void assumePython() throws InterruptedException {
        try {
            int exit = new ProcessBuilder(PYTHON, "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            Assumptions.assumeTrue(exit == 0, PYTHON + " --version exits with " + exit);
        } catch (IOException e) {
            Assumptions.abort("there is no " + PYTHON + ": " + e.getMessage());
        }
    }
}
