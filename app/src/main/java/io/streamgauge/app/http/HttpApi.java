package io.streamgauge.app.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import io.streamgauge.app.dashboard.DashboardPage;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP API of a running pipeline, read-only.
 *
 * <pre>
 * GET /                             the dashboard
 * GET /health/live                  200 while the process lives
 * GET /health/ready                 200 when the pipeline does its work, else 503 with the reason
 * GET /metrics                      Prometheus text
 * GET /v1/status                    counts, latency, freshness, watermarks, drift, memory
 * GET /v1/series                    the last minutes by second, score bins, drift windows
 * GET /v1/predictions?limit=20      the last predictions, newest first
 * GET /v1/alerts                    alerts and retraining events
 * GET /v1/features/{view}/{entity}  features as of a moment (?at=RFC 3339; default: event-time progress)
 * GET /v1/features/{view}?field=    the same, the entity named field by field
 * </pre>
 *
 * A parameter that a path does not know is an error. Errors are {@code {"error": "..."}} with one sentence.
 */
public final class HttpApi implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
    private static final int MOST_THREADS = 12;
    private static final int LEAST_THREADS = 4;

    private final HttpBackend backend;
    private final Clock clock;
    private final Javalin server;
    private final String host;

    private HttpApi(HttpBackend backend, Clock clock, String host) {
        this.backend = backend;
        this.clock = clock;
        this.host = host;
        this.server = Javalin.create(this::configure);
    }

    /**
     * Starts to serve.
     *
     * @param host address to listen on; {@code 127.0.0.1} keeps it on this machine
     * @param port port, or 0 for any that is free
     * @throws HttpBindException when the port cannot be had
     */
    public static HttpApi start(HttpBackend backend, Clock clock, String host, int port) {
        HttpApi api = new HttpApi(backend, clock, host);
        try {
            api.server.start(host, port);
        } catch (RuntimeException e) {
            api.close();
            throw new HttpBindException(host, port, e);
        }
        return api;
    }

    public int port() {
        return server.port();
    }

    /** Where a browser finds the dashboard. */
    public String url() {
        return "http://" + (host.equals("0.0.0.0") ? "127.0.0.1" : host) + ":" + port() + "/";
    }

    @Override
    public void close() {
        server.stop();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, LEAST_THREADS);
        threads.setName("http");
        threads.setDaemon(true);
        config.jetty.threadPool = threads;
        // Nothing here changes anything, so a stop waits for no reader.
        config.jetty.modifyServer(jetty -> jetty.setStopTimeout(0));
        config.http.defaultContentType = "application/json";
        routes(config.routes);
        failures(config.routes);
    }

    private void routes(RoutesConfig routes) {
        DashboardPage page = DashboardPage.load();
        routes.get(
                "/",
                plain(context -> context.contentType("text/html;charset=utf-8")
                        .header("Content-Security-Policy", DashboardPage.POLICY)
                        .result(page.html())));
        routes.get("/health/live", plain(context -> json(context, new Views.Health("live", null))));
        routes.get("/health/ready", plain(this::ready));
        routes.get(
                "/metrics",
                plain(context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                        .result(backend.metrics().scrape())));
        routes.get("/v1/status", plain(context -> json(context, StatusView.of(backend, clock.millis()))));
        routes.get("/v1/series", plain(context -> json(context, backend.live().series())));
        routes.get("/v1/predictions", this::predictions);
        routes.get("/v1/alerts", plain(this::alerts));
        FeaturesHandler features = new FeaturesHandler(backend.features());
        routes.get("/v1/features/{view}/{entity}", features);
        routes.get("/v1/features/{view}", features);
    }

    private void failures(RoutesConfig routes) {
        routes.exception(BadRequestException.class, (e, context) -> fail(context, 400, e.getMessage()));
        routes.exception(NotFoundException.class, (e, context) -> fail(context, 404, e.getMessage()));
        routes.exception(UnanswerableException.class, (e, context) -> fail(context, 422, e.getMessage()));
        routes.exception(NotReadyException.class, (e, context) -> fail(context, 503, e.getMessage()));
        routes.exception(
                HttpResponseException.class,
                (e, context) -> fail(
                        context,
                        e.getStatus(),
                        e.getStatus() == 404
                                ? "nothing is at " + context.path() + "; see / and /v1/status"
                                : e.getMessage()));
        routes.exception(Exception.class, (e, context) -> {
            LOG.warn("{} {} failed: {}", context.method(), context.path(), e.getMessage(), e);
            fail(context, 500, "this failed inside; the log says more");
        });
    }

    /** Of a path without parameters. */
    private static Handler plain(Handler handler) {
        return context -> {
            Parameters.only(context, List.of());
            handler.handle(context);
        };
    }

    private void ready(Context context) {
        Optional<String> reason = backend.readiness().notReadyBecause();
        context.status(reason.isPresent() ? 503 : 200);
        json(context, new Views.Health(reason.isPresent() ? "not ready" : "ready", reason.orElse(null)));
    }

    private void predictions(Context context) {
        Parameters.only(context, List.of(Parameters.LIMIT));
        int limit = Parameters.limit(context, 20, 200);
        json(
                context,
                new Views.PredictionList(backend.live().predictions(limit).stream()
                        .map(Views.PredictionView::of)
                        .toList()));
    }

    private void alerts(Context context) {
        json(
                context,
                new Views.AlertList(
                        backend.live().alerts().stream()
                                .map(Views.AlertView::of)
                                .toList(),
                        backend.live().retrainingEvents().stream()
                                .map(Views.RetrainingView::of)
                                .toList()));
    }

    static void json(Context context, Object value) {
        context.contentType("application/json")
                .header("Cache-Control", "no-store")
                .result(Json.write(value));
    }

    private static void fail(Context context, int status, @Nullable String message) {
        context.status(status);
        json(context, new Views.Failure(String.valueOf(message)));
    }
}
