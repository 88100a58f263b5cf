package io.streamgauge.store.definition;

import io.streamgauge.schemas.config.ConfigException;
import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Durations;
import io.streamgauge.schemas.config.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A feature view as Java code writes it. It gives the definition that the same words give in a pipeline document, for it is
 * read by the same reader:
 *
 * <pre>{@code
 * ViewDefinition customer = FeatureView.of("customer")
 *         .entity("customer_id")
 *         .from("transactions")
 *         .windows("1d", "7d")
 *         .aggregate("tx_count", count())
 *         .aggregate("amount_mean", mean("amount").where("amount > 100.0"))
 *         .build();
 * }</pre>
 */
public final class FeatureView {

    private final String name;
    private final Map<String, Object> written = new LinkedHashMap<>();
    private final Map<String, Object> aggregates = new LinkedHashMap<>();

    private FeatureView(String name) {
        this.name = name;
    }

    /** Starts a view. */
    public static FeatureView of(String name) {
        return new FeatureView(name);
    }

    /** The field that names the entity, in the feeding and in the scored source, or the fields that do so together. */
    public FeatureView entity(String... fields) {
        return put("entity", fields.length == 1 ? fields[0] : List.of(fields));
    }

    /** The source that feeds the view. */
    public FeatureView from(String source) {
        return put("from", source);
    }

    /** How long after its event time an event counts. */
    public FeatureView delay(Duration delay) {
        return put("delay", Durations.format(delay));
    }

    /** How long after its last event an entity is known. */
    public FeatureView maxAge(Duration maxAge) {
        return put("max_age", Durations.format(maxAge));
    }

    /** Windows of all aggregates that declare none, as the document writes them: {@code windows("1d", "last 10")}. */
    public FeatureView windows(String... windows) {
        return put("windows", List.of(windows));
    }

    /** Adds an aggregate; its features are named {@code <name>_<window>}. */
    public FeatureView aggregate(String aggregateName, FeatureAggregate aggregate) {
        if (aggregates.put(aggregateName, aggregate.written()) != null) {
            throw new IllegalArgumentException("aggregate '" + aggregateName + "' stands twice in view '" + name + "'");
        }
        return this;
    }

    /** Fields of a table's row in force, in place of aggregates; each gives a feature of its name. */
    public FeatureView lookup(String... fields) {
        return put("lookup", List.of(fields));
    }

    /** Fields of a table's row in force by the features they give, in place of aggregates. */
    public FeatureView lookup(Map<String, String> fieldsByFeature) {
        return put("lookup", new LinkedHashMap<>(fieldsByFeature));
    }

    public FeatureView description(String description) {
        return put("description", description);
    }

    public FeatureView owner(String owner) {
        return put("owner", owner);
    }

    public FeatureView tags(String... tags) {
        return put("tags", List.of(tags));
    }

    /**
     * The definition. What needs the sources is not checked: whether fields exist, their types, and expressions.
     *
     * @throws ConfigException with all that is wrong
     */
    public ViewDefinition build() {
        return built(null, null);
    }

    /**
     * The definition, checked as {@code validate} checks a document.
     *
     * @param sources by name
     * @param scored name of the scored source
     * @throws ConfigException with all that is wrong
     */
    public ViewDefinition build(Map<String, SourceDefinition> sources, String scored) {
        SourceDefinition source = sources.get(scored);
        if (source == null) {
            throw new IllegalArgumentException("no source '" + scored + "'; there are " + sources.keySet());
        }
        return built(sources, source);
    }

    private ViewDefinition built(@Nullable Map<String, SourceDefinition> sources, @Nullable SourceDefinition scored) {
        Map<String, Object> whole = new LinkedHashMap<>(written);
        if (!aggregates.isEmpty()) {
            whole.put("aggregates", aggregates);
        }
        Problems problems = new Problems();
        ConfigNode node = node("features." + name, whole);
        Names.check(name, node, problems);
        ViewDefinition view = ViewSection.read(name, node, sources, scored, Upstream.UNKNOWN, problems);
        FeaturesSection.noTwoAlike(node, List.of(view), Set.of(), problems);
        problems.throwIfAny();
        return view;
    }

    private FeatureView put(String key, Object value) {
        if (written.put(key, value) != null) {
            throw new IllegalArgumentException("'" + key + "' is given twice in view '" + name + "'");
        }
        return this;
    }

    /** What a document with these words would hold. */
    private ConfigNode node(String path, Object value) {
        String file = "view " + name;
        if (value instanceof Map<?, ?> map) {
            Map<String, ConfigNode> entries = new LinkedHashMap<>();
            map.forEach((key, entry) -> entries.put(String.valueOf(key), node(path + "." + key, entry)));
            return new ConfigNode(file, 1, path, null, List.of(), entries, ConfigNode.Kind.MAPPING);
        }
        if (value instanceof List<?> list) {
            List<ConfigNode> items = new ArrayList<>();
            for (Object item : list) {
                items.add(node(path + "[" + items.size() + "]", item));
            }
            return new ConfigNode(file, 1, path, null, items, Map.of(), ConfigNode.Kind.LIST);
        }
        return new ConfigNode(file, 1, path, String.valueOf(value), List.of(), Map.of(), ConfigNode.Kind.SCALAR);
    }
}
