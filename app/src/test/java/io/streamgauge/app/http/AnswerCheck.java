package io.streamgauge.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Holds answers against the OpenAPI document: the path, the status, the type of the content, and JSON by its schema. */
final class AnswerCheck {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode document;
    private final Map<String, JsonSchema> schemas = new HashMap<>();

    AnswerCheck() {
        try {
            document = JSON.readTree(OpenApi.document());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    JsonNode document() {
        return document;
    }

    /** {@code GET /v1/status} and so on, in the document's order. */
    List<String> operations() {
        List<String> operations = new ArrayList<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    void holds(String method, String path, TestingApi.Reply reply) {
        Optional<JsonNode> operation = operation(method, path.split("\\?", 2)[0]);
        String what = method + " " + path + " answers " + reply.status() + " " + reply.text();
        if (operation.isEmpty()) {
            assertThat(reply.status()).as(what).isIn(401, 404, 405);
            return;
        }
        JsonNode response = operation.get().path("responses").path(String.valueOf(reply.status()));
        assertThat(response.isObject()).as("the document knows: " + what).isTrue();
        Map.Entry<String, JsonNode> content =
                response.get("content").properties().iterator().next();
        assertThat(reply.headers().firstValue("Content-Type").orElse("").split(";", 2)[0])
                .as(what)
                .isEqualTo(content.getKey());
        if (content.getKey().equals("application/json")) {
            assertThat(schema(content.getValue().get("schema")).validate(reply.json()))
                    .as(what)
                    .isEmpty();
        }
    }

    /** Whether a request body is one that the document allows. */
    boolean allows(String path, JsonNode body) {
        JsonNode schema = document.path("paths")
                .path(path)
                .path("post")
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        return schema(schema).validate(body).isEmpty();
    }

    private Optional<JsonNode> operation(String method, String path) {
        List<Map.Entry<String, JsonNode>> paths = new ArrayList<>();
        paths.addAll(document.get("paths").properties());
        return paths.stream()
                .filter(known -> path.matches(known.getKey().replaceAll("\\{\\w+}", "[^/]+")))
                .map(known -> known.getValue().get(method.toLowerCase(Locale.ROOT)))
                .filter(operation -> operation != null)
                .findFirst();
    }

    private JsonSchema schema(JsonNode schema) {
        return schemas.computeIfAbsent(schema.toString(), text -> {
            ObjectNode whole = JSON.createObjectNode();
            whole.putArray("allOf").add(schema);
            whole.set("components", document.get("components"));
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(
                            whole,
                            SchemaValidatorsConfig.builder()
                                    .formatAssertionsEnabled(true)
                                    .build());
        });
    }
}
