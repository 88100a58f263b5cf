package io.streamgauge.app.retraining;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** An HTTP server that keeps what is posted to it and answers as it is told, else with 200. */
final class TestingReceiver implements AutoCloseable {

    private final HttpServer server;
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    private volatile boolean neverEnding;
    private final BlockingQueue<Post> posts = new LinkedBlockingQueue<>();

    /** One request. */
    record Post(String path, Headers headers, String body) {

        String header(String name) {
            return String.valueOf(headers.getFirst(name));
        }
    }

    TestingReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            posts.add(new Post(
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders(),
                    new String(body, StandardCharsets.UTF_8)));
            Integer answer = answers.poll();
            if (neverEnding) {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write('.');
                exchange.getResponseBody().flush();
                return;
            }
            exchange.sendResponseHeaders(answer == null ? 200 : answer, -1);
            exchange.close();
        });
        server.start();
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    TestingReceiver answer(int status) {
        answers.add(status);
        return this;
    }

    /** Answers begin with their status and do not end. */
    TestingReceiver neverEnding() {
        neverEnding = true;
        return this;
    }

    BlockingQueue<Post> posts() {
        return posts;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
