package io.streamgauge.app.instances;

import io.streamgauge.app.online.NotReadyException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * Asks other instances over their HTTP API, at {@value #PATH} and {@value #VISITS}. Whoever is asked there reads its own rows and asks nobody, so
 * no query goes round in circles.
 */
public final class HttpPeers implements Peers {

    /** Where instances ask each other for rows. */
    public static final String PATH = "/v1/rows";

    /** Where they ask what events would find. */
    public static final String VISITS = "/v1/visits";

    /** Of a host that is gone; one that is there and has no such port refuses at once. */
    private static final Duration CONNECT = Duration.ofMillis(500);

    private static final Duration ANSWER = Duration.ofSeconds(1);
    private static final Duration ANSWER_PER_ENTITY = Duration.ofMillis(1);
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int TOO_LARGE = 413;
    private static final int BUSY = 503;
    private static final int MOST_SAID = 200;

    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "peers");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpClient client;
    private final VisitCodec visits;
    private final String scheme;
    private final Optional<String> authorization;
    private final Duration answer;

    /**
     * A client.
     *
     * @param visits writes what is asked of events to come
     * @param authorization what each request shows; empty when nothing is asked for
     * @param tls whom to trust when instances serve HTTPS; empty when they serve plain HTTP
     */
    public HttpPeers(VisitCodec visits, Optional<String> authorization, Optional<SSLContext> tls) {
        this(visits, authorization, tls, ANSWER);
    }

    /** @param answer how long an instance may take to answer, beside what each entity adds */
    HttpPeers(VisitCodec visits, Optional<String> authorization, Optional<SSLContext> tls, Duration answer) {
        this.answer = answer;
        this.visits = visits;
        this.authorization = authorization;
        this.scheme = tls.isPresent() ? "https" : "http";
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .executor(threads);
        tls.ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    @Override
    public CompletableFuture<RowsReply> ask(String address, RowsQuery query, ExchangeMemory.Share share) {
        return ask(address, PATH, RowsCodec.encode(query), query.entities(), share);
    }

    @Override
    public CompletableFuture<RowsReply> ask(String address, VisitQuery query, ExchangeMemory.Share share) {
        return ask(address, VISITS, visits.encode(query), query.visits(), share);
    }

    private CompletableFuture<RowsReply> ask(
            String address, String path, byte[] query, int entities, ExchangeMemory.Share share) {
        ExchangeMemory.Share asking = share.part();
        try {
            asking.take(query.length);
        } catch (TooMuchException | NotReadyException e) {
            return CompletableFuture.failedFuture(e);
        }
        Duration patience = answer.plus(ANSWER_PER_ENTITY.multipliedBy(entities));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(scheme + "://" + address + path))
                .timeout(patience)
                .header("Content-Type", RowsCodec.TYPE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(query));
        authorization.ifPresent(shown -> request.header("Authorization", shown));
        HttpRequest built = request.build();
        return send(built, share)
                .exceptionallyCompose(
                        failure -> lostOnTheWay(failure) ? send(built, share) : CompletableFuture.failedFuture(failure))
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((response, failure) -> asking.close())
                .exceptionallyCompose(HttpPeers::explained)
                .thenCompose(HttpPeers::reply);
    }

    private CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request, ExchangeMemory.Share share) {
        return share.trying(part -> client.sendAsync(
                request,
                response -> new CountedBody(
                        part,
                        response.headers().firstValueAsLong("Content-Length").orElse(0))));
    }

    /** Whether a connection was used that the other end had closed meanwhile; a new one may do. */
    private static boolean lostOnTheWay(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof IOException
                && !(cause instanceof SSLException)
                && !(cause instanceof ConnectException)
                && !(cause instanceof HttpTimeoutException);
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static CompletableFuture<HttpResponse<byte[]>> explained(Throwable failure) {
        Throwable cause = cause(failure);
        return CompletableFuture.failedFuture(
                cause instanceof SSLException
                        ? new PeerException(
                                "its certificate is not trusted here, or not for that name, or it does not speak TLS ("
                                        + cause.getMessage() + "); --tls-cert has, behind the instance's own, the"
                                        + " certificates of those whom it trusts",
                                cause)
                        : cause);
    }

    private static CompletableFuture<RowsReply> reply(HttpResponse<byte[]> response) {
        if (response.statusCode() == TOO_LARGE) {
            return CompletableFuture.failedFuture(new TooMuchException(said(response)));
        }
        if (response.statusCode() == BUSY) {
            return CompletableFuture.failedFuture(new PeerBusyException(refusal(response)));
        }
        if (response.statusCode() != OK) {
            return CompletableFuture.failedFuture(new PeerException(refusal(response), null));
        }
        try {
            return CompletableFuture.completedFuture(RowsCodec.reply(response.body()));
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static String refusal(HttpResponse<byte[]> response) {
        if (response.statusCode() == UNAUTHORIZED) {
            return "it does not take this instance's token; all instances of a pipeline have the same";
        }
        String said = said(response);
        return "it answers " + response.statusCode() + ": " + said.substring(0, Math.min(said.length(), MOST_SAID));
    }

    private static String said(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
