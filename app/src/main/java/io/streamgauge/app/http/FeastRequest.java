package io.streamgauge.app.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /get-online-features} as Feast's Python server takes it; what it does not know it leaves alone.
 *
 * @param entities columns of join keys and request data, by name
 * @param service name of a feature service; empty when none is named
 * @param features references, {@code view:feature}
 * @param fullNames whether features are named {@code view__feature}
 * @param versions whether the views are listed in the metadata
 */
record FeastRequest(
        Map<String, JsonNode> entities,
        Optional<String> service,
        List<String> features,
        boolean fullNames,
        boolean versions) {

    private static final Set<String> TRUE = Set.of("1", "true", "t", "yes", "y", "on");
    private static final Set<String> FALSE = Set.of("0", "false", "f", "no", "n", "off");

    /**
     * What is wrong with a body, as FastAPI tells it.
     *
     * @param at where: {@code body}, then names and indexes
     */
    record Problem(String type, List<Object> at, String message, JsonNode input, Map<String, Object> context) {

        Map<String, Object> shown() {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("type", type);
            shown.put("loc", at);
            shown.put("msg", message);
            shown.put("input", input);
            if (!context.isEmpty()) {
                shown.put("ctx", context);
            }
            return shown;
        }
    }

    /** A body that is none of these. */
    static final class Invalid extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient List<Problem> problems;

        Invalid(List<Problem> problems) {
            super("the body has " + problems.size() + " problems");
            this.problems = problems;
        }

        List<Problem> problems() {
            return problems;
        }
    }

    /**
     * Reads a body.
     *
     * @throws Invalid when it has another shape
     */
    static FeastRequest read(byte[] bytes, int mostEntities) throws IOException {
        JsonNode body = body(bytes);
        List<Problem> problems = new ArrayList<>();
        Map<String, JsonNode> entities = entities(body, mostEntities, problems);
        JsonNode service = body.path("feature_service");
        if (!service.isMissingNode() && !service.isNull() && !service.isTextual()) {
            problems.add(wrong("string_type", "Input should be a valid string", service, "feature_service"));
        }
        List<String> features = features(body, problems);
        boolean fullNames = truth(body, "full_feature_names", problems);
        boolean versions = truth(body, "include_feature_view_version_metadata", problems);
        if (!problems.isEmpty()) {
            throw new Invalid(problems);
        }
        return new FeastRequest(
                entities,
                Optional.of(service.asText("")).filter(name -> !service.isNull() && !name.isEmpty()),
                features,
                fullNames,
                versions);
    }

    /** How many rows the columns have; as many as the first, which they share. */
    int rows() {
        return entities.isEmpty() ? 0 : entities.values().iterator().next().size();
    }

    private static JsonNode body(byte[] bytes) throws IOException {
        JsonNode body;
        try {
            body = RequestBody.json(bytes);
        } catch (JsonProcessingException e) {
            long at = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
            throw new Invalid(List.of(new Problem(
                    "json_invalid",
                    List.of("body", at),
                    "JSON decode error",
                    JsonNodeFactory.instance.objectNode(),
                    Map.of("error", e.getOriginalMessage()))));
        }
        if (body.isMissingNode() || body.isNull()) {
            throw new Invalid(List.of(wrong("missing", "Field required", JsonNodeFactory.instance.nullNode())));
        }
        if (!body.isObject()) {
            throw new Invalid(List.of(wrong(
                    "model_attributes_type",
                    "Input should be a valid dictionary or object to extract fields from",
                    body)));
        }
        return body;
    }

    private static Map<String, JsonNode> entities(JsonNode body, int mostEntities, List<Problem> problems) {
        JsonNode given = body.get("entities");
        Map<String, JsonNode> entities = new LinkedHashMap<>();
        if (given == null) {
            problems.add(wrong("missing", "Field required", body, "entities"));
        } else if (!given.isObject()) {
            problems.add(wrong("dict_type", "Input should be a valid dictionary", given, "entities"));
        } else {
            given.properties().forEach(column -> {
                if (!column.getValue().isArray()) {
                    problems.add(wrong(
                            "list_type",
                            "Input should be a valid list",
                            column.getValue(),
                            "entities",
                            column.getKey()));
                } else if (column.getValue().size() > mostEntities) {
                    problems.add(tooLong(column.getKey(), column.getValue().size(), mostEntities));
                }
                entities.put(column.getKey(), column.getValue());
            });
        }
        return entities;
    }

    /** The input is left out: it is long. */
    private static Problem tooLong(String column, int size, int most) {
        return new Problem(
                "too_long",
                List.of("body", "entities", column),
                "List should have at most " + most + " items after validation, not " + size,
                JsonNodeFactory.instance.nullNode(),
                Map.of("field_type", "List", "max_length", most, "actual_length", size));
    }

    /** Rows and features are more together than is allowed; the input is left out. */
    static Problem tooMany(String message) {
        return new Problem(
                "too_long", List.of("body", "entities"), message, JsonNodeFactory.instance.nullNode(), Map.of());
    }

    private static List<String> features(JsonNode body, List<Problem> problems) {
        JsonNode given = body.get("features");
        List<String> features = new ArrayList<>();
        if (given != null && !given.isArray()) {
            problems.add(wrong("list_type", "Input should be a valid list", given, "features"));
        } else if (given != null) {
            for (int i = 0; i < given.size(); i++) {
                if (!given.get(i).isTextual()) {
                    problems.add(wrong("string_type", "Input should be a valid string", given.get(i), "features", i));
                }
                features.add(given.get(i).asText());
            }
        }
        return features;
    }

    private static boolean truth(JsonNode body, String name, List<Problem> problems) {
        @Nullable JsonNode given = body.get(name);
        if (given == null || given.isBoolean()) {
            return given != null && given.booleanValue();
        }
        String text = given.asText().toLowerCase(Locale.ROOT);
        if (TRUE.contains(text) || FALSE.contains(text)) {
            return TRUE.contains(text);
        }
        problems.add(
                given.isTextual() || given.isNumber()
                        ? wrong(
                                "bool_parsing",
                                "Input should be a valid boolean, unable to interpret input",
                                given,
                                name)
                        : wrong("bool_type", "Input should be a valid boolean", given, name));
        return false;
    }

    private static Problem wrong(String type, String message, JsonNode input, Object... at) {
        List<Object> all = new ArrayList<>();
        all.add("body");
        all.addAll(List.of(at));
        return new Problem(type, all, message, input, Map.of());
    }
}
