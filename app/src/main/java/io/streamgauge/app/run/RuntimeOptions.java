package io.streamgauge.app.run;

import io.streamgauge.app.http.HttpSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is decided when a pipeline is started rather than in its document.
 *
 * @param dataDirectory where everything is kept
 * @param cluster the Kafka cluster and registry to use; empty starts both in this process
 * @param kafkaPort port of the embedded broker; 0 takes any free one, empty the last run's or the usual one if free
 * @param registryPort port of the embedded registry, likewise
 * @param httpPort port of the HTTP API and dashboard, likewise
 * @param threads threads of the topology, over the document's
 * @param drift whether the drift job runs in this process
 * @param clientProperties Kafka client properties for the embedded broker's clients
 * @param http how the HTTP API is served; its port is not looked at
 * @param driftDirectory where the instances of a pipeline share the drift job's checkpoints, and take turns; empty keeps them
 *     in the data directory
 * @param replayOf the pipeline whose events are scored again, each under the revision that it was scored under there; empty
 *     follows the pipeline's own deployments
 * @param registryWait how long the start waits for a registry of the user's that does not answer
 * @param logFormat how the log's lines are written
 * @param acceptIncompleteRows whether to go on where changelogs have lost their beginning, with the rows that are left
 */
public record RuntimeOptions(
        Path dataDirectory,
        Optional<Cluster> cluster,
        OptionalInt kafkaPort,
        OptionalInt registryPort,
        OptionalInt httpPort,
        OptionalInt threads,
        boolean drift,
        Map<String, String> clientProperties,
        HttpSettings http,
        Optional<Path> driftDirectory,
        Optional<String> replayOf,
        Duration registryWait,
        LogFormat logFormat,
        boolean acceptIncompleteRows) {

    /** Long enough for a registry that starts beside the pipeline. */
    public static final Duration REGISTRY_WAIT = Duration.ofMinutes(2);

    /** With the drift job's checkpoints in the data directory, following its own deployments. */
    public RuntimeOptions(
            Path dataDirectory,
            Optional<Cluster> cluster,
            OptionalInt kafkaPort,
            OptionalInt registryPort,
            OptionalInt httpPort,
            OptionalInt threads,
            boolean drift,
            Map<String, String> clientProperties,
            HttpSettings http) {
        this(
                dataDirectory,
                cluster,
                kafkaPort,
                registryPort,
                httpPort,
                threads,
                drift,
                clientProperties,
                http,
                Optional.empty(),
                Optional.empty(),
                REGISTRY_WAIT,
                LogFormat.TEXT,
                false);
    }

    /** One that scores the events of a recorded pipeline again. */
    public RuntimeOptions replaying(String pipeline) {
        return new RuntimeOptions(
                dataDirectory,
                cluster,
                kafkaPort,
                registryPort,
                httpPort,
                threads,
                drift,
                clientProperties,
                http,
                driftDirectory,
                Optional.of(pipeline),
                registryWait,
                logFormat,
                acceptIncompleteRows);
    }

    /** With the HTTP API on loopback, open to all that is on this machine. */
    public RuntimeOptions(
            Path dataDirectory,
            Optional<Cluster> cluster,
            OptionalInt kafkaPort,
            OptionalInt registryPort,
            OptionalInt httpPort,
            OptionalInt threads,
            boolean drift,
            Map<String, String> clientProperties) {
        this(
                dataDirectory,
                cluster,
                kafkaPort,
                registryPort,
                httpPort,
                threads,
                drift,
                clientProperties,
                HttpSettings.loopback(0));
    }

    /** Everything embedded on any free port, as tests want it. */
    public static RuntimeOptions embedded(Path dataDirectory) {
        OptionalInt any = OptionalInt.of(0);
        return new RuntimeOptions(dataDirectory, Optional.empty(), any, any, any, OptionalInt.empty(), true, Map.of());
    }
}
