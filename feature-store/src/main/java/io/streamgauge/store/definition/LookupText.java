package io.streamgauge.store.definition;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a view of a table looks up, as users write it: a list of fields, or a mapping of features to fields. */
final class LookupText {

    private static final String EXAMPLE = "lookup: [category, risk_class]";

    private LookupText() {}

    static Map<String, Object> jsonSchema() {
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("type", "array");
        list.put("minItems", 1);
        list.put("uniqueItems", true);
        list.put("items", Map.of("type", "string", "pattern", "^" + Names.PATTERN + "$"));
        Map<String, Object> field = Map.of("type", "string", "pattern", "^" + Names.FIELD_PATTERN + "$");
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("title", "list of fields, or mapping");
        schema.put("anyOf", List.of(list, SchemaParts.mapping(Names.PATTERN, 1, field)));
        return schema;
    }

    /** Notes where a view of a table is no lookup, a lookup is of no table, and what does not go with a lookup. */
    static void check(Settings settings, @Nullable SourceDefinition feed, List<String> entity, Problems problems) {
        boolean lookup = settings.has("lookup");
        if (feed != null && feed.table()) {
            checkOfTable(settings, feed, entity, problems);
        } else if (lookup && feed != null) {
            problems.add(
                    settings.at("lookup"),
                    "source '" + feed.name()
                            + "' is a stream of events, and a lookup is of a table; write 'table: true'"
                            + " in the source, or aggregate, such as aggregates: {category: last(category)}");
        } else if (!lookup && settings.node().get("aggregates") == null) {
            problems.add(
                    settings.node(),
                    "'aggregates' is missing: Aggregates by name, such as 'amount_mean: mean(amount)' (or 'lookup', for a"
                            + " table)");
        }
        if (lookup && settings.has("aggregates")) {
            problems.add(settings.at("aggregates"), "a view looks fields up or aggregates; write two views");
        } else if (lookup && settings.has("windows")) {
            problems.add(
                    settings.at("windows"), "a lookup takes the row in force, so it has no windows; leave them out");
        }
    }

    private static void checkOfTable(
            Settings settings, SourceDefinition table, List<String> entity, Problems problems) {
        if (settings.has("aggregates") && !settings.has("lookup")) {
            problems.add(
                    settings.at("aggregates"),
                    "source '" + table.name()
                            + "' is a table, whose rows are looked up and not aggregated; write such as " + EXAMPLE);
        } else if (!settings.has("lookup")) {
            problems.add(
                    settings.node(),
                    "source '" + table.name() + "' is a table; say what to look up, such as " + EXAMPLE);
        }
        String key = table.keyField().orElse("");
        if (!key.isEmpty() && !entity.isEmpty() && !entity.equals(List.of(key))) {
            problems.add(
                    settings.at("entity"),
                    "table '" + table.name() + "' has a row per '" + key + "', its key; that must be the entity, not '"
                            + String.join(", ", entity) + "'");
        }
    }

    /** The lookups, without those that cannot be, which are noted. */
    static List<AggregateDefinition> read(ConfigNode node, @Nullable SourceDefinition feed, Problems problems) {
        Map<String, ConfigNode> written = new LinkedHashMap<>();
        if (node.kind() == ConfigNode.Kind.MAPPING) {
            written.putAll(node.entries());
        } else {
            for (ConfigNode item : node.kind() == ConfigNode.Kind.LIST ? node.items() : List.of(node)) {
                if (written.putIfAbsent(item.shown(), item) != null) {
                    problems.add(item, "field '" + item.shown() + "' stands twice");
                }
            }
        }
        if (written.isEmpty()) {
            problems.add(node, "no fields; write those to look up, such as " + EXAMPLE);
        }
        List<AggregateDefinition> lookups = new ArrayList<>();
        written.forEach((name, item) -> {
            String field = item.text();
            if (field == null) {
                problems.add(item, "expected a field but found " + item.shown());
            } else if (nameFits(name, item, node, problems) && isField(field, item, feed, problems)) {
                lookups.add(AggregateDefinition.lookup(name, field));
            }
        });
        return List.copyOf(lookups);
    }

    private static boolean nameFits(String name, ConfigNode item, ConfigNode node, Problems problems) {
        if (name.matches(Names.PATTERN)) {
            return true;
        }
        if (node.kind() == ConfigNode.Kind.MAPPING) {
            Names.check(name, item, problems);
        } else {
            problems.add(
                    item,
                    "'" + name + "' is no name of a feature; give it one: lookup: {"
                            + name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(java.util.Locale.ROOT) + ": "
                            + name + "}");
        }
        return false;
    }

    private static boolean isField(String field, ConfigNode item, @Nullable SourceDefinition feed, Problems problems) {
        if (feed != null && feed.schema().vector(field).isPresent()) {
            problems.add(
                    item,
                    "field '" + field + "' is a vector, and a lookup gives fields of one value; write another field");
            return false;
        }
        if (feed != null && feed.schema().indexOf(field) < 0) {
            problems.add(item, SourcesSection.noField(feed, field));
            return false;
        }
        return true;
    }
}
