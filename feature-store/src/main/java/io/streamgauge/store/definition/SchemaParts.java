package io.streamgauge.store.definition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Pieces of JSON Schema whose keys keep their order, so that the schema's text is the same at every run. */
final class SchemaParts {

    private SchemaParts() {}

    /** A mapping from names of {@code pattern} to values that fit {@code values}; at least {@code minimum} of them. */
    static Map<String, Object> mapping(String pattern, int minimum, Map<String, Object> values) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("minProperties", minimum);
        schema.put("propertyNames", Map.of("pattern", "^" + pattern + "$"));
        schema.put("additionalProperties", values);
        return Collections.unmodifiableMap(schema);
    }
}
