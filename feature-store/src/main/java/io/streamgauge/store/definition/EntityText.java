package io.streamgauge.store.definition;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.FieldType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A view's entity as users write it: a field, or a list of fields. */
final class EntityText {

    private EntityText() {}

    static Map<String, Object> jsonSchema() {
        Map<String, Object> field = new LinkedHashMap<>();
        field.put("type", "string");
        field.put("pattern", "^" + Names.FIELD_PATTERN + "$");
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("type", "array");
        list.put("minItems", 1);
        list.put("uniqueItems", true);
        list.put("items", field);
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("title", "field or list of fields");
        schema.put("anyOf", List.of(field, list));
        return schema;
    }

    /**
     * The fields, or fewer after noting what is wrong with the others.
     *
     * @param feed the source that feeds the view; null when it is not known, and nothing that needs it is checked
     * @param scored the source that reads the view; null when it is not known
     */
    static List<String> read(
            ConfigNode written, @Nullable SourceDefinition feed, @Nullable SourceDefinition scored, Problems problems) {
        List<ConfigNode> items = written.kind() == ConfigNode.Kind.LIST ? written.items() : List.of(written);
        if (items.isEmpty()) {
            problems.add(written, "no field; write the one that names the entity, such as customer_id");
        }
        List<String> fields = new ArrayList<>();
        for (ConfigNode item : items) {
            String field = item.text();
            if (field == null) {
                problems.add(item, "expected a field but found " + item.shown());
            } else if (fields.contains(field)) {
                problems.add(item, "field '" + field + "' stands twice");
            } else {
                fields.add(field);
                if (feed != null) {
                    check(field, item, feed, scored, problems);
                }
            }
        }
        return List.copyOf(fields);
    }

    private static void check(
            String field, ConfigNode at, SourceDefinition feed, @Nullable SourceDefinition scored, Problems problems) {
        FieldType fed = type(field, feed, at, "which feeds the view", problems);
        if (scored == null || scored.name().equals(feed.name())) {
            return;
        }
        FieldType read = type(field, scored, at, "which reads the view", problems);
        if (fed != null && read != null && fed != read) {
            problems.add(
                    at,
                    "field '" + field + "' is a " + SourcesSection.word(fed) + " in '" + feed.name() + "' and a "
                            + SourcesSection.word(read) + " in '" + scored.name() + "'; it must be the same in both");
        }
    }

    private static @Nullable FieldType type(
            String field, SourceDefinition source, ConfigNode at, String role, Problems problems) {
        EventSchema schema = source.schema();
        int index = schema.indexOf(field);
        if (schema.vector(field).isPresent()) {
            problems.add(
                    at,
                    "field '" + field + "' of source '" + source.name() + "' is a "
                            + schema.vector(field).get().vectorType() + "; an entity is a string or long");
            return null;
        }
        if (index < 0) {
            problems.add(
                    at,
                    "source '" + source.name() + "', " + role + ", has no field '" + field + "'"
                            + Suggestion.nearest(field, SourcesSection.recordNames(schema))
                                    .map(near -> "; did you mean '" + near + "'?")
                                    .orElse("")
                            + " (fields: " + String.join(", ", SourcesSection.recordNames(schema)) + ")");
            return null;
        }
        FieldType type = schema.typeAt(index);
        if (problems.doubted(SourcesSection.doubt(source.name(), field))) {
            return null;
        }
        if (type != FieldType.STRING && type != FieldType.LONG) {
            problems.add(
                    at,
                    "field '" + field + "' of source '" + source.name() + "' is a " + SourcesSection.word(type)
                            + "; an entity is a string or long");
            return null;
        }
        return type;
    }
}
