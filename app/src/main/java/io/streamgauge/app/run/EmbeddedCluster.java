package io.streamgauge.app.run;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.embedded.EmbeddedBroker;
import io.streamgauge.app.registry.EmbeddedRegistry;
import java.net.URI;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * The broker and the schema registry of a pipeline's data directory, in this process without the pipeline: for whoever else
 * uses them while it is stopped.
 */
public final class EmbeddedCluster implements AutoCloseable {

    private final Parts parts;
    private final Endpoints endpoints;
    private final CountDownLatch closed = new CountDownLatch(1);

    private EmbeddedCluster(Parts parts, Endpoints endpoints) {
        this.parts = parts;
        this.endpoints = endpoints;
    }

    /**
     * Starts both and returns once they serve.
     *
     * @param options the data directory, the ports and the properties count
     * @throws CommandFailedException when the directory is in use or has no broker's data
     */
    public static EmbeddedCluster start(String pipeline, RuntimeOptions options) {
        requirePorts(options);
        if (!Files.isDirectory(options.dataDirectory())) {
            throw new CommandFailedException("pipeline " + pipeline + " has not run in " + options.dataDirectory()
                    + "; --data-dir names the directory it runs in");
        }
        Parts parts = new Parts();
        try {
            DataDirectory data = parts.add("data directory", DataDirectory.take(options.dataDirectory()));
            if (!Files.isDirectory(data.broker())) {
                throw new CommandFailedException("there is no embedded Kafka in " + data.path() + ": pipeline "
                        + pipeline + " has run on another cluster");
            }
            parts.add("log", LogFile.open(data.log(), options.logFormat()));
            Cluster cluster = startBroker(parts, data, Endpoints.read(data.path()), options);
            startRegistry(parts, cluster);
            Endpoints endpoints = new Endpoints(
                    pipeline,
                    "",
                    cluster.bootstrapServers(),
                    cluster.schemaRegistryUrl(),
                    Optional.empty(),
                    ProcessHandle.current().pid());
            endpoints.write(data.path());
            parts.add("endpoints", () -> Endpoints.remove(data.path()));
            return new EmbeddedCluster(parts, endpoints);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    static void requirePorts(RuntimeOptions options) {
        Ports.require("--kafka-port", options.kafkaPort());
        Ports.require("--registry-port", options.registryPort());
    }

    /** Starts the broker, and settles where the registry will serve. */
    static Cluster startBroker(Parts parts, DataDirectory data, Optional<Endpoints> last, RuntimeOptions options) {
        int registryPort = Ports.settle(
                Ports.choose(options.registryPort(), last.map(Endpoints::schemaRegistryUrl), Ports.REGISTRY));
        int port = Ports.choose(options.kafkaPort(), last.map(Endpoints::bootstrapServers), Ports.KAFKA);
        Map<String, String> settings =
                Map.of("group.min.session.timeout.ms", Long.toString(StreamOverrides.EMBEDDED_SESSION.toMillis()));
        EmbeddedBroker broker = parts.add("broker", new EmbeddedBroker(data.broker(), port, settings));
        return new Cluster(broker.bootstrapServers(), "http://127.0.0.1:" + registryPort, options.clientProperties());
    }

    static void startRegistry(Parts parts, Cluster cluster) {
        int port = URI.create(cluster.schemaRegistryUrl()).getPort();
        parts.add("registry", new EmbeddedRegistry(cluster.bootstrapServers(), port));
    }

    /** Where both answer. */
    public Endpoints endpoints() {
        return endpoints;
    }

    /** Waits until it is closed. */
    public void awaitEnd() throws InterruptedException {
        closed.await();
    }

    @Override
    public void close() {
        parts.close();
        closed.countDown();
    }
}
