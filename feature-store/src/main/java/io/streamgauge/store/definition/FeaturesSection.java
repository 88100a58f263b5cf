package io.streamgauge.store.definition;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Settings;
import io.streamgauge.schemas.config.Table;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.expression.ExpressionException;
import io.streamgauge.store.expression.ExpressionScope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The {@code features} of a pipeline document: views, which keep a row of state per entity, and groups of expressions,
 * which keep nothing.
 */
public final class FeaturesSection {

    private static final Table GROUP = Table.named("features.<group>")
            .nested(
                    "expressions",
                    true,
                    SchemaParts.mapping(Names.PATTERN, 1, Map.of("type", "string")),
                    "Features computed when an event is scored, by name: CEL over the event's fields, features of views"
                            + " and expressions declared before it, such as amount / coalesce(customer.mean_7d, 1).")
            .build();

    /** Kafka takes records of 1 MiB unless told otherwise. */
    private static final long MOST_ROW_BYTES = 1_000_000;

    private FeaturesSection() {}

    /** An expression as written. */
    private record Written(String name, String text, ConfigNode node) {}

    /**
     * What the section declares.
     *
     * @param views in declared order
     * @param expressions {@code <group>.<name>} to text, in declared order
     */
    public record Features(List<ViewDefinition> views, Map<String, String> expressions) {

        /** No features beside the fields of the event. */
        public static final Features NONE = new Features(List.of(), Map.of());
    }

    /**
     * Reads the section.
     *
     * @param sources as {@link SourcesSection#read} gave them
     * @param scored name of the scored source; when there is none of that name, which its own section notes, checks that
     *     need it are left out
     * @return the features; complete only when {@code problems} stays empty
     */
    public static Features read(
            ConfigNode features, Map<String, SourceDefinition> sources, String scored, Problems problems) {
        if (features.kind() != ConfigNode.Kind.MAPPING) {
            problems.add(features, "expected feature views, such as 'customer: {entity: customer_id, from: ...}'");
            return Features.NONE;
        }
        SourceDefinition named = sources.get(scored);
        SourceDefinition scoredSource = named == null || named.schema().size() == 0 ? null : named;
        List<ViewDefinition> views = new ArrayList<>();
        Set<String> wrongViews = new HashSet<>();
        List<Written> written = new ArrayList<>();
        Map<String, String> allExpressions = expressions(features);
        features.entries().forEach((name, node) -> {
            Names.check(name, node, problems);
            if (node.get("expressions") != null) {
                written.addAll(group(name, node, problems));
            } else {
                int before = problems.all().size();
                Upstream upstream = scoredSource == null
                        ? Upstream.UNKNOWN
                        : Upstream.of(
                                scoredSource,
                                views,
                                sources,
                                allExpressions,
                                features.entries().keySet());
                views.add(ViewSection.read(name, node, sources, scoredSource, upstream, problems));
                if (problems.all().size() > before) {
                    wrongViews.add(name);
                    problems.doubt(doubt(name));
                }
            }
        });
        Map<String, String> expressions = new LinkedHashMap<>();
        written.forEach(expression -> expressions.put(expression.name(), expression.text()));
        noTwoAlike(features, views, expressions.keySet(), problems);
        noVectorAsFeature(features, views, sources, problems);
        rowsFit(features, views, sources, problems);
        if (scoredSource != null) {
            check(written, scope(scoredSource, views, sources), scored, wrongViews, problems);
        }
        return new Features(List.copyOf(views), Collections.unmodifiableMap(expressions));
    }

    /** All expressions of the document; what is wrong with them is noted where they are read. */
    private static Map<String, String> expressions(ConfigNode features) {
        Map<String, String> expressions = new LinkedHashMap<>();
        features.entries().forEach((name, node) -> {
            if (node.get("expressions") != null) {
                group(name, node, new Problems()).forEach(written -> expressions.put(written.name(), written.text()));
            }
        });
        return expressions;
    }

    private static List<Written> group(String group, ConfigNode node, Problems problems) {
        Settings settings = GROUP.read(node, problems);
        ConfigNode expressions = settings.nested("expressions").orElseThrow();
        if (expressions.kind() != ConfigNode.Kind.MAPPING
                || expressions.entries().isEmpty()) {
            problems.add(expressions, "expected expressions by name, such as 'night: \"hour(event_time) <= 6\"'");
        }
        List<Written> written = new ArrayList<>();
        expressions.entries().forEach((name, at) -> {
            Names.check(name, at, problems);
            String text = at.text();
            if (text == null) {
                problems.add(at, "expected an expression but found " + at.shown());
            } else {
                written.add(new Written(group + "." + name, text, at));
            }
        });
        return written;
    }

    /**
     * The names that expressions start with: the scored source's fields and the features of all views, texts as strings and
     * all others as doubles.
     */
    static ExpressionScope scope(
            SourceDefinition scored, List<ViewDefinition> views, Map<String, SourceDefinition> sources) {
        return new ExpressionScope(scored.schema(), types(views, sources), VectorFeatures.of(views, sources));
    }

    /** Type of each {@code <view>.<feature>}, in order. */
    static Map<String, FieldType> types(List<ViewDefinition> views, Map<String, SourceDefinition> sources) {
        Map<String, FieldType> viewFeatures = new LinkedHashMap<>();
        for (ViewDefinition view : views) {
            SourceDefinition feed = sources.get(view.source());
            for (AggregateDefinition aggregate : view.aggregates()) {
                boolean text = feed != null && aggregate.resultType(feed.schema()) == FieldType.STRING;
                for (String feature : aggregate.featureNames()) {
                    viewFeatures.put(view.name() + "." + feature, text ? FieldType.STRING : FieldType.DOUBLE);
                }
            }
        }
        return viewFeatures;
    }

