package io.streamgauge.examples.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A wire between a client and a broker that can be cut: a TCP proxy on loopback. While it is cut nothing passes and
 * nothing is refused, as when packets are lost; what was sent meanwhile arrives afterwards on connections that still stand.
 * It can be slow as well: what is sent is held up, in both directions.
 */
final class CutWire implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 << 10;
    private static final int CONNECT_MS = 5_000;

    private final ServerSocket server;
    private final InetSocketAddress to;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Object state = new Object();
    private boolean cut;
    /** Of each direction of a connection. */
    private Pace pace = Pace.FULL;

    private volatile boolean closed;

    /**
     * How fast bytes pass.
     *
     * @param delayMs how long each piece that was read at once is held
     * @param bytesPerSecond how much passes in a second, besides
     */
    private record Pace(long delayMs, long bytesPerSecond) {

        static final Pace FULL = new Pace(0, Long.MAX_VALUE);

        long nanos(int bytes) {
            return 1_000_000 * delayMs + (long) (1e9 * bytes / bytesPerSecond);
        }
    }

    /** @param to where it leads, {@code host:port} */
    CutWire(String to) {
        int colon = to.lastIndexOf(':');
        this.to = new InetSocketAddress(to.substring(0, colon), Integer.parseInt(to.substring(colon + 1)));
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("wire to " + to, this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** From now on nothing passes. */
    void cut() {
        synchronized (state) {
            cut = true;
        }
    }

    void mend() {
        synchronized (state) {
            cut = false;
            state.notifyAll();
        }
    }

    /** From now on each piece is held for so long, and so many bytes pass in a second, on each connection and each way. */
    void slow(Duration delay, long bytesPerSecond) {
        synchronized (state) {
            pace = new Pace(delay.toMillis(), bytesPerSecond);
        }
    }

    /** As fast as it goes; what is held up goes on at once. */
    void hurry() {
        synchronized (state) {
            pace = Pace.FULL;
            state.notifyAll();
        }
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = server.accept();
                open.add(client);
                start("wire", () -> connect(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void connect(Socket client) {
        Socket broker = new Socket();
        open.add(broker);
        try {
            awaitMended();
            broker.connect(to, CONNECT_MS);
            broker.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            start("wire-out", () -> pass(client, broker));
            pass(broker, client);
        } catch (IOException e) {
            close(client);
            close(broker);
        }
    }

    private void pass(Socket from, Socket into) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = into.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                hold(count);
                awaitMended();
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // one of both ends is gone
        } finally {
            close(from);
            close(into);
        }
    }

    /** Keeps a piece back for as long as the wire is slow, and no longer than its pace asks for. */
    private void hold(int bytes) {
        long beganNanos = System.nanoTime();
        synchronized (state) {
            while (!closed) {
                long leftNanos = pace.nanos(bytes) - (System.nanoTime() - beganNanos);
                if (leftNanos <= 0) {
                    return;
                }
                try {
                    state.wait(leftNanos / 1_000_000, (int) (leftNanos % 1_000_000));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private void awaitMended() {
        synchronized (state) {
            while (cut && !closed) {
                try {
                    state.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void close(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        mend();
        server.close();
        open.forEach(this::close);
    }
}
