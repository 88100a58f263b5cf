package io.streamgauge.scoring.store;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Models behind HTTP, in the same layout as a directory's: {@code GET} reads, {@code PUT} writes, as raw repositories of artefacts
 * and WebDAV take it. A registration is put with {@code If-None-Match: *}, which lets the first of several writers win where
 * the server heeds it. HTTP cannot list.
 */
final class HttpModelStore implements ModelStore {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int TAKEN = 412;
    private static final int MAX_RECORD_BYTES = 1 << 20;

    private final String location;
    private final ModelCache cache;
    private final int maxBytes;
    private final Duration limit;
    private final HttpClient client;

    /**
     * @param location URL of the folder
     * @param maxBytes greatest size of a file
     * @param limit how long one request may take as a whole
     */
    HttpModelStore(String location, ModelCache cache, int maxBytes, Duration limit) {
        this.location = location.replaceFirst("/+$", "");
        this.cache = cache;
        this.maxBytes = maxBytes;
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
    public void put(ModelRegistration registration, byte[] onnx) throws ModelStoreException {
        Registrations.checkIsOf(registration, onnx);
        Optional<ModelRegistration> kept = find(registration.name(), registration.version());
        if (kept.isPresent()) {
            kept.get().checkSameFile(registration.digest());
            return;
        }
        write(StoreLayout.file(registration.digest()), onnx, false);
        boolean made = write(
                StoreLayout.record(registration.name(), registration.version()),
                RegistrationJson.write(registration),
                true);
        if (!made) {
            find(registration.name(), registration.version())
                    .orElse(registration)
                    .checkSameFile(registration.digest());
        }
    }

    @Override
    public void keep(byte[] onnx) throws ModelStoreException {
        String digest = Digests.of(onnx);
        String key = StoreLayout.file(digest);
        HttpRequest head =
                request(key).method("HEAD", HttpRequest.BodyPublishers.noBody()).build();
        // A store that does not answer this question is written to.
        if (send(head, MAX_RECORD_BYTES).statusCode() != OK) {
            write(key, onnx, false);
        }
    }

    /** Whether it was written; not when something is there already and {@code onlyNew} asks not to replace it. */
    private boolean write(String key, byte[] bytes, boolean onlyNew) throws ModelStoreException {
        HttpRequest.Builder request = request(key).PUT(HttpRequest.BodyPublishers.ofByteArray(bytes));
        if (onlyNew) {
            request.header("If-None-Match", "*");
        }
        HttpResponse<byte[]> response = send(request.build(), MAX_RECORD_BYTES);
        if (onlyNew && response.statusCode() == TAKEN) {
            return false;
        }
        if (response.statusCode() / 100 != 2) {
            throw refused("PUT", key, response.statusCode());
        }
        return true;
    }

    @Override
    public Optional<ModelRegistration> find(String name, String version) throws ModelStoreException {
        String key = StoreLayout.record(name, version);
        Optional<byte[]> json = read(key, MAX_RECORD_BYTES);
        return json.isEmpty()
                ? Optional.empty()
                : Optional.of(Registrations.read(json.get(), name, version, url(key).toString()));
    }

    @Override
    public List<ModelRegistration> list() throws ModelStoreException {
        throw new ModelStoreException(
                "HTTP cannot list what is in " + location + "; name the model and its version instead");
    }

    @Override
    public Path fetch(String digest) throws ModelStoreException {
        String key = StoreLayout.file(digest);
        try {
            Optional<Path> copy = cache.find(digest);
            if (copy.isPresent()) {
                return copy.get();
            }
            byte[] bytes = read(key, maxBytes)
                    .orElseThrow(() -> new ModelStoreException(
                            "the model store " + location + " has no file of digest " + digest));
            String seen = Digests.of(bytes);
            if (!seen.equals(digest)) {
                throw new ModelStoreException(url(key) + " is damaged: its digest is " + seen);
            }
            return cache.keep(digest, bytes);
        } catch (IOException e) {
            throw new ModelStoreException("cannot keep a local copy of " + url(key) + ": " + e, e);
        }
    }

    /** What is under a key; empty when nothing is. */
    private Optional<byte[]> read(String key, int most) throws ModelStoreException {
        HttpResponse<byte[]> response = send(request(key).GET().build(), most);
        return switch (response.statusCode()) {
            case OK -> Optional.of(response.body());
            case NOT_FOUND -> Optional.empty();
            default -> throw refused("GET", key, response.statusCode());
        };
    }

    private ModelStoreException refused(String method, String key, int status) {
        return new ModelStoreException("the model store answers " + method + " " + url(key) + " with status " + status);
    }

    private URI url(String key) {
        return URI.create(location + "/" + key);
    }

    private HttpRequest.Builder request(String key) {
        return HttpRequest.newBuilder(url(key)).timeout(limit);
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
