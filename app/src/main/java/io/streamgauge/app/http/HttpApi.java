package io.streamgauge.app.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.streamgauge.app.instances.HttpPeers;
import io.streamgauge.app.instances.OwnRows;
import io.streamgauge.app.online.NotReadyException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

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
        this(clock, settings, EarlyReads.PATIENCE, EarlyReads.Room.USUAL);
    }

    /**
     * @param patience how long reads wait that come before they can be answered
     * @param room how many
     */
    HttpApi(Clock clock, HttpSettings settings, Duration patience, EarlyReads.Room room) {
        this.clock = clock;
        this.settings = settings;
        this.early = new EarlyReads(patience, room, settings.mostBodyBytes());
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
            early.begin();
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

    /** How many reads wait that came before they can be answered. */
    int earlyReads() {
        return early.count();
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
        Failures.answer(config.routes);
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
        return shown().rows().orElseThrow(() -> new RefusedException(404, Failures.nothingAt(context)));
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
}
