package io.streamgauge.app.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * A Kafka broker in this process: KRaft, its own controller, on loopback only, all data under one directory. Topics,
 * records, consumer offsets and the cluster's id survive stops and kills.
 */
public final class EmbeddedBroker implements AutoCloseable {

    static final int NODE_ID = 1;

    private final DirectoryLock lock;
    private final KafkaRaftServer server;
    private final String bootstrapServers;
    private boolean closed;

    /**
     * Starts a broker and waits until it serves.
     *
     * @param directory where its data lives; made if absent
     * @param port port for clients on 127.0.0.1; 0 takes any free one
     * @throws BrokerStartException when the port is taken, the directory is in use, or Kafka fails to start
     */
    public EmbeddedBroker(Path directory, int port) {
        this(directory, port, Map.of());
    }

    /** As above, with Kafka settings that go before the defaults. */
    public EmbeddedBroker(Path directory, int port, Map<String, String> settings) {
        Ports ports = Ports.choose(port);
        this.bootstrapServers = "127.0.0.1:" + ports.client();
        try {
            this.lock = DirectoryLock.take(Files.createDirectories(directory));
        } catch (IOException e) {
            throw new BrokerStartException("cannot write to the data directory " + directory + ": " + e, e);
        }
        try {
            Path data = directory.resolve("kafka").toAbsolutePath();
            Storage.format(
                    data,
                    NODE_ID,
                    Storage.clusterId(data).orElseGet(() -> Uuid.randomUuid().toString()));
            Map<String, String> all = BrokerSettings.of(data, ports);
            all.putAll(settings);
            this.server = start(new KafkaConfig(all, false));
        } catch (Exception e) {
            lock.close();
            throw new BrokerStartException("the embedded broker on " + directory + " does not start: " + e, e);
        }
    }

    /** What clients connect to, e.g. {@code 127.0.0.1:9092}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Stops the broker and waits for it; a second call does nothing. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            stop(server);
            lock.close();
        }
    }

    private static KafkaRaftServer start(KafkaConfig config) {
        KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
        try {
            server.startup();
            return server;
        } catch (RuntimeException e) {
            stop(server);
            throw e;
        }
    }

    private static void stop(KafkaRaftServer server) {
        server.shutdown();
        server.awaitShutdown();
    }
}
