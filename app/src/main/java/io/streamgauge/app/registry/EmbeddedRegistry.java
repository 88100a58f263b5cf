package io.streamgauge.app.registry;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import io.streamgauge.schemas.registry.References;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema registry that Confluent's clients can speak to, in this process: HTTP, kept on the topic {@code _schemas} of a
 * Kafka cluster. One at a time may run on a cluster.
 */
public final class EmbeddedRegistry implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRegistry.class);

    private static final String LOOPBACK = "127.0.0.1";
    private static final int MAX_THREADS = 16;
    private static final int MIN_THREADS = 2;

    private final String host;
    private final Ledger ledger;
    private final Javalin server;

    /**
     * Reads what was registered before and starts to serve.
     *
     * @param bootstrapServers the Kafka cluster that keeps the schemas
     * @param port port on 127.0.0.1; 0 takes any free one
     * @throws RegistryStartException when the port is taken or Kafka does not answer
     */
    public EmbeddedRegistry(String bootstrapServers, int port) {
        this(Map.of("bootstrap.servers", bootstrapServers), LOOPBACK, port);
    }

    /**
     * The same for others than this process.
     *
     * @param clientProperties how to reach the Kafka cluster, {@code bootstrap.servers} among them
     * @param host address to listen on
     * @param port its port; 0 takes any free one
     * @throws RegistryStartException when the port is taken or Kafka does not answer
     */
    public EmbeddedRegistry(Map<String, String> clientProperties, String host, int port) {
        this.host = host;
        this.ledger = open(References.withProviders(clientProperties));
        this.server = Javalin.create(config -> configure(config, ledger));
        try {
            server.start(host, port);
        } catch (JavalinBindException e) {
            close();
            throw new RegistryStartException(
                    "port " + port + " on " + host + " is taken, so the embedded schema registry cannot use it; "
                            + "give another port, or 0 for any free one",
                    e);
        }
    }

    private static Ledger open(Map<String, String> clientProperties) {
        SchemaLog log = null;
        try {
            log = new SchemaLog(clientProperties);
            return new Ledger(log);
        } catch (KafkaException | IllegalStateException e) {
            if (log != null) {
                log.close();
            }
            throw new RegistryStartException(
                    "the embedded schema registry cannot use topic " + SchemaLog.TOPIC + " at "
                            + clientProperties.get("bootstrap.servers") + ": " + e.getMessage(),
                    e);
        }
    }

    /** Where clients connect, e.g. {@code http://127.0.0.1:8081}. */
    public String url() {
        return "http://" + host + ":" + server.port();
    }

    /** Stops serving; what was registered stays on the topic. */
    @Override
    public void close() {
        server.stop();
        ledger.close();
    }

    private static void configure(JavalinConfig config, Ledger ledger) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.jetty.threadPool = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        SubjectRoutes.add(config.routes, ledger);
        SchemaRoutes.add(config.routes, ledger);
        CompatibilityRoutes.add(config.routes, ledger);
        SettingsRoutes.add(config.routes, ledger);
        about(config.routes);
        errors(config.routes);
    }

    private static void about(RoutesConfig routes) {
        Map<String, Object> id = Map.of(
                "id",
                "",
                "scope",
                Map.of("path", List.of(), "clusters", Map.of("schema-registry-cluster", "embedded")));
        routes.get("/", ctx -> Http.reply(ctx, Map.of()));
        routes.get("/contexts", ctx -> Http.reply(ctx, List.of(".")));
        routes.get("/associations/resources/{namespace}/{name}", ctx -> Http.reply(ctx, List.of()));
        routes.get("/v1/metadata/id", ctx -> Http.reply(ctx, id));
        routes.get("/v1/metadata/version", ctx -> Http.reply(ctx, Map.of("version", "7.5.3", "commitId", "embedded")));
    }

    /** Every error is JSON: anything else looks like a broken server to the clients. */
    private static void errors(RoutesConfig routes) {
        routes.exception(RegistryException.class, (e, ctx) -> Http.error(ctx, e.status(), e.code(), e.getMessage()));
        routes.exception(
                HttpResponseException.class, (e, ctx) -> Http.error(ctx, e.getStatus(), e.getStatus(), e.getMessage()));
        routes.exception(Exception.class, (e, ctx) -> {
            LOG.error("the embedded schema registry failed on {} {}", ctx.method(), ctx.path(), e);
            Http.error(ctx, 500, 50001, "Error in the registry: " + e);
        });
    }
}
