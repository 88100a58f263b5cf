package io.streamgauge.examples.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Callers that read features all the time from instances in turn, as through a load balancer: one that refuses the connection
 * is passed over, and a read has failed when none is left, or an answer is anything but 200.
 */
final class Reads implements AutoCloseable {

    private static final Duration ONE_READ = Duration.ofSeconds(20);
    private static final int CALLERS = 2;
    private static final long PAUSE_MS = 5;

    private final List<String> customers;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong reads = new AtomicLong();
    private final AtomicInteger turn = new AtomicInteger();
    private volatile List<String> urls;
    private volatile String phase = "";
    private volatile boolean closing;

    /** @param urls of the instances, with a slash at the end */
    Reads(List<String> urls, List<String> customers) {
        this.urls = List.copyOf(urls);
        this.customers = List.copyOf(customers);
        for (int i = 0; i < CALLERS; i++) {
            Thread thread = new Thread(this::call, "reads-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    /** Reads that fail from now on say so. */
    void mark(String when) {
        phase = when + ":";
    }

    /** From now on only these are asked. */
    void ask(List<String> now) {
        urls = List.copyOf(now);
    }

    private void call() {
        try {
            while (!closing) {
                one(turn.getAndIncrement());
                Thread.sleep(PAUSE_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void one(int number) throws InterruptedException {
        String body = "{\"entities\": [{\"customer_id\": \"" + customers.get(number % customers.size()) + "\"}]}";
        List<String> asked = urls;
        String said = phase;
        for (int i = 0; i < asked.size(); i++) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(asked.get((number + i) % asked.size()) + "v1/features/customer"))
                    .timeout(ONE_READ)
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            try {
                HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() == 200) {
                    reads.incrementAndGet();
                    return;
                }
                said += " " + response.statusCode() + " " + response.body().strip();
                break;
            } catch (IOException e) {
                said += " " + e;
            }
        }
        failures.add(said);
    }

    long count() {
        return reads.get();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() throws InterruptedException {
        closing = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
