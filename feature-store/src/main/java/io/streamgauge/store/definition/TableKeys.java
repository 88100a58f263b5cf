package io.streamgauge.store.definition;

import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Settings;
import io.streamgauge.schemas.config.Table;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the keys of a source must be for it to be a table, and for it to be a stream of events. */
final class TableKeys {

    /** Lateness of a table that declares none: as long as Kafka itself keeps a deletion in a compacted topic. */
    static final Duration LATENESS = Duration.ofDays(1);

    private TableKeys() {}

    static void check(Settings settings, Problems problems) {
        if (!settings.bool("table")) {
            if (settings.node().get("id") == null) {
                problems.add(settings.node(), "'id' is missing: Field that identifies an event; string or long.");
            }
            return;
        }
        if (settings.node().get("key") == null) {
            problems.add(
                    settings.node(),
                    "'key' is missing: a table has a row per key, and a null value deletes the row of its record's key");
        }
        if (settings.has("id")) {
            problems.add(
                    settings.at("id"),
                    "a row of a table is known by its key and its place in the topic; leave 'id' out");
        }
        if (settings.has("max_ahead")) {
            problems.add(
                    settings.at("max_ahead"),
                    "rows of a table are never late, so one that is far ahead harms none; leave 'max_ahead' out");
        }
    }

    /** JSON Schema of a source: a table needs a key, all others an id. */
    static Map<String, Object> jsonSchema(Table source) {
        Map<String, Object> schema = new LinkedHashMap<>(source.jsonSchema());
        schema.put("if", Map.of("properties", Map.of("table", Map.of("const", true)), "required", List.of("table")));
        schema.put("then", Map.of("required", List.of("key")));
        schema.put("else", Map.of("required", List.of("id")));
        return schema;
    }
}
