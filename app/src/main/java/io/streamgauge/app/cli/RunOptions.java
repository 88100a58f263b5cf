package io.streamgauge.app.cli;

import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.run.LogFormat;
import io.streamgauge.app.run.RuntimeOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What an instance is started with. */
final class RunOptions {

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
            names = "--log-format",
            paramLabel = "text|json",
            description = {
                "How the log is written: as text, or as one JSON object a line, which then goes to stderr as well",
                "(default: text)."
            })
    private LogFormat logFormat = LogFormat.TEXT;

    /** Settings of a pipeline that is started with these options. */
    RuntimeOptions settings(Pipeline pipeline) {
        return RuntimeOptions.in(dataDirectory(pipeline))
                .cluster(connection.givenCluster())
                .kafkaPort(ports.kafka())
                .registryPort(ports.registry())
                .httpPort(ports.http())
                .threads(threads())
                .drift(!noDrift)
                .clientProperties(connection.clientProperties())
                .http(http.settings())
                .driftDirectory(driftDirectory())
                .replayOf(replayOf(pipeline))
                .registryWait(Quantities.time("--registry-wait", registryWait))
                .logFormat(logFormat)
                .build();
    }

    Path dataDirectory(Pipeline pipeline) {
        return connection.dataDirectory(pipeline.name());
    }

    /** What an operator should know of how HTTP listens. */
    Optional<String> warning() {
        return http.warning();
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
