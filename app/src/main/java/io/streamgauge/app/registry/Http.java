package io.streamgauge.app.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;

/** Reading requests and writing answers as Confluent's clients expect them. */
final class Http {

    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private Http() {}

    static void reply(Context ctx, Object value) {
        try {
            replyText(ctx, JSON.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("answers are text, numbers, lists and maps", e);
        }
    }

    /** Answers with what is JSON already. */
    static void replyText(Context ctx, String json) {
        ctx.contentType(MEDIA_TYPE).result(json);
    }

    static void error(Context ctx, int status, int code, @org.jspecify.annotations.Nullable String message) {
        ctx.status(status);
        reply(ctx, Map.of("error_code", code, "message", String.valueOf(message)));
    }

    /** The body, whatever media type it claims. */
    static JsonNode body(Context ctx) {
        try {
            JsonNode body = JSON.readTree(ctx.body());
            if (body.isObject()) {
                return body;
            }
        } catch (JsonProcessingException e) {
            // told below
        }
        throw RegistryException.badRequest("the body must be a JSON object");
    }

    /** The subject in the path. */
    static String subject(Context ctx) {
        String subject = ctx.pathParam("subject");
        if (subject.isBlank() || subject.startsWith(":") || subject.chars().anyMatch(Character::isISOControl)) {
            throw RegistryException.invalidSubject(subject);
        }
        return subject;
    }

    static boolean flag(Context ctx, String name) {
        return Boolean.parseBoolean(ctx.queryParam(name));
    }

    /** A number of the query. */
    static Optional<Integer> number(Context ctx, String name) {
        String text = ctx.queryParam(name);
        return text == null || text.isEmpty() ? Optional.empty() : Optional.of(integer(text));
    }

    static int integer(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw RegistryException.badRequest("expected a whole number but found '" + text + "'");
        }
    }
}
