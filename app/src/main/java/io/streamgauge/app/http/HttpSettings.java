package io.streamgauge.app.http;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the API is served.
 *
 * @param host address to listen on; {@code 127.0.0.1} keeps it on this machine
 * @param port port, or 0 for any that is free
 * @param token what callers must show; empty lets everyone in who reaches the port
 * @param tls certificate and key; empty serves plain HTTP
 * @param mostEntities how many entities one request may ask for
 * @param mostExchangeBytes how many bytes of queries and replies between instances this process holds at a time
 * @param advertised how other instances reach it, {@code host:port} or {@code host}; empty means where it listens
 */
public record HttpSettings(
        String host,
        int port,
        Optional<AccessToken> token,
        Optional<TlsFiles> tls,
        int mostEntities,
        long mostExchangeBytes,
        Optional<String> advertised) {

    public static final String LOOPBACK = "127.0.0.1";
    public static final int MOST_ENTITIES = 500;
    private static final Pattern PORT = Pattern.compile(":\\d+$");
    /** More than this in one request would keep a thread for long. */
    public static final int MOST_ENTITIES_LIMIT = 10_000;

    public static final long MOST_EXCHANGE_BYTES = 128L << 20;
    public static final int LEAST_EXCHANGE_MB = 1;
    /** One body is held in one array. */
    public static final int MOST_EXCHANGE_MB = 1_024;

    /** About what an entity takes in a body, fields for expressions included. */
    private static final int BYTES_PER_ENTITY = 2_048;

    private static final int LEAST_BODY_BYTES = 1 << 20;

    public HttpSettings {
        if (mostEntities < 1 || mostEntities > MOST_ENTITIES_LIMIT) {
            throw new IllegalArgumentException(
                    "the entities of a request are " + mostEntities + "; allowed: 1 to " + MOST_ENTITIES_LIMIT);
        }
        if (mostExchangeBytes < (long) LEAST_EXCHANGE_MB << 20 || mostExchangeBytes > (long) MOST_EXCHANGE_MB << 20) {
            throw new IllegalArgumentException("the exchange between instances is " + mostExchangeBytes
                    + " bytes; allowed: " + LEAST_EXCHANGE_MB + " to " + MOST_EXCHANGE_MB + " MiB");
        }
    }

    /** With the usual room for what instances tell each other. */
    public HttpSettings(
            String host,
            int port,
            Optional<AccessToken> token,
            Optional<TlsFiles> tls,
            int mostEntities,
            Optional<String> advertised) {
        this(host, port, token, tls, mostEntities, MOST_EXCHANGE_BYTES, advertised);
    }

    /** Reached where it listens. */
    public HttpSettings(String host, int port, Optional<AccessToken> token, Optional<TlsFiles> tls, int mostEntities) {
        this(host, port, token, tls, mostEntities, Optional.empty());
    }

    /** On this machine, open to all that is on it. */
    public static HttpSettings loopback(int port) {
        return new HttpSettings(LOOPBACK, port, Optional.empty(), Optional.empty(), MOST_ENTITIES);
    }

    /** The same on another port. */
    public HttpSettings at(int otherPort) {
        return new HttpSettings(host, otherPort, token, tls, mostEntities, mostExchangeBytes, advertised);
    }

    /** {@code host:port} where it is found on this machine, also when it listens everywhere. */
    String local() {
        String reached = host.equals("0.0.0.0") || host.equals("::") ? LOOPBACK : host;
        return (reached.contains(":") ? "[" + reached + "]" : reached) + ":" + port;
    }

    /** {@code host:port} where other instances reach it. */
    public String reached() {
        return advertised
                .map(name -> PORT.matcher(name).find() ? name : name + ":" + port)
                .orElseGet(this::local);
    }

    /** How long a body may be: 1 MiB, or 2 KiB for each entity. */
    int mostBodyBytes() {
        return Math.max(LEAST_BODY_BYTES, mostEntities * BYTES_PER_ENTITY);
    }
}
