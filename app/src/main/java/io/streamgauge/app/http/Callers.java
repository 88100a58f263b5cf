package io.streamgauge.app.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds callers who have closed their connections while they wait for an answer. The server reads nothing from a connection from when it
 * has a whole request until it has answered, and so does not notice by itself.
 *
 * <p>A connection that can be read and holds no bytes is at its end. One over TLS may hold the notice that it is closed: it is read as Jetty
 * would do, which keeps whatever else it finds. Bytes of a next request say that the caller is there. One who has closed only the half that
 * it sends on looks the same as one who has gone.
 */
final class Callers {

    private static final Logger LOG = LoggerFactory.getLogger(Callers.class);

    private Callers() {}

    /** Who waits for the answer to a request of which the body has been read. */
    static EndPoint of(Context context) {
        return ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
    }

    /** Those of them who have closed their connection. */
    static Set<EndPoint> gone(Collection<EndPoint> callers) {
        Set<EndPoint> gone = Collections.newSetFromMap(new IdentityHashMap<>());
        // Closed at once: a selector that stays would keep channels from being closed that it knows.
        try (Selector selector = Selector.open()) {
            for (EndPoint caller : callers) {
                if (!registered(caller, selector)) {
                    gone.add(caller);
                }
            }
            selector.selectNow();
            for (SelectionKey readable : selector.selectedKeys()) {
                EndPoint caller = (EndPoint) readable.attachment();
                if (atEnd((SocketChannel) readable.channel(), caller)) {
                    gone.add(caller);
                }
            }
        } catch (IOException e) {
            LOG.debug("who has gone is not known now", e);
        }
        return gone;
    }

    private static boolean registered(EndPoint caller, Selector selector) {
        try {
            SocketChannel channel = channel(caller);
            if (channel != null) {
                channel.register(selector, SelectionKey.OP_READ, caller);
            }
            return true;
        } catch (ClosedChannelException e) {
            return false;
        }
    }

    private static @Nullable SocketChannel channel(EndPoint caller) {
        Object transport = caller.getTransport();
        while (transport instanceof EndPoint below) {
            transport = below.getTransport();
        }
        return transport instanceof SocketChannel channel ? channel : null;
    }

    private static boolean atEnd(SocketChannel channel, EndPoint caller) {
        try {
            if (channel.socket().getInputStream().available() == 0) {
                return true;
            }
            return caller instanceof SslConnection.SslEndPoint && caller.fill(BufferUtil.EMPTY_BUFFER) < 0;
        } catch (IOException e) {
            return true;
        }
    }
}
