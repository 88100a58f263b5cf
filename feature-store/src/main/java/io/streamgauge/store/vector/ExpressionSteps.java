package io.streamgauge.store.vector;

import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.expression.EventExpression;
import io.streamgauge.store.expression.Expression;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The expressions that some features need, directly or through others, in declared order: each is computed once an event,
 * after those it names. Thread-safe.
 */
final class ExpressionSteps {

    static final ExpressionSteps NONE = new ExpressionSteps(Map.of(), List.of());

    /** Where a step finds one of its variables. */
    private interface Source {
        @Nullable
        Object read(Event event, FeatureValues views, @Nullable Object[] computed);
    }

    private record Step(Expression expression, List<Source> sources) {

        @Nullable
        Object run(Event event, FeatureValues views, @Nullable Object[] computed) {
            @Nullable Object[] values = new @Nullable Object[sources.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = sources.get(i).read(event, views, computed);
            }
            return expression.evaluate(values);
        }
    }

    private final Map<String, Integer> names;
    private final List<Step> steps;

    private ExpressionSteps(Map<String, Integer> names, List<Step> steps) {
        this.names = names;
        this.steps = steps;
    }

    /**
     * The steps for some features.
     *
     * @param expressions as {@link FeatureDefinition#compiledExpressions} has them
     * @param wanted names of features; those that are no expressions need no step
     */
    static ExpressionSteps of(
            FeatureDefinition definition, Map<String, Expression> expressions, Collection<String> wanted) {
        Set<String> needed = needed(expressions, wanted);
        Map<String, Integer> names = RequestPlan.positions(
                expressions.keySet().stream().filter(needed::contains).toList());
        EventSchema fields = definition.scoredSource().schema();
        Map<String, Integer> viewFeatures = RequestPlan.positions(definition.viewFeatureNames());
        List<Step> steps = new ArrayList<>();
        expressions.forEach((name, expression) -> {
            if (needed.contains(name)) {
                steps.add(new Step(
                        expression,
                        expression.variables().stream()
                                .map(variable -> source(variable, names, fields, viewFeatures))
                                .toList()));
            }
        });
        return new ExpressionSteps(names, List.copyOf(steps));
    }

    private static Set<String> needed(Map<String, Expression> expressions, Collection<String> wanted) {
        Set<String> needed = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(wanted);
        while (!open.isEmpty()) {
            String name = open.remove();
            Expression expression = expressions.get(name);
            if (expression != null && needed.add(name)) {
                open.addAll(expression.variables());
            }
        }
        return needed;
    }

    private static Source source(
            String variable, Map<String, Integer> names, EventSchema fields, Map<String, Integer> viewFeatures) {
        int step = names.getOrDefault(variable, -1);
        if (step >= 0) {
            return (event, views, computed) -> computed[step];
        }
        int feature = viewFeatures.getOrDefault(variable, -1);
        if (feature >= 0) {
            return (event, views, computed) -> valueOf(views, feature);
        }
        int field = fields.indexOf(variable);
        return (event, views, computed) -> EventExpression.valueOf(event, field);
    }

    private static @Nullable Object valueOf(FeatureValues views, int feature) {
        String text = views.textAt(feature);
        if (text != null) {
            return text;
        }
        return views.isMissing(feature) ? null : (Double) views.valueAt(feature);
    }

    /** Index of an expression's result in what {@link #run} returns; -1 when it is none of these. */
    int indexOf(String name) {
        return names.getOrDefault(name, -1);
    }

    /** The results over one event, in order; null where missing. */
    @Nullable
    Object[] run(Event event, FeatureValues views) {
        @Nullable Object[] computed = new @Nullable Object[steps.size()];
        for (int i = 0; i < computed.length; i++) {
            computed[i] = steps.get(i).run(event, views, computed);
        }
        return computed;
    }
}
