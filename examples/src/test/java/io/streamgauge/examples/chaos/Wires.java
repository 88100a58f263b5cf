package io.streamgauge.examples.chaos;

import io.streamgauge.app.embedded.BrokerNode;
import io.streamgauge.app.run.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A second way to each broker of a cluster, through a wire that can be cut or slow: who connects there is told of no other. */
final class Wires implements AutoCloseable {

    private final List<CutWire> wires = new ArrayList<>();

    /** Kafka's settings of a broker: a listener beside its own, which clients reach through a wire. */
    Map<String, String> settings(BrokerNode node) {
        int behind = freePort();
        CutWire wire = new CutWire("127.0.0.1:" + behind);
        wires.add(wire);
        String own = "PLAINTEXT://" + node.address();
        return Map.of(
                "listeners",
                own + ",CONTROLLER://127.0.0.1:" + node.ports().controller() + ",WIRE://127.0.0.1:" + behind,
                "advertised.listeners",
                own + ",WIRE://127.0.0.1:" + wire.port(),
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,WIRE:PLAINTEXT",
                "inter.broker.listener.name",
                "PLAINTEXT");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The cluster through the wires. */
    Cluster through(Cluster cluster) {
        return new Cluster(
                wires.stream().map(wire -> "127.0.0.1:" + wire.port()).collect(Collectors.joining(",")),
                cluster.schemaRegistryUrl(),
                cluster.properties());
    }

    /** Nothing passes any more. */
    void cut() {
        wires.forEach(CutWire::cut);
    }

    void mend() {
        wires.forEach(CutWire::mend);
    }

    /** The way to one broker becomes slow, for all who take it. */
    void slow(int broker, Duration delay, long bytesPerSecond) {
        wires.get(broker).slow(delay, bytesPerSecond);
    }

    void hurry() {
        wires.forEach(CutWire::hurry);
    }

    @Override
    public void close() throws IOException {
        for (CutWire wire : wires) {
            wire.close();
        }
    }
}
