package io.streamgauge.app.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.streamgauge.app.dashboard.DashboardPage;
import io.streamgauge.app.instances.HttpPeers;
import io.streamgauge.app.instances.TooMuchException;
import io.streamgauge.app.online.BadRequestException;
import io.streamgauge.app.online.NotFoundException;
import io.streamgauge.app.online.NotReadyException;
import io.streamgauge.app.online.UnanswerableException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP API of a running pipeline; it changes nothing. The routes are in {@link #ways}, what they take and give in
 * {@code /openapi.json} and docs/http.md.
 *
 * <p>A parameter that a path does not know is an error. Errors are {@code {"error": "..."}} with one sentence, except those
 * of Feast's contract.
 */
public final class HttpApi implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
    private static final int MOST_THREADS = 12;
    private static final int LEAST_THREADS = 4;
    /** Reads that are answered at the same time when they may wait for other instances, and those that wait for that. */
    private static final int MOST_WAITING = 32;

    private static final int MOST_QUEUED = 1_000;
    private static final long DRAIN_MS = 3_000;

    private final HttpBackend backend;
    private final Clock clock;
    private final HttpSettings settings;
    private final ExecutorService waiting = waiting();
    private final Javalin server;
    private volatile @Nullable Server listening;

    private HttpApi(HttpBackend backend, Clock clock, HttpSettings settings) {
        this.backend = backend;
        this.clock = clock;
        this.settings = settings;
        this.server = Javalin.create(this::configure);
    }

    /**
     * Starts to serve.
     *
     * @throws HttpBindException when the port cannot be had
     * @throws IllegalArgumentException when the certificate or its key cannot be used
     */
    public static HttpApi start(HttpBackend backend, Clock clock, HttpSettings settings) {
        HttpApi api = new HttpApi(backend, clock, settings);
        try {
            api.server.start();
        } catch (RuntimeException e) {
            api.close();
            throw new HttpBindException(settings.host(), settings.port(), e);
        }
        return api;
    }

    public int port() {
        return server.port();
    }

    /** Where a browser finds the dashboard. */
    public String url() {
        return (settings.tls().isPresent() ? "https://" : "http://") + address() + "/";
    }

    /** {@code host:port}; of a server that listens everywhere, on this machine. */
    public String address() {
        return settings.at(port()).local();
    }

    /** Stops as {@link #close} does, but first lets those finish who are being answered: no more than a few seconds. */
    public void drain() {
        Server jetty = listening;
        if (jetty != null) {
            jetty.setStopTimeout(DRAIN_MS);
        }
        close();
    }

    @Override
    public void close() {
        server.stop();
        waiting.shutdownNow();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, LEAST_THREADS);
        threads.setName("http");
        threads.setDaemon(true);
        config.jetty.threadPool = threads;
        // Nothing here changes anything, so a stop waits for no reader.
        config.jetty.modifyServer(jetty -> {
            jetty.setStopTimeout(0);
            listening = jetty;
        });
        HttpListener listener = new HttpListener(settings);
        config.jetty.addConnector(listener::connector);
        config.http.defaultContentType = "application/json";
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = settings.mostBodyBytes();
        settings.token().ifPresent(token -> config.routes.before(context -> admit(token, context)));
        ways().forEach(way -> config.routes.addHttpHandler(way.method(), way.path(), way.handler()));
        backend.rows().ifPresent(rows -> {
            config.routes.addHttpHandler(HandlerType.POST, HttpPeers.PATH, new RowsHandler(rows, backend.features()));
            config.routes.addHttpHandler(HandlerType.POST, HttpPeers.VISITS, new VisitsHandler(rows));
        });
        failures(config.routes);
    }

    /**
     * A route.
     *
     * @param path with names of its parts in braces
     */
    record Way(HandlerType method, String path, Handler handler) {

        static Way get(String path, Handler handler) {
            return new Way(HandlerType.GET, path, handler);
        }

        static Way post(String path, Handler handler) {
            return new Way(HandlerType.POST, path, handler);
        }
    }

    /** All there is. */
    List<Way> ways() {
        DashboardPage page = DashboardPage.load();
        String openApi = OpenApi.document();
        ChosenFeatures chosen = new ChosenFeatures(backend.features());
        Handler features = patient(new FeaturesHandler(backend.features(), chosen));
        return List.of(
                Way.get(
                        "/",
                        plain(context -> context.contentType("text/html;charset=utf-8")
                                .header("Content-Security-Policy", DashboardPage.POLICY)
                                .result(page.html()))),
                Way.get("/health/live", plain(context -> json(context, new Views.Health("live", null)))),
                Way.get("/health/ready", plain(this::ready)),
                Way.get(
                        "/metrics",
                        plain(context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                                .result(backend.metrics().scrape()))),
                Way.get("/openapi.json", plain(context -> text(context, openApi))),
                Way.get("/v1/status", plain(context -> json(context, StatusView.of(backend, clock.millis())))),
                Way.get(
                        "/v1/series",
                        plain(context -> json(context, backend.live().series()))),
                Way.get("/v1/predictions", this::predictions),
                Way.get("/v1/alerts", plain(this::alerts)),
                Way.get(
                        "/v1/deployments",
                        plain(context -> json(context, backend.deployments().get()))),
                Way.get("/v1/features/{view}/{entity}", features),
                Way.get("/v1/features/{view}", features),
                Way.post("/v1/features/{view}", patient(new ReadHandler(backend.features(), chosen, settings))),
                Way.post(
                        "/v1/score",
                        patient(new ScoreHandler(
                                backend.scores(), backend.features().inputs().size(), settings))),
                Way.post("/get-online-features", patient(new FeastHandler(backend.features(), settings))));
    }

    /**
     * On a thread of its own where it may wait for other instances: were the server's threads to wait, two instances that ask
     * each other could not answer.
     */
    private Handler patient(Handler handler) {
        return context -> {
            if (backend.features().mayWait() || backend.scores().mayWait()) {
                context.async(config -> config.executor = waiting, () -> handler.handle(context));
            } else {
                handler.handle(context);
            }
        };
    }

    private static ExecutorService waiting() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                MOST_WAITING, MOST_WAITING, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_QUEUED), work -> {
                    Thread thread = new Thread(work, "http-read");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** Health is for those who restart us; the page holds nothing until its script has shown the token. */
    private static final Set<String> OPEN = Set.of("/", "/health/live", "/health/ready");

    private static void admit(AccessToken token, Context context) {
        if (!OPEN.contains(context.path()) && !token.shownIn(context.header("Authorization"))) {
            context.header("WWW-Authenticate", "Bearer");
            throw new RefusedException(
                    401, "this needs the token that the server was started with, as 'Authorization: Bearer ...'");
        }
    }

    private void failures(RoutesConfig routes) {
        routes.exception(BadRequestException.class, (e, context) -> fail(context, 400, e.getMessage()));
        routes.exception(NotFoundException.class, (e, context) -> fail(context, 404, e.getMessage()));
        routes.exception(UnanswerableException.class, (e, context) -> fail(context, 422, e.getMessage()));
        routes.exception(NotReadyException.class, (e, context) -> fail(context, 503, e.getMessage()));
        routes.exception(
                RejectedExecutionException.class,
                (e, context) -> fail(context, 503, "more requests wait than this instance can answer; try again"));
        routes.exception(
                TooMuchException.class,
                (e, context) -> context.status(413).contentType("text/plain").result(String.valueOf(e.getMessage())));
        routes.exception(RefusedException.class, (e, context) -> fail(context, e.status(), e.getMessage()));
        routes.exception(
                HttpResponseException.class, (e, context) -> fail(context, e.getStatus(), sentence(e, context)));
        routes.exception(Exception.class, (e, context) -> {
            LOG.warn("{} {} failed: {}", context.method(), context.path(), e.getMessage(), e);
            fail(context, 500, "this failed inside; the log says more");
        });
    }

    private static @Nullable String sentence(HttpResponseException e, Context context) {
        return switch (e.getStatus()) {
            case 404 -> "nothing is at " + context.path() + "; see / and /v1/status";
            case 405 -> context.path() + " does not take " + context.method() + "; see /openapi.json";
            default -> e.getMessage();
        };
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
        text(context, Json.write(value));
    }

    /** An answer that is JSON already. */
    static void text(Context context, String json) {
        context.contentType("application/json")
                .header("Cache-Control", "no-store")
                .result(json);
    }

    /** The same, in UTF-8. */
    static void bytes(Context context, byte[] json) {
        context.contentType("application/json")
                .header("Cache-Control", "no-store")
                .result(json);
    }

    private static void fail(Context context, int status, @Nullable String message) {
        context.status(status);
        json(context, new Views.Failure(String.valueOf(message)));
    }
}
