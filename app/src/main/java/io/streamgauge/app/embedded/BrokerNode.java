package io.streamgauge.app.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * One of the brokers of a cluster on loopback, each of which runs Kafka's own main class in a process of its own and is a
 * controller too.
 *
 * @param id from 1
 * @param directory where its settings and data are
 * @param ports its own
 * @param voters all controllers, as {@code controller.quorum.voters} wants them
 * @param brokers how many there are
 */
public record BrokerNode(int id, Path directory, Ports ports, String voters, int brokers) {

    /** Kafka's own, which takes a file of settings. */
    public static final String MAIN_CLASS = "kafka.Kafka";

    /**
     * The brokers of a cluster, ready to be started: directories made and formatted, ports chosen, settings written. What
     * brokers of an earlier start left in {@code parent} is theirs.
     *
     * @param settings Kafka's of each, which go before the defaults
     * @throws BrokerStartException when there are no ports, or the directory cannot be written
     */
    public static List<BrokerNode> prepare(
            Path parent, int brokers, Function<BrokerNode, Map<String, String>> settings) {
        List<Ports> ports = Ports.free(brokers);
        String voters = IntStream.range(0, brokers)
                .mapToObj(i -> (i + 1) + "@127.0.0.1:" + ports.get(i).controller())
                .collect(Collectors.joining(","));
        List<BrokerNode> nodes = new ArrayList<>();
        for (int i = 0; i < brokers; i++) {
            int id = i + 1;
            nodes.add(new BrokerNode(id, parent.resolve("broker-" + id), ports.get(i), voters, brokers));
        }
        try {
            String clusterId = Storage.clusterId(nodes.get(0).data())
                    .orElseGet(() -> Uuid.randomUuid().toString());
            for (BrokerNode node : nodes) {
                node.write(settings.apply(node), clusterId);
            }
        } catch (Exception e) {
            throw new BrokerStartException("the brokers in " + parent + " cannot be prepared: " + e, e);
        }
        return List.copyOf(nodes);
    }

    private void write(Map<String, String> more, String clusterId) throws Exception {
        Files.createDirectories(data());
        Storage.format(data(), id, clusterId);
        Properties all = new Properties();
        all.putAll(BrokerSettings.of(this));
        all.putAll(more);
        try (var out = Files.newBufferedWriter(settingsFile())) {
            all.store(out, "written anew at each start");
        } catch (IOException e) {
            throw new BrokerStartException("cannot write " + settingsFile() + ": " + e, e);
        }
    }

    /** What Kafka's main class is given. */
    public Path settingsFile() {
        return directory.resolve("server.properties");
    }

    /** Its logs of records. */
    public Path data() {
        return directory.resolve("kafka").toAbsolutePath();
    }

    /** Where clients connect. */
    public String address() {
        return "127.0.0.1:" + ports.client();
    }
}
