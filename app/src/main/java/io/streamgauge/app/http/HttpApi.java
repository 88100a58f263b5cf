package io.streamgauge.app.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.streamgauge.app.instances.HttpPeers;
import io.streamgauge.app.instances.OwnRows;
import io.streamgauge.app.instances.TooMuchException;
import io.streamgauge.app.online.BadRequestException;
import io.streamgauge.app.online.NotFoundException;
import io.streamgauge.app.online.NotReadyException;
import io.streamgauge.app.online.UnanswerableException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
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
 * The HTTP API of a running pipeline; it changes nothing. The routes are in {@link Routes}, what they take and give in
 * {@code /openapi.json} and docs/http.md.
 *
 * <p>It opens in three steps, since other instances must know the port before they hand over rows, and this one knows only
 * after that who keeps which: {@link #listen}, {@link #show}, {@link #answerReads}.
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

    private final Clock clock;
    private final HttpSettings settings;
    private final CompletableFuture<HttpBackend> backend = new CompletableFuture<>();
    private final EarlyReads early;
    private final ExecutorService waiting = waiting();
    private final Javalin server;
    private volatile @Nullable Server listening;

    /**
     * A server that does not listen yet.
     *
     * @throws IllegalArgumentException when the certificate or its key cannot be used
     */
    public HttpApi(Clock clock, HttpSettings settings) {
        this(clock, settings, EarlyReads.PATIENCE);
    }

    /** @param patience how long reads wait that come before they can be answered */
    HttpApi(Clock clock, HttpSettings settings, Duration patience) {
        this.clock = clock;
        this.settings = settings;
        this.early = new EarlyReads(patience);
        this.server = Javalin.create(this::configure);
    }

    /**
     * Takes the port. It says that it lives and is not ready, and reads wait; all else is 503.
     *
     * @throws HttpBindException when the port cannot be had
     */
    public void listen() {
        try {
            server.start();
        } catch (RuntimeException e) {
            close();
            throw new HttpBindException(settings.host(), settings.port(), e);
        }
    }

    /** From now on other instances get answers, and all is shown; reads go on waiting. */
    public void show(HttpBackend shown) {
        backend.complete(shown);
    }

    /** From now on reads are answered, also those that waited: it is known who keeps which rows. */
    public void answerReads() {
        early.end();
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

    /** {@code host:port} where other instances reach it. */
    public String reached() {
        return settings.at(port()).reached();
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
        early.end();
        try {
            server.stop();
        } finally {
            waiting.shutdownNow();
        }
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
        ways().forEach(way -> config.routes.addHttpHandler(
                way.method(), way.path(), way.reads() ? patient(way.handler()) : way.handler()));
        config.routes.addHttpHandler(
                HandlerType.POST,
                HttpPeers.PATH,
                context -> new RowsHandler(own(context), shown().features()).handle(context));
        config.routes.addHttpHandler(
                HandlerType.POST, HttpPeers.VISITS, context -> new VisitsHandler(own(context)).handle(context));
        failures(config.routes);
    }

    /** All there is. */
    List<Routes.Way> ways() {
        return new Routes(clock, settings, backend).all();
    }

    private HttpBackend shown() {
        if (!backend.isDone()) {
            throw new NotReadyException(Routes.STARTING);
        }
        return backend.join();
    }

    private OwnRows own(Context context) {
        return shown().rows().orElseThrow(() -> new RefusedException(404, nothingAt(context)));
    }

    /**
     * On a thread of its own where it may wait for other instances: were the server's threads to wait, two instances that ask
     * each other could not answer.
     */
    private Handler patient(Handler handler) {
        return context -> {
            if (!early.over()) {
                early.hold(context, waiting, handler);
            } else if (shown().features().mayWait() || shown().scores().mayWait()) {
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
            case 404 -> nothingAt(context);
            case 405 -> context.path() + " does not take " + context.method() + "; see /openapi.json";
            default -> e.getMessage();
        };
    }

    private static String nothingAt(Context context) {
        return "nothing is at " + context.path() + "; see / and /v1/status";
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
