package io.streamgauge.scoring.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HttpModelStoreTest {

    private static final byte[] FIRST = TestingRegistrations.bytes("first");
    private static final byte[] SECOND = TestingRegistrations.bytes("second");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final AtomicInteger gets = new AtomicInteger();
    private final AtomicInteger puts = new AtomicInteger();
    private final CountDownLatch done = new CountDownLatch(1);
    private int status;
    /** The header by which it lets one in; empty lets all. */
    private String wanted = "";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        done.countDown();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String key = exchange.getRequestURI().getPath();
            if (status != 0) {
                exchange.sendResponseHeaders(status, -1);
            } else if (!wanted.isEmpty()
                    && !wanted.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(401, -1);
            } else if (exchange.getRequestMethod().equals("PUT")) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                puts.incrementAndGet();
                boolean onlyNew = exchange.getRequestHeaders().containsKey("If-None-Match");
                boolean taken = onlyNew && objects.containsKey(key);
                if (!taken) {
                    objects.put(key, body);
                }
                exchange.sendResponseHeaders(taken ? 412 : 201, -1);
            } else if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(objects.containsKey(key) ? 200 : 404, -1);
            } else {
                gets.incrementAndGet();
                byte[] body = objects.get(key);
                exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : 0);
                if (body != null) {
                    exchange.getResponseBody().write(body);
                }
            }
        }
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/kept";
    }

    private ModelStore store(int maxBytes, Duration limit) {
        return new RemoteModelStore(
                new HttpObjects(url() + "/", HttpCredentials.NONE, limit),
                new ModelCache(directory, 1 << 20),
                maxBytes);
    }

    private ModelStore store() {
        return store(1_000, LIMIT);
    }

    private static ModelRegistration registration(byte[] onnx) {
        return TestingRegistrations.of("fraud", "7", onnx);
    }

    @Test
    void bytesAloneAreKeptOnce() throws Exception {
        store().keep(FIRST);
        store().keep(FIRST);

        assertThat(objects).containsOnlyKeys("/kept/files/" + Digests.of(FIRST) + ".onnx");
        assertThat(puts).hasValue(1);
        assertThat(store().fetch(Digests.of(FIRST))).hasBinaryContent(FIRST);
        status = 403;
        assertThatThrownBy(() -> store().keep(SECOND))
                .isInstanceOf(ModelStoreException.class)
                .hasMessageContaining("PUT")
                .hasMessageContaining("403");
    }

    @Test
    void whatIsPutIsFoundAndFetchedOnce() throws Exception {
        store().put(registration(FIRST), FIRST);

        assertThat(objects).containsOnlyKeys("/kept/models/fraud/7.json", "/kept/files/" + Digests.of(FIRST) + ".onnx");
        assertThat(store().find("fraud", "7")).contains(registration(FIRST));
        assertThat(store().find("fraud", "8")).isEmpty();
        assertThat(store().fetch(Digests.of(FIRST))).hasBinaryContent(FIRST);
        int before = gets.get();
        assertThat(store().fetch(registration(FIRST))).hasBinaryContent(FIRST);
        assertThat(gets).hasValue(before);
    }

    @Test
    void anotherFileIsRefusedAndTheSameIsNoWork() throws Exception {
        store().put(registration(FIRST), FIRST);
        store().put(registration(FIRST), FIRST);
        assertThatThrownBy(() -> store().put(registration(SECOND), SECOND))
                .hasMessageContaining("model fraud 7 is registered already");
        assertThat(objects).hasSize(2);
    }

    @Test
    void otherBytesAreNotGiven() throws Exception {
        store().put(registration(FIRST), FIRST);
        objects.put("/kept/files/" + Digests.of(FIRST) + ".onnx", SECOND);
        assertThatThrownBy(() -> store().fetch(Digests.of(FIRST)))
                .hasMessageContaining("is damaged: its digest is " + Digests.of(SECOND));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aDamagedCopyIsFetchedAnew() throws Exception {
        store().put(registration(FIRST), FIRST);
        Files.write(store().fetch(Digests.of(FIRST)), SECOND);
        assertThat(store().fetch(Digests.of(FIRST))).hasBinaryContent(FIRST);
    }

    @Test
    void aFileBeyondTheBoundIsGivenUp() throws Exception {
        store().put(registration(SECOND), SECOND);
        assertThatThrownBy(() -> store(SECOND.length - 1, LIMIT).fetch(Digests.of(SECOND)))
                .isInstanceOf(ModelStoreException.class)
                .hasMessageContaining("more than 5 bytes, which are allowed");
        assertThat(store(SECOND.length, LIMIT).fetch(Digests.of(SECOND))).hasBinaryContent(SECOND);
    }

    @Test
    void whatTheServerSaysIsTold() {
        status = 403;
        assertThatThrownBy(() -> store().find("fraud", "7"))
                .hasMessage("the model store answers GET " + url() + "/models/fraud/7.json with status 403; it may want"
                        + " credentials: set STREAMGAUGE_MODEL_STORE_TOKEN, or STREAMGAUGE_MODEL_STORE_USER and"
                        + " STREAMGAUGE_MODEL_STORE_PASSWORD");
        assertThatThrownBy(() -> store().fetch(Digests.of(FIRST))).hasMessageContaining("with status 403");
        status = 302;
        assertThatThrownBy(() -> store().find("fraud", "7")).hasMessageContaining("with status 302");
        status = 0;
        assertThatThrownBy(() -> store().fetch(Digests.of(FIRST))).hasMessageContaining("has no file of digest");
        assertThatThrownBy(() -> store().list()).hasMessageContaining("HTTP cannot list");
        server.stop(0);
        assertThatThrownBy(() -> store().find("fraud", "7")).hasMessageContaining("cannot reach " + url());
    }

    @Test
    void theServerIsToldWhoAsks() throws Exception {
        wanted = "Bearer abc";
        HttpCredentials right = credentials("abc");
        ModelStore store = store(right);
        store.put(registration(FIRST), FIRST);
        store.keep(SECOND);
        assertThat(store.find("fraud", "7")).contains(registration(FIRST));
        assertThat(store.fetch(Digests.of(FIRST))).hasBinaryContent(FIRST);
        assertThatThrownBy(() -> store(credentials("a secret")).find("fraud", "7"))
                .hasMessage("the model store answers GET " + url() + "/models/fraud/7.json with status 401; it does not"
                        + " take what STREAMGAUGE_MODEL_STORE_TOKEN holds");
        assertThatThrownBy(() -> store().find("fraud", "7"))
                .hasMessageContaining("with status 401; it may want credentials");
    }

    private static HttpCredentials credentials(String token) throws ModelStoreException {
        return HttpCredentials.of(
                URI.create("https://models.example.com"), Map.of("STREAMGAUGE_MODEL_STORE_TOKEN", token));
    }

    private ModelStore store(HttpCredentials credentials) {
        return new RemoteModelStore(
                new HttpObjects(url(), credentials, LIMIT), new ModelCache(directory, 1 << 20), 1_000);
    }

    @Test
    void aServerThatDoesNotGoOnIsLeft() throws Exception {
        HttpServer slow = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        slow.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 10);
            try {
                done.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        slow.start();
        try {
            ModelStore store = new RemoteModelStore(
                    new HttpObjects(
                            "http://127.0.0.1:" + slow.getAddress().getPort(),
                            HttpCredentials.NONE,
                            Duration.ofMillis(200)),
                    new ModelCache(directory, 1),
                    10);
            assertThatThrownBy(() -> store.fetch(Digests.of(FIRST)))
                    .isInstanceOf(ModelStoreException.class)
                    .hasMessageContaining("takes longer than");
        } finally {
            done.countDown();
            slow.stop(0);
        }
    }

    @Test
    void theCacheIsBoundedAndKeepsWhatWasUsedLast() throws Exception {
        ModelCache cache = new ModelCache(directory, 12);
        Path first = cache.keep(Digests.of(FIRST), FIRST);
        Path second = cache.keep(Digests.of(SECOND), SECOND);
        Files.setLastModifiedTime(first, FileTime.from(Instant.EPOCH.plusSeconds(2)));
        Files.setLastModifiedTime(second, FileTime.from(Instant.EPOCH.plusSeconds(1)));
        byte[] third = TestingRegistrations.bytes("third");

        cache.keep(Digests.of(third), third);

        assertThat(first).as("used after the second").exists();
        assertThat(second).doesNotExist();
        byte[] large = TestingRegistrations.bytes("larger than the cache");
        assertThat(cache.keep(Digests.of(large), large)).as("in use").exists();
        assertThat(first).doesNotExist();
        assertThat(cache.find(Digests.of(third))).as("used within a minute").isPresent();
        assertThat(directory.toFile().list()).hasSize(2);
    }

    @Test
    void locationsAreHostsAndFolders() throws Exception {
        assertThat(ModelStore.at("https://models.example.com/fraud/").location())
                .isEqualTo("https://models.example.com/fraud");
        assertThatThrownBy(() -> ModelStore.at("https:///fraud")).hasMessageContaining("expected a host and a folder");
        assertThatThrownBy(() -> ModelStore.at("https://me:secret@h/a"))
                .hasMessageContaining("has credentials in it")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> ModelStore.at("ftp://h/a")).hasMessageContaining("file:, http:, https: or s3:");
        assertThatThrownBy(() -> ModelStore.at("http://h/a?b=c")).hasMessageContaining("expected a host and a folder");
    }
}
