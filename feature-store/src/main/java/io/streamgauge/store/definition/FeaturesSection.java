package io.streamgauge.store.definition;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Settings;
import io.streamgauge.schemas.config.Table;
import io.streamgauge.store.expression.EventExpression;
import io.streamgauge.store.expression.ExpressionException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
                    "Features computed from the event alone, by name: CEL over the scored source's fields,"
                            + " such as hour(event_time) <= 6.")
            .build();

    private FeaturesSection() {}

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
        SourceDefinition scoredSource = sources.get(scored);
        List<ViewDefinition> views = new ArrayList<>();
        Map<String, String> expressions = new LinkedHashMap<>();
        features.entries().forEach((name, node) -> {
            Names.check(name, node, problems);
            if (node.get("expressions") != null) {
                expressions.putAll(group(name, node, scoredSource, problems));
            } else {
                views.add(ViewSection.read(name, node, sources, scoredSource, problems));
            }
        });
        noTwoAlike(features, views, expressions.keySet(), problems);
        return new Features(List.copyOf(views), Collections.unmodifiableMap(expressions));
    }

    private static Map<String, String> group(
            String group, ConfigNode node, @Nullable SourceDefinition scored, Problems problems) {
        Settings settings = GROUP.read(node, problems);
        ConfigNode written = settings.nested("expressions").orElseThrow();
        if (written.kind() != ConfigNode.Kind.MAPPING || written.entries().isEmpty()) {
            problems.add(written, "expected expressions by name, such as 'night: \"hour(event_time) <= 6\"'");
        }
        Map<String, String> expressions = new LinkedHashMap<>();
        written.entries().forEach((name, text) -> {
            Names.check(name, text, problems);
            if (text.text() == null) {
                problems.add(text, "expected an expression but found " + text.shown());
                return;
            }
            expressions.put(group + "." + name, text.text());
            if (scored != null) {
                check(text, text.text(), scored, problems);
            }
        });
        return expressions;
    }

    private static void check(ConfigNode node, String text, SourceDefinition scored, Problems problems) {
        try {
            EventExpression.compile(text, scored.schema(), Double.class);
        } catch (ExpressionException e) {
            problems.add(node, e.problem());
        }
    }

    private static void noTwoAlike(
            ConfigNode node, List<ViewDefinition> views, Set<String> expressions, Problems problems) {
        Set<String> names = new HashSet<>(expressions);
        for (ViewDefinition view : views) {
            for (String feature : view.featureNames()) {
                if (!names.add(view.name() + "." + feature)) {
                    ConfigNode at = node.get(view.name());
                    problems.add(
                            at == null ? node : at, "two features are named '" + view.name() + "." + feature + "'");
                }
            }
        }
    }

    /** JSON Schema of the section. */
    public static Map<String, Object> jsonSchema() {
        Map<String, Object> viewOrGroup = new LinkedHashMap<>();
        viewOrGroup.put("if", Map.of("required", List.of("expressions")));
        viewOrGroup.put("then", GROUP.jsonSchema());
        viewOrGroup.put("else", ViewSection.TABLE.jsonSchema());
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", "Feature views and groups of expressions, by name.");
        schema.putAll(SchemaParts.mapping(Names.PATTERN, 0, viewOrGroup));
        return schema;
    }

    /** The tables of the section, for tests that try every property. */
    public static List<Table> tables() {
        return List.of(ViewSection.TABLE, ViewSection.AGGREGATE, GROUP);
    }

    /** The section as Markdown, for the reference page. */
    public static String markdown() {
        return "## `features`\n\nFeature views (one state row per entity) and groups of expressions (no state), by name.\n\n"
                + String.join("\n", tables().stream().map(Table::markdown).toList());
    }
}
