package io.streamgauge.app.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * The two loopback ports of a broker. They are found by binding and letting go, since Kafka has to be told its ports
 * beforehand; another process may take one in the milliseconds between, which then fails the start, loudly.
 *
 * @param client where clients connect
 * @param controller where the broker talks to its own controller; another one at each start
 */
public record Ports(int client, int controller) {

    /**
     * The port asked for, or any free one for 0.
     *
     * @throws BrokerStartException when the port asked for is taken
     */
    static Ports choose(int wanted) {
        try (ServerSocket client = bind(wanted);
                ServerSocket controller = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Ports(client.getLocalPort(), controller.getLocalPort());
        } catch (IOException e) {
            throw new BrokerStartException("no free port on 127.0.0.1 for the embedded broker: " + e.getMessage(), e);
        }
    }

    /**
     * Free ports for several brokers, all different.
     *
     * @throws BrokerStartException when there are none
     */
    static List<Ports> free(int brokers) {
        List<ServerSocket> bound = new ArrayList<>();
        try {
            for (int i = 0; i < 2 * brokers; i++) {
                bound.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            List<Ports> ports = new ArrayList<>();
            for (int i = 0; i < brokers; i++) {
                ports.add(new Ports(
                        bound.get(2 * i).getLocalPort(), bound.get(2 * i + 1).getLocalPort()));
            }
            return List.copyOf(ports);
        } catch (IOException e) {
            throw new BrokerStartException("no free port on 127.0.0.1 for a broker: " + e.getMessage(), e);
        } finally {
            bound.forEach(Ports::release);
        }
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot let go of a port", e);
        }
    }

    private static ServerSocket bind(int wanted) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            // A port whose last connections are still being closed is free, after a kill too.
            socket.setReuseAddress(true);
            socket.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 1);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw new BrokerStartException(
                    "port " + wanted + " on 127.0.0.1 is taken, so the embedded broker cannot use it; "
                            + "give another port, or 0 for any free one",
                    e);
        }
    }
}
