package io.streamgauge.app.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Readers that ask one instance after the other without a pause, as behind a load balancer: one that refuses the connection,
 * or ends it without an answer, is left for the next; a read has failed when none of them answers it with 200.
 */
final class TestingReaders implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final Optional<String> token;
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong byStandby = new AtomicLong();
    private final AtomicLong movedOn = new AtomicLong();
    private final AtomicLong longestStalenessMs = new AtomicLong();
    private final AtomicLong longestReadNanos = new AtomicLong();
    private volatile boolean closing;

    /** Over plain HTTP. */
    TestingReaders() {
        this(builder().build(), Optional.empty());
    }

    /** Over TLS, with a token. */
    TestingReaders(SSLContext trusted, String token) {
        this(builder().sslContext(trusted).build(), Optional.of(token));
    }

    private TestingReaders(HttpClient client, Optional<String> token) {
        this.client = client;
        this.token = token;
    }

    private static HttpClient.Builder builder() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(2));
    }

    /** An answer. */
    record Reply(int status, String body) {

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new AssertionError("no JSON: " + body, e);
            }
        }
    }

    /**
     * Starts to read.
     *
     * @param bases addresses of the instances, {@code http://host:port/}
     * @param path what is asked for
     * @param bodies gives the body of each request
     * @param checked takes each answer
     */
    void read(int count, List<String> bases, String path, Supplier<String> bodies, Consumer<JsonNode> checked) {
        for (int i = 0; i < count; i++) {
            int first = i;
            Thread thread = new Thread(() -> {
                for (int turn = first; !closing; turn++) {
                    one(bases, turn, path, bodies.get(), checked);
                }
            });
            threads.add(thread);
            thread.start();
        }
    }

    private void one(List<String> bases, int turn, String path, String body, Consumer<JsonNode> checked) {
        long beganNanos = System.nanoTime();
        String said = "";
        for (int i = 0; i < bases.size(); i++) {
            try {
                Reply reply = post(bases.get((turn + i) % bases.size()) + path, body);
                if (reply.status() == 200) {
                    note(reply.json(), checked);
                    longestReadNanos.accumulateAndGet(System.nanoTime() - beganNanos, Math::max);
                    reads.incrementAndGet();
                    return;
                }
                said += " " + reply;
                break;
            } catch (IOException e) {
                said += " " + e;
                movedOn.incrementAndGet();
            }
        }
        failures.add("after " + (System.nanoTime() - beganNanos) / 1_000_000 + " ms:" + said);
    }

    private void note(JsonNode answer, Consumer<JsonNode> checked) {
        long stalenessMs = answer.get("stalenessMs").asLong();
        longestStalenessMs.accumulateAndGet(stalenessMs, Math::max);
        if (answer.get("role").asText().equals("STANDBY")) {
            byStandby.incrementAndGet();
        }
        try {
            checked.accept(answer);
        } catch (AssertionError e) {
            failures.add("wrong: " + e.getMessage());
        }
    }

    Reply post(String url, String body) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Reply get(String url) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(url)));
    }

    private Reply send(HttpRequest.Builder request) throws IOException {
        token.ifPresent(shown -> request.header("Authorization", "Bearer " + shown));
        try {
            HttpResponse<String> response =
                    client.send(request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Returns once an instance answers, ready or not. */
    void awaitAnswer(String url, Duration patience) throws InterruptedException {
        await(url + "health/live", patience, () -> get(url + "health/live"), reply -> reply.status() == 200);
    }

    /** Returns once an instance says that it is ready. */
    void awaitReady(String url, Duration patience) throws InterruptedException {
        await(url + "health/ready", patience, () -> get(url + "health/ready"), reply -> reply.status() == 200);
    }

    /** Returns once a read is answered by active instances only, by one of them. */
    void awaitAllActive(String url, String body, Duration patience) throws InterruptedException {
        await("one active instance", patience, () -> post(url, body), reply -> {
            JsonNode servedBy = reply.json().path("servedBy");
            return servedBy.size() == 1 && servedBy.get(0).get("role").asText().equals("ACTIVE");
        });
    }

    private interface Asking {
        Reply ask() throws IOException;
    }

    private static void await(String what, Duration patience, Asking asking, Predicate<Reply> done)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        String last = "";
        while (System.nanoTime() < deadline) {
            try {
                Reply reply = asking.ask();
                if (done.test(reply)) {
                    return;
                }
                last = reply.toString();
            } catch (IOException e) {
                last = e.toString();
            }
            Thread.sleep(50);
        }
        throw new AssertionError("no " + what + "; last: " + last);
    }

    long reads() {
        return reads.get();
    }

    long byStandby() {
        return byStandby.get();
    }

    long longestStalenessMs() {
        return longestStalenessMs.get();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    /** One line. */
    String report() {
        return "%d reads, %d failed; %d were moved on to the other instance; %d answered by a standby, the longest staleness %d ms; the slowest read took %d ms"
                .formatted(
                        reads.get(),
                        failures.size(),
                        movedOn.get(),
                        byStandby.get(),
                        longestStalenessMs.get(),
                        longestReadNanos.get() / 1_000_000);
    }

    /** Waits for so many reads more. */
    void awaitMore(long count, Duration patience) throws InterruptedException {
        long from = reads.get();
        long deadline = System.nanoTime() + patience.toNanos();
        while (reads.get() < from + count && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
        if (reads.get() < from + count) {
            throw new AssertionError(
                    "only " + (reads.get() - from) + " reads of " + count + "; " + report() + failure());
        }
    }

    private @Nullable String failure() {
        return failures.peek();
    }

    @Override
    public void close() throws InterruptedException {
        closing = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
