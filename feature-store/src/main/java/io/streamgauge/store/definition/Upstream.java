package io.streamgauge.store.definition;

import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.Field;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.expression.ExpressionException;
import io.streamgauge.store.expression.ExpressionScope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a view may take of other views: when the scored source feeds it, the features of views before it, and the expressions
 * that need no others. So views cannot form a circle.
 *
 * @param types type of each such feature
 * @param groups names of all views and groups of expressions in the document
 * @param later names of expressions that need other views
 * @param scored name of the scored source
 */
record Upstream(Map<String, FieldType> types, Set<String> groups, Set<String> later, String scored) {

    private static final Pattern DOTTED = Pattern.compile("\\b" + Names.PATTERN + "\\." + Names.PATTERN);

    /** Where nothing is known of other views. */
    static final Upstream UNKNOWN = new Upstream(Map.of(), Set.of(), Set.of(), "");

    /** What a view may take when {@code before} are the views declared before it. */
    static Upstream of(
            SourceDefinition scored,
            List<ViewDefinition> before,
            Map<String, SourceDefinition> sources,
            Map<String, String> expressions,
            Set<String> groups) {
        Map<String, FieldType> types = types(scored, before, sources, expressions);
        Set<String> later = new HashSet<>(expressions.keySet());
        later.removeAll(types.keySet());
        return new Upstream(types, groups, later, scored.name());
    }

    /** Types of what views before another one give, and of expressions over that, in declared order. */
    static Map<String, FieldType> types(
            SourceDefinition scored,
            List<ViewDefinition> before,
            Map<String, SourceDefinition> sources,
            Map<String, String> expressions) {
        Map<String, FieldType> types = new LinkedHashMap<>(FeaturesSection.types(before, sources));
        ExpressionScope scope = FeaturesSection.scope(scored, before, sources);
        expressions.forEach((name, text) -> {
            try {
                types.put(name, scope.declare(name, text).type());
            } catch (ExpressionException e) {
                // It needs a view further down, or is wrong, which is noted where it stands.
            }
        });
        return types;
    }

    /** The source of which {@link #of} made another. */
    SourceDefinition without(SourceDefinition wide) {
        return wide.schema().fields().stream().noneMatch(field -> types.containsKey(field.name()))
                ? wide
                : withSchema(
                        wide,
                        new EventSchema(
                                wide.schema().fields().stream()
                                        .filter(field -> !types.containsKey(field.name()))
                                        .toList(),
                                wide.schema().vectors()));
    }

    /** A source as a view sees it: with these features as further fields when it is the scored one. */
    SourceDefinition of(SourceDefinition source) {
        if (types.isEmpty() || !source.name().equals(scored)) {
            return source;
        }
        List<Field> further = new ArrayList<>();
        types.forEach((name, type) -> further.add(new Field(name, type)));
        return withSchema(source, source.schema().followedBy(further));
    }

    private static SourceDefinition withSchema(SourceDefinition source, EventSchema schema) {
        return new SourceDefinition(
                source.name(),
                source.topic(),
                source.format(),
                schema,
                source.idField(),
                source.timeField(),
                source.lateness(),
                source.maxAhead(),
                source.keyField(),
                source.expectations(),
                source.csv());
    }

    /** Why an expression of a view's aggregate is none, when that is for a name of another view or group. */
    Optional<String> explain(ExpressionException e, String text, SourceDefinition feed) {
        if (e.unknownName().isPresent()) {
            return explain(e.unknownName().get(), feed);
        }
        Matcher dotted = DOTTED.matcher(text); // of a view named as a field is, CEL complains of the field
        return dotted.results()
                .map(MatchResult::group)
                .filter(name -> !types.containsKey(name) || !feed.name().equals(scored))
                .flatMap(name -> explain(name, feed).stream())
                .findFirst();
    }

    /** Why a name that a view's aggregate uses is not to be had, when it is one of another view or group. */
    Optional<String> explain(String name, SourceDefinition feed) {
        int dot = name.indexOf('.');
        String group = dot < 0 ? "" : name.substring(0, dot);
        if (!groups.contains(group)) {
            return Optional.empty();
        }
        if (!feed.name().equals(scored)) {
            return Optional.of("'" + name + "' is not to be had here: events of '" + feed.name()
                    + "' carry no features; only a view fed by '" + scored
                    + "', whose events are scored, uses those of other views");
        }
        if (!later.contains(name) && types.keySet().stream().anyMatch(known -> known.startsWith(group + "."))) {
            return Optional.empty();
        }
        return Optional.of(
                "'" + name + "' is not there yet when an event comes to this view; a view uses features of views"
                        + " declared before it, and expressions that need no others");
    }
}
