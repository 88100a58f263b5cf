package io.streamgauge.schemas.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one value as its property's type, and tells a schema what that type looks like. */
final class Values {

    private static final Map<String, Object> TEXT_SCHEMA = Map.of("type", List.of("string", "number", "boolean"));
    private static final String DURATION_PATTERN = "^[0-9]+(ms|s|m|h|d)$";

    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

    private Values() {}

    /** The value, or null after noting why it is none. */
    static @Nullable Object read(Property property, ConfigNode node, Problems problems) {
        return switch (property.type()) {
            case NODE -> node;
            case TEXTS -> list(node, problems, Values::text);
            case DURATIONS -> list(node, problems, Values::duration);
            case CHOICE -> choice(property, node, problems);
            case TEXT -> text(node, problems);
            case DURATION -> duration(node, problems);
            case LONG -> number(node, problems, "a whole number", Long::valueOf);
            case DOUBLE -> number(node, problems, "a number", Values::finite);
            case BOOLEAN -> bool(node, problems);
        };
    }

    private interface Reader {
        @Nullable
        Object read(ConfigNode node, Problems problems);
    }

    private interface Parse {
        Object parse(String text);
    }

    private static List<Object> list(ConfigNode node, Problems problems, Reader reader) {
        List<ConfigNode> items = node.kind() == ConfigNode.Kind.LIST ? node.items() : List.of(node);
        List<Object> values = new ArrayList<>();
        for (ConfigNode item : items) {
            Object value = reader.read(item, problems);
            if (value != null) {
                values.add(value);
            }
        }
        return List.copyOf(values);
    }

    private static @Nullable Object text(ConfigNode node, Problems problems) {
        if (node.text() == null) {
            problems.add(node, "expected text but found " + node.shown());
        }
        return node.text();
    }

    private static @Nullable Object duration(ConfigNode node, Problems problems) {
        Duration value =
                node.text() == null ? null : Durations.parse(node.text()).orElse(null);
        if (value == null) {
            problems.add(
                    node,
                    "'" + node.shown() + "' is no duration"
                            + Durations.meant(node.shown())
                                    .map(meant ->
                                            "; did you mean '" + meant + "'? (allowed: " + Durations.ALLOWED + ")")
                                    .orElse("; allowed: " + Durations.ALLOWED));
        }
        return value;
    }

    private static @Nullable Object choice(Property property, ConfigNode node, Problems problems) {
        if (node.text() == null || !property.choices().contains(node.text())) {
            problems.add(node, Suggestion.unknown("value", node.shown(), property.choices()));
            return null;
        }
        return node.text();
    }

    private static @Nullable Object number(ConfigNode node, Problems problems, String expected, Parse parse) {
        try {
            if (node.text() != null) {
                return parse.parse(node.text().replace("_", ""));
            }
        } catch (NumberFormatException e) {
            // told below, with what was expected
        }
        problems.add(node, "expected " + expected + " but found '" + node.shown() + "'");
        return null;
    }

    /** A decimal number; what else Java takes for one (1d, 0x1p3, NaN) is none to a user. */
    private static Object finite(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            throw new NumberFormatException(text);
        }
        double value = Double.parseDouble(text);
        if (!Double.isFinite(value)) {
            throw new NumberFormatException(text);
        }
        return value;
    }

    private static @Nullable Object bool(ConfigNode node, Problems problems) {
        String text = node.text();
        if (text == null || !(text.equals("true") || text.equals("false"))) {
            problems.add(node, "expected true or false but found '" + node.shown() + "'");
            return null;
        }
        return Boolean.valueOf(text);
    }

    /** JSON Schema of what {@link #read} takes. */
    static Map<String, Object> jsonSchema(Property property) {
        Map<String, Object> schema = new LinkedHashMap<>(typeSchema(property));
        if (property.type() == Property.Type.NODE) {
            schema.putAll(property.schema());
        }
        schema.put("description", property.doc());
        if (property.fallback() != null) {
            schema.put("default", typed(property.type(), property.fallback()));
        }
        return schema;
    }

    private static Object typed(Property.Type type, String fallback) {
        return switch (type) {
            case LONG -> Long.valueOf(fallback.replace("_", ""));
            case DOUBLE -> Double.valueOf(fallback.replace("_", ""));
            case BOOLEAN -> Boolean.valueOf(fallback);
            default -> fallback;
        };
    }

    private static Map<String, Object> typeSchema(Property property) {
        return switch (property.type()) {
            case TEXT -> TEXT_SCHEMA;
            case LONG -> Map.of("type", "integer");
            case DOUBLE -> Map.of("type", "number");
            case BOOLEAN -> Map.of("type", "boolean");
            case DURATION -> durationSchema();
            case CHOICE -> Map.of("enum", property.choices());
            case TEXTS -> oneOrMany(TEXT_SCHEMA);
            case DURATIONS -> oneOrMany(durationSchema());
            case NODE -> Map.of();
        };
    }

    private static Map<String, Object> durationSchema() {
        return ordered("type", "string", "pattern", DURATION_PATTERN);
    }

    private static Map<String, Object> oneOrMany(Map<String, Object> item) {
        return Map.of("anyOf", List.of(item, ordered("type", "array", "items", item)));
    }

    /** Two keys in this order; Map.of has another order at every run, and the schema's text should not. */
    private static Map<String, Object> ordered(String key1, Object value1, String key2, Object value2) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(key1, value1);
        map.put(key2, value2);
        return map;
    }

    static String typeName(Property property) {
        return switch (property.type()) {
            case CHOICE -> String.join(", ", property.choices());
            case TEXTS -> "list of text";
            case DURATIONS -> "list of durations";
            case NODE -> String.valueOf(property.schema().getOrDefault("title", "section"));
            case LONG -> "whole number";
            case DOUBLE -> "number";
            default -> property.type().name().toLowerCase(Locale.ROOT);
        };
    }
}
