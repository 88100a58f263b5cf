package io.streamgauge.app.run;

import io.streamgauge.app.CommandFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;

/** Which loopback ports the embedded parts take: the ones asked for, else those of the last run, else the usual ones. */
final class Ports {

    static final int KAFKA = 9092;
    static final int REGISTRY = 8081;
    static final int HTTP = 8080;

    private Ports() {}

    /**
     * The port to bind, or 0 for any free one. A port asked for is returned as it is: when it is taken, binding it fails
     * with a message, which is what the user should see.
     */
    static int choose(OptionalInt asked, Optional<String> lastAddress, int usual) {
        if (asked.isPresent()) {
            return asked.getAsInt();
        }
        int preferred = lastAddress.map(Ports::portOf).orElse(usual);
        return free(preferred) ? preferred : 0;
    }

    /**
     * Tells early that a port asked for is taken.
     *
     * @param option what the user calls it
     * @throws CommandFailedException when it is
     */
    static void require(String option, OptionalInt asked) {
        if (asked.isPresent() && asked.getAsInt() != 0 && !free(asked.getAsInt())) {
            throw new CommandFailedException("port " + asked.getAsInt() + " on 127.0.0.1 is taken; choose another with "
                    + option + ", or 0 for any free one");
        }
    }

    /** A port to be: any free one for 0. Somebody else may take it before it is bound, which then fails the start. */
    static int settle(int port) {
        if (port != 0) {
            return port;
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on loopback", e);
        }
    }

    private static int portOf(String address) {
        String url = address.contains("://") ? address : "tcp://" + address;
        return Math.max(0, URI.create(url).getPort());
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As servers do: a port whose last connections are still winding down counts as free.
            socket.setReuseAddress(true);
            socket.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
