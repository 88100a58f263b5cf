package io.streamgauge.app.http;

import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Where the server listens: plain HTTP/1.1, or the same over TLS. */
final class HttpListener {

    /** How long a connection may say nothing, also in the middle of a request. */
    private static final long IDLE_MS = 30_000;

    /** The same while the server stops. */
    private static final long STOPPING_IDLE_MS = 200;

    private final HttpSettings settings;
    private final SslContextFactory.Server tls = new SslContextFactory.Server();

    /** @throws IllegalArgumentException when the certificate or its key cannot be used */
    HttpListener(HttpSettings settings) {
        this.settings = settings;
        settings.tls().ifPresent(files -> {
            tls.setKeyStore(files.keyStore());
            tls.setKeyStorePassword("");
        });
    }

    Connector connector(Server server, HttpConfiguration http) {
        http.setSendServerVersion(false);
        ErrorHandler errors = new ErrorHandler();
        errors.setShowStacks(false);
        errors.setShowCauses(false);
        server.setErrorHandler(errors);
        ServerConnector connector = settings.tls().isPresent()
                ? secure(server, http)
                : new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE_MS);
        connector.setShutdownIdleTimeout(STOPPING_IDLE_MS);
        return connector;
    }

    private ServerConnector secure(Server server, HttpConfiguration http) {
        HttpConfiguration https = new HttpConfiguration(http);
        // Callers check the certificate against the name they know us by, which may be an address.
        https.addCustomizer(new SecureRequestCustomizer(false));
        return new ServerConnector(
                server,
                new SslConnectionFactory(tls, HttpVersion.HTTP_1_1.asString()),
                new HttpConnectionFactory(https));
    }
}
