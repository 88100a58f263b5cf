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
        LogFormat logFormat) {

    /** Long enough for a registry that starts beside the pipeline. */
    private static final Duration REGISTRY_WAIT = Duration.ofMinutes(2);

    /**
     * What is not said otherwise: all embedded at its usual ports, with the drift job, its checkpoints in the data directory, the HTTP API on
     * loopback, following the pipeline's own deployments.
     */
    public static Builder in(Path dataDirectory) {
        return new Builder(dataDirectory);
    }

    /** Everything embedded on any free port, as tests want it. */
    public static RuntimeOptions embedded(Path dataDirectory) {
        return in(dataDirectory).anyPorts().build();
    }

    /** These, to be changed. */
    public Builder toBuilder() {
        return in(dataDirectory)
                .cluster(cluster)
                .kafkaPort(kafkaPort)
                .registryPort(registryPort)
                .httpPort(httpPort)
                .threads(threads)
                .drift(drift)
                .clientProperties(clientProperties)
                .http(http)
                .driftDirectory(driftDirectory)
                .replayOf(replayOf)
                .registryWait(registryWait)
                .logFormat(logFormat);
    }

    /** Puts options together; each is explained at the record. */
    public static final class Builder {

        private final Path dataDirectory;
        private Optional<Cluster> cluster = Optional.empty();
        private OptionalInt kafkaPort = OptionalInt.empty();
        private OptionalInt registryPort = OptionalInt.empty();
        private OptionalInt httpPort = OptionalInt.empty();
        private OptionalInt threads = OptionalInt.empty();
        private boolean drift = true;
        private Map<String, String> clientProperties = Map.of();
        private HttpSettings http = HttpSettings.loopback(0);
        private Optional<Path> driftDirectory = Optional.empty();
        private Optional<String> replayOf = Optional.empty();
        private Duration registryWait = REGISTRY_WAIT;
        private LogFormat logFormat = LogFormat.TEXT;

        private Builder(Path dataDirectory) {
            this.dataDirectory = dataDirectory;
        }

        public Builder cluster(Optional<Cluster> cluster) {
            this.cluster = cluster;
            return this;
        }

        public Builder kafkaPort(OptionalInt kafkaPort) {
            this.kafkaPort = kafkaPort;
            return this;
        }

        public Builder registryPort(OptionalInt registryPort) {
            this.registryPort = registryPort;
            return this;
        }

        public Builder httpPort(OptionalInt httpPort) {
            this.httpPort = httpPort;
            return this;
        }

        /** Any that are free. */
        public Builder anyPorts() {
            OptionalInt any = OptionalInt.of(0);
            return kafkaPort(any).registryPort(any).httpPort(any);
        }

        public Builder threads(OptionalInt threads) {
            this.threads = threads;
            return this;
        }

        public Builder drift(boolean drift) {
            this.drift = drift;
            return this;
        }

        public Builder clientProperties(Map<String, String> clientProperties) {
            this.clientProperties = clientProperties;
            return this;
        }

        public Builder http(HttpSettings http) {
            this.http = http;
            return this;
        }

        public Builder driftDirectory(Optional<Path> driftDirectory) {
            this.driftDirectory = driftDirectory;
            return this;
        }

        public Builder replayOf(Optional<String> replayOf) {
            this.replayOf = replayOf;
            return this;
        }

        public Builder registryWait(Duration registryWait) {
            this.registryWait = registryWait;
            return this;
        }

        public Builder logFormat(LogFormat logFormat) {
            this.logFormat = logFormat;
            return this;
        }

        public RuntimeOptions build() {
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
                    replayOf,
                    registryWait,
                    logFormat);
        }
    }
}
