package io.streamgauge.app.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Requests as curl would send them; an answer is shown as {@code <status> <json>}. */
final class RawHttp {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;

    RawHttp(String url) {
        this.url = url;
    }

    String get(String path) {
        return send("GET", path, "");
    }

    String post(String path, String body) {
        return send("POST", path, body);
    }

    String put(String path, String body) {
        return send("PUT", path, body);
    }

    String delete(String path) {
        return send("DELETE", path, "");
    }

    /** Status and error code of an answer: {@code 404 40401}. */
    static String code(String answer) {
        int space = answer.indexOf(' ');
        return answer.substring(0, space) + " "
                + json(answer.substring(space)).path("error_code").asText();
    }

    /** {@code {"schema": "<text>"}}. */
    static String body(String schema) {
        return JSON.createObjectNode().put("schema", schema).toString();
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    HttpResponse<String> response(String method, String path, String contentType, String body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                    .header("Content-Type", contentType)
                    .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                    .build();
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(method + " " + path, e);
        }
    }

    private String send(String method, String path, String body) {
        HttpResponse<String> response = response(method, path, "application/vnd.schemaregistry.v1+json", body);
        return response.statusCode() + " " + response.body();
    }
}