    /** Notes what is wrong with an expression itself; not that it names another, or a view, that is wrong already. */
    private static void check(
            List<Written> written, ExpressionScope scope, String scored, Set<String> wrongViews, Problems problems) {
        Set<String> wrong = new HashSet<>();
        Set<String> after = new HashSet<>();
        written.forEach(expression -> after.add(expression.name()));
        for (Written expression : written) {
            try {
                scope.declare(expression.name(), expression.text());
            } catch (ExpressionException e) {
                wrong.add(expression.name());
                String unknown = e.unknownName().orElse("");
                if (unknown.equals(expression.name())) {
                    problems.add(expression.node(), "'" + unknown + "' names itself");
                } else if (after.contains(unknown)) {
                    problems.add(
                            expression.node(),
                            "'" + unknown + "' is declared further down; an expression names only those before it");
                } else if (!wrong.contains(unknown)
                        && !wrongViews.contains(unknown.split("\\.", 2)[0])
                        && !SourcesSection.doubtful(expression.text(), scored, problems)) {
                    problems.add(expression.node(), e.problem());
                }
            }
            after.remove(expression.name());
        }
    }

    static void noTwoAlike(ConfigNode node, List<ViewDefinition> views, Set<String> expressions, Problems problems) {
        Set<String> names = new HashSet<>(expressions);
        for (ViewDefinition view : views) {
            for (AggregateDefinition aggregate : view.aggregates()) {
                for (String feature : aggregate.featureNames()) {
                    if (!names.add(view.name() + "." + feature)) {
                        problems.add(
                                written(node, view.name(), aggregate.name()),
                                "two features are named '" + view.name() + "." + feature + "'");
                    }
                }
            }
        }
    }

    /** Notes views over vectors whose rows would not fit in a record of Kafka, as which they are kept for other instances. */
    private static void rowsFit(
            ConfigNode node, List<ViewDefinition> views, Map<String, SourceDefinition> sources, Problems problems) {
        for (ViewDefinition view : views) {
            SourceDefinition feed = sources.get(view.source());
            if (feed == null || VectorFeatures.of(view, feed.schema()).isEmpty()) {
                continue;
            }
            ViewCost cost = ViewCost.of(view, feed.schema());
            if (cost.rowBytes() > MOST_ROW_BYTES && problems.isEmpty()) {
                ConfigNode viewNode = node.get(view.name());
                problems.add(
                        viewNode == null ? node : viewNode,
                        "view '" + view.name() + "' keeps " + cost.series()
                                + " series, one per element and 'where', so an entity's"
                                + " row may grow to about " + cost.rowBytes() / 1_000 + " kB; allowed: "
                                + MOST_ROW_BYTES / 1_000
                                + " kB, since it is written at each of its events. Give some of the aggregates a view of their own, or the vector fewer"
                                + " elements");
            }
        }
    }

    /** Notes names that stand for a vector and for a feature, so that a model's input of that name could be either. */
    private static void noVectorAsFeature(
            ConfigNode node, List<ViewDefinition> views, Map<String, SourceDefinition> sources, Problems problems) {
        for (ViewDefinition view : views) {
            SourceDefinition feed = sources.get(view.source());
            if (feed == null || feed.schema().vectors().isEmpty()) {
                continue;
            }
            Map<String, List<String>> vectors = VectorFeatures.of(view, feed.schema());
            for (AggregateDefinition aggregate : view.aggregates()) {
                for (String feature : aggregate.featureNames()) {
                    List<String> elements = vectors.getOrDefault(feature, List.of());
                    if (!elements.isEmpty()) {
                        problems.add(
                                written(node, view.name(), aggregate.name()),
                                "feature '" + view.name() + "." + feature + "' has the name of the vector of '"
                                        + elements.get(0) + "' and its like; rename one of them");
                    }
                }
            }
        }
    }

    /** Where an aggregate is written; one of a 'by' stands under the beginning of its name. */
    private static ConfigNode written(ConfigNode features, String view, String aggregate) {
        ConfigNode viewNode = features.get(view);
        ConfigNode in = viewNode == null ? features : viewNode;
        ConfigNode aggregates = in.get("aggregates");
        if (aggregates == null) {
            return in;
        }
        return aggregates.entries().entrySet().stream()
                .filter(entry -> aggregate.equals(entry.getKey()) || aggregate.startsWith(entry.getKey() + "_"))
                .max(Comparator.comparingInt(entry -> entry.getKey().length()))
                .map(Map.Entry::getValue)
                .orElse(in);
    }

    /** Of a view that is wrong, which has been told. */
    public static String doubt(String view) {
        return "view " + view;
    }

    /** JSON Schema of the section. */
    public static Map<String, Object> jsonSchema() {
        Map<String, Object> viewOrGroup = new LinkedHashMap<>();
        viewOrGroup.put("if", Map.of("required", List.of("expressions")));
        viewOrGroup.put("then", GROUP.jsonSchema());
        viewOrGroup.put("else", ViewSection.jsonSchema());
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", "Feature views and groups of expressions, by name.");
        schema.putAll(SchemaParts.mapping(Names.PATTERN, 0, viewOrGroup));
        return schema;
    }

    /** The tables of the section, for tests that try every property. */
    public static List<Table> tables() {
        return List.of(ViewSection.TABLE, AggregateSection.TABLE, CategorySection.TABLE, GROUP);
    }

    /** The section as Markdown, for the reference page. */
    public static String markdown() {
        return "## `features`\n\nFeature views (one state row per entity) and groups of expressions (no state), by name."
                + " [Expressions](expressions.md) says what one may do.\n\n"
                + String.join("\n", tables().stream().map(Table::markdown).toList());
    }
}
