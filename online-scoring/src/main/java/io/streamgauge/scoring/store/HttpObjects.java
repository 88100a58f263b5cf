package io.streamgauge.scoring.store;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A folder behind HTTP: {@code GET} reads and {@code PUT} writes, as raw repositories of artefacts and WebDAV take it. What must
 * be new is put with {@code If-None-Match: *}, which lets the first of several writers win where the server heeds it. HTTP cannot list.
 */
final class HttpObjects implements RemoteObjects {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TAKEN = 412;
    /** Of an answer that nobody reads. */
    private static final int MAX_ANSWER_BYTES = 1 << 20;

    private final String location;
    private final HttpCredentials credentials;
    private final Duration limit;
    private final HttpClient client;

    /**
     * @param location URL of the folder
     * @param limit how long one request may take as a whole
     */
    HttpObjects(String location, HttpCredentials credentials, Duration limit) {
        this.location = location.replaceFirst("/+$", "");
        this.credentials = credentials;
        this.limit = limit;
        // A redirect to another host could be to one inside; where the store is, the user says.
        this.client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public String where(String key) {
        return location + "/" + key;
    }

    @Override
    public Optional<byte[]> read(String key, int most) throws ModelStoreException {
        HttpResponse<byte[]> response = send(request(key).GET().build(), most);
        return switch (response.statusCode()) {
            case OK -> Optional.of(response.body());
            case NOT_FOUND -> Optional.empty();
            default -> throw refused("GET", key, response.statusCode());
        };
    }

    @Override
    public boolean has(String key) throws ModelStoreException {
        HttpRequest head =
                request(key).method("HEAD", HttpRequest.BodyPublishers.noBody()).build();
        return send(head, MAX_ANSWER_BYTES).statusCode() == OK;
    }

    @Override
    public boolean write(String key, byte[] bytes, boolean onlyNew) throws ModelStoreException {
        HttpRequest.Builder request = request(key).PUT(HttpRequest.BodyPublishers.ofByteArray(bytes));
        if (onlyNew) {
            request.header("If-None-Match", "*");
        }
        HttpResponse<byte[]> response = send(request.build(), MAX_ANSWER_BYTES);
        if (onlyNew && response.statusCode() == TAKEN) {
            return false;
        }
        if (response.statusCode() / 100 != 2) {
            throw refused("PUT", key, response.statusCode());
        }
        return true;
    }

    @Override
    public List<String> list(String prefix) throws ModelStoreException {
        throw new ModelStoreException(
                "HTTP cannot list what is in " + location + "; name the model and its version instead");
    }

    private ModelStoreException refused(String method, String key, int status) {
        String why = status == UNAUTHORIZED || status == FORBIDDEN ? "; " + credentials.whenRefused() : "";
        return new ModelStoreException(
                "the model store answers " + method + " " + where(key) + " with status " + status + why);
    }

    private HttpRequest.Builder request(String key) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(where(key))).timeout(limit);
        credentials.header().ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    /** The whole of a request within the limit: the client's own time-out ends with the headers. */
    private HttpResponse<byte[]> send(HttpRequest request, int most) throws ModelStoreException {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, info -> new BoundedBody(most));
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new ModelStoreException("cannot reach " + request.uri() + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new ModelStoreException(request.uri() + " takes longer than " + limit.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new ModelStoreException("interrupted while asking " + request.uri(), e);
        }
    }
}
