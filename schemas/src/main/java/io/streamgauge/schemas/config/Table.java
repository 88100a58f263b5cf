package io.streamgauge.schemas.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one section of the pipeline document. One table validates, documents and makes the JSON Schema, so that
 * the three cannot disagree.
 */
public final class Table {

    private final String title;
    private final Map<String, Property> properties;

    private Table(String title, Map<String, Property> properties) {
        this.title = title;
        this.properties = properties;
    }

    /** Starts a table; the title is shown in the reference, e.g. {@code sources.<name>}. */
    public static Builder named(String title) {
        return new Builder(title);
    }

    public String title() {
        return title;
    }

    public List<Property> properties() {
        return List.copyOf(properties.values());
    }

    /**
     * Checks a mapping against the table: unknown keys, missing keys and badly written values become problems, and the
     * settings then hold the default in their place, so that reading can go on and find the next problem.
     */
    public Settings read(ConfigNode node, Problems problems) {
        if (node.kind() != ConfigNode.Kind.MAPPING) {
            problems.add(node, "expected a mapping with " + String.join(", ", properties.keySet()));
            return new Settings(node, Map.of(), properties);
        }
        Map<String, Object> values = new LinkedHashMap<>();
        node.entries().forEach((key, child) -> {
            Property property = properties.get(key);
            if (property == null) {
                problems.add(child, Suggestion.unknown("key", key, properties.keySet()));
                return;
            }
            Object value = Values.read(property, child, problems);
            if (value != null) {
                values.put(key, value);
            }
        });
        for (Property property : properties.values()) {
            if (property.required() && !node.entries().containsKey(property.name())) {
                problems.add(node, "'" + property.name() + "' is missing: " + plain(property.doc()));
            }
        }
        return new Settings(node, values, properties);
    }

    /** A property's sentence without its Markdown, for terminals: a link by its file in docs, code in single quotes. */
    private static String plain(String doc) {
        return doc.replaceAll("\\[[^]]*]\\(([^)]*)\\)", "docs/$1").replace('`', '\'');
    }

    /** JSON Schema (draft 2020-12) of a mapping that this table reads. */
    public Map<String, Object> jsonSchema() {
        Map<String, Object> shown = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (Property property : properties.values()) {
            shown.put(property.name(), Values.jsonSchema(property));
            if (property.required()) {
                required.add(property.name());
            }
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("additionalProperties", false);
        schema.put("properties", shown);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema;
    }

    /** The table as a Markdown section, for the reference page. */
    public String markdown() {
        StringBuilder out =
                new StringBuilder("### `" + title + "`\n\n| key | type | default | meaning |\n|---|---|---|---|\n");
        for (Property p : properties.values()) {
            String fallback = p.required() ? "required" : p.fallback() == null ? "" : "`" + p.fallback() + "`";
            out.append("| `%s` | %s | %s | %s |\n"
                    .formatted(p.name(), Values.typeName(p), fallback, p.doc().replace("|", "\\|")));
        }
        return out.toString();
    }

    /** Collects the rows of a table, in the order a reader should meet them. */
    public static final class Builder {

        private final String title;
        private final Map<String, Property> properties = new LinkedHashMap<>();

        private Builder(String title) {
            this.title = title;
        }

        public Builder required(String name, Property.Type type, String doc) {
            return put(new Property(name, type, true, null, doc, List.of(), Map.of()));
        }

        /** An optional key; {@code fallback} is null where nothing is assumed. */
        public Builder optional(String name, Property.Type type, @Nullable String fallback, String doc) {
            return put(new Property(name, type, false, fallback, doc, List.of(), Map.of()));
        }

        public Builder choice(String name, @Nullable String fallback, List<String> choices, String doc) {
            return put(new Property(name, Property.Type.CHOICE, fallback == null, fallback, doc, choices, Map.of()));
        }

        /** A nested section that its owner reads from {@link Settings#node}; {@code schema} is its JSON Schema. */
        public Builder nested(String name, boolean required, Map<String, Object> schema, String doc) {
            return put(new Property(name, Property.Type.NODE, required, null, doc, List.of(), schema));
        }

        private Builder put(Property property) {
            if (properties.put(property.name(), property) != null) {
                throw new IllegalArgumentException("property '" + property.name() + "' stands twice in " + title);
            }
            checkFallback(property);
            return this;
        }

        /** A default must be what a user could have written. */
        private void checkFallback(Property property) {
            if (property.fallback() != null) {
                Problems problems = new Problems();
                ConfigNode written = new ConfigNode(
                        title, 1, property.name(), property.fallback(), List.of(), Map.of(), ConfigNode.Kind.SCALAR);
                Values.read(property, written, problems);
                if (!problems.isEmpty()) {
                    throw new IllegalArgumentException("the default is none: " + problems.all());
                }
            }
        }

        public Table build() {
            return new Table(title, java.util.Collections.unmodifiableMap(new LinkedHashMap<>(properties)));
        }
    }
}
