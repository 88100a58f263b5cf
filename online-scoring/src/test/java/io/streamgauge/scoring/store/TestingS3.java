package io.streamgauge.scoring.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A server of one bucket, "models", in memory: objects are got, put and listed, two keys at a time, and each request must be signed
 * as AWS's Signature Version 4 has it, which this works out by itself.
 */
final class TestingS3 implements AutoCloseable {

    static final String ACCESS_KEY = "AKIATEST";
    static final String SECRET = "wJalr/secret+key";
    private static final int PAGE = 2;
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([a-z0-9-]+)/s3/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})");

    final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();
    /** Status to answer with whatever is asked, and the code that S3 gives for it; 0 for none. */
    volatile int status;

    volatile String code = "";
    /** Whether it knows {@code If-None-Match}. */
    volatile boolean conditional = true;

    volatile String region = "";
    private final HttpServer server;

    TestingS3() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String[] path = exchange.getRequestURI().getPath().substring(1).split("/", 2);
            String method = exchange.getRequestMethod();
            if (status != 0) {
                error(exchange, status, code);
            } else if (!signed(exchange, body)) {
                error(exchange, 403, "SignatureDoesNotMatch");
            } else if (!path[0].equals("models")) {
                error(exchange, 404, "NoSuchBucket");
            } else if (path.length == 1 || path[1].isEmpty()) {
                list(exchange);
            } else if (method.equals("PUT")) {
                put(exchange, path[1], body);
            } else if (objects.containsKey(path[1])) {
                byte[] object = objects.get(path[1]);
                exchange.sendResponseHeaders(200, method.equals("HEAD") ? -1 : object.length);
                if (!method.equals("HEAD")) {
                    exchange.getResponseBody().write(object);
                }
            } else {
                error(exchange, 404, "NoSuchKey");
            }
        }
    }

    private void put(HttpExchange exchange, String key, byte[] body) throws IOException {
        boolean onlyNew = exchange.getRequestHeaders().containsKey("If-None-Match");
        if (onlyNew && !conditional) {
            error(exchange, 501, "NotImplemented");
        } else if (onlyNew && objects.putIfAbsent(key, body) != null) {
            error(exchange, 412, "PreconditionFailed");
        } else {
            objects.put(key, body);
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private void list(HttpExchange exchange) throws IOException {
        Map<String, String> query = Arrays.stream(
                        exchange.getRequestURI().getQuery().split("&", -1))
                .map(part -> part.split("=", 2))
                .collect(Collectors.toMap(part -> part[0], part -> part.length == 1 ? "" : part[1]));
        String after = query.getOrDefault("continuation-token", "");
        List<String> left = objects.keySet().stream()
                .filter(key -> key.startsWith(query.getOrDefault("prefix", "")) && key.compareTo(after) > 0)
                .toList();
        List<String> page = left.stream().limit(PAGE).toList();
        boolean more = left.size() > PAGE;
        String xml = "<ListBucketResult><IsTruncated>" + more + "</IsTruncated>"
                + (more ? "<NextContinuationToken>" + page.get(PAGE - 1) + "</NextContinuationToken>" : "")
                + page.stream()
                        .map(key -> "<Contents><Key>" + key + "</Key></Contents>")
                        .collect(Collectors.joining())
                + "</ListBucketResult>";
        byte[] answer = xml.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
    }

    private static void error(HttpExchange exchange, int status, String code) throws IOException {
        byte[] answer =
                ("<Error><Code>" + code + "</Code><Message>no</Message></Error>").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : answer.length);
        if (!head) {
            exchange.getResponseBody().write(answer);
        }
    }

    private boolean signed(HttpExchange exchange, byte[] body) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        Matcher told = AUTHORIZATION.matcher(authorization == null ? "" : authorization);
        String hash = exchange.getRequestHeaders().getFirst("x-amz-content-sha256");
        boolean whole = (body.length == 0 && "UNSIGNED-PAYLOAD".equals(hash))
                || sha256(body).equals(hash);
        if (!told.matches() || !told.group(1).equals(ACCESS_KEY) || !whole) {
            return false;
        }
        region = told.group(3);
        String headers = Arrays.stream(told.group(4).split(";", -1))
                .map(name -> name + ":"
                        + String.join(",", exchange.getRequestHeaders().get(name))
                                .strip() + "\n")
                .collect(Collectors.joining());
        String query = exchange.getRequestURI().getRawQuery();
        String sorted = query == null
                ? ""
                : Arrays.stream(query.split("&", -1))
                        .map(part -> part.contains("=") ? part : part + "=")
                        .sorted()
                        .collect(Collectors.joining("&"));
        String canonical = String.join(
                "\n",
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                sorted,
                headers,
                told.group(4),
                hash);
        String scope = told.group(2) + "/" + region + "/s3/aws4_request";
        String text = String.join(
                "\n",
                "AWS4-HMAC-SHA256",
                exchange.getRequestHeaders().getFirst("x-amz-date"),
                scope,
                sha256(canonical.getBytes(StandardCharsets.UTF_8)));
        byte[] key = ("AWS4" + SECRET).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/", -1)) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, text)).equals(told.group(5).toLowerCase(Locale.ROOT));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
