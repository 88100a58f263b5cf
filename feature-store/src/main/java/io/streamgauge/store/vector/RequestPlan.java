package io.streamgauge.store.vector;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.expression.EventExpression;
import io.streamgauge.store.expression.Expression;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Features that a reader asks for, without an event: features of views ({@code customer.tx_count_7d}), expressions ({@code
 * request.night}) and fields of the scored source ({@code amount}), in the reader's order. It says which views must be read
 * for them and which fields the reader must give, and then computes them as a scored event would have them. Thread-safe.
 */
public final class RequestPlan {

    private final List<String> names;
    private final List<FieldType> types;
    private final List<ViewDefinition> views;
    private final Map<String, int[]> taking = new HashMap<>();
    private final List<String> fields;
    private final List<String> entityFields;
    private final ExpressionSteps steps;
    private final int[] features;
    private final int[] computed;
    private final int[] taken;
    private final boolean ofViewsAlone;

    private RequestPlan(FeatureDefinition definition, Map<String, Expression> compiled, List<String> names) {
        EventSchema schema = definition.scoredSource().schema();
        Map<String, Integer> viewFeatures = positions(definition.viewFeatureNames());
        List<FieldType> viewTypes = definition.viewFeatureTypes();
        this.names = List.copyOf(names);
        this.steps = ExpressionSteps.of(definition, compiled, names);
        this.features = names.stream()
                .mapToInt(name -> viewFeatures.getOrDefault(name, -1))
                .toArray();
        this.computed = names.stream().mapToInt(steps::indexOf).toArray();
        this.ofViewsAlone = IntStream.of(features).allMatch(feature -> feature >= 0);
        this.taken = names.stream().mapToInt(schema::indexOf).toArray();
        List<FieldType> all = new ArrayList<>();
        for (int i = 0; i < features.length; i++) {
            Expression expression = compiled.get(names.get(i));
            if (features[i] < 0 && expression == null && taken[i] < 0) {
                throw new IllegalArgumentException("no feature '" + names.get(i) + "'");
            }
            all.add(
                    features[i] >= 0
                            ? viewTypes.get(features[i])
                            : expression != null ? expression.type() : schema.typeAt(taken[i]));
        }
        this.types = List.copyOf(all);
        Set<String> needed = needed(compiled, names);
        this.fields = schema.names().stream().filter(needed::contains).toList();
        List<ViewDefinition> read = new ArrayList<>();
        for (ViewDefinition view : definition.views()) {
            int[] wanted = IntStream.range(0, view.featureNames().size())
                    .filter(i -> needed.contains(
                            view.name() + "." + view.featureNames().get(i)))
                    .toArray();
            if (wanted.length > 0) {
                taking.put(view.name(), wanted);
                read.add(view);
            }
        }
        this.views = List.copyOf(read);
        Set<String> entities = new LinkedHashSet<>();
        views.forEach(view -> entities.addAll(view.entity()));
        this.entityFields = List.copyOf(entities);
    }

    /**
     * A plan of some features.
     *
     * @param compiled {@link FeatureDefinition#compiledExpressions}
     * @throws IllegalArgumentException when one of them is not there
     */
    public static RequestPlan of(FeatureDefinition definition, Map<String, Expression> compiled, List<String> names) {
        return new RequestPlan(definition, compiled, names);
    }

    /** Index of each name. */
    static Map<String, Integer> positions(List<String> names) {
        Map<String, Integer> positions = new HashMap<>();
        names.forEach(name -> positions.putIfAbsent(name, positions.size()));
        return positions;
    }

    /** The names, and what the expressions among them name, and so on. */
    private static Set<String> needed(Map<String, Expression> compiled, List<String> names) {
        Set<String> needed = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(names);
        while (!open.isEmpty()) {
            String name = open.remove();
            Expression expression = compiled.get(name);
            if (needed.add(name) && expression != null) {
                open.addAll(expression.variables());
            }
        }
        return needed;
    }

    public List<String> names() {
        return names;
    }

    /** Types of the features, in their order. */
    public List<FieldType> types() {
        return types;
    }

    /** The views to be read, in declared order. */
    public List<ViewDefinition> views() {
        return views;
    }

    /** The features of one of its views that are asked for, or that expressions take, by their indexes in the view. */
    public IntStream taken(ViewDefinition view) {
        return IntStream.of(taking.getOrDefault(view.name(), new int[0]));
    }

    /** Fields of the scored source that expressions need or that are asked for themselves, in declared order. */
    public List<String> fields() {
        return fields;
    }

    /** The fields that name entities of its views, each once, in the views' order. */
    public List<String> entityFields() {
        return entityFields;
    }

    /** Whether all of them are views' features, so that nothing has to be computed. */
    public boolean ofViewsAlone() {
        return ofViewsAlone;
    }

    /** Index in {@link FeatureDefinition#viewFeatureNames} of one of the features; negative when it is none of a view's. */
    public int viewFeature(int index) {
        return features[index];
    }

    /**
     * Computes the features. A field or expression that is missing is NULL_VALUE; a view's feature keeps its status.
     *
     * @param event the fields that the reader gives; its time is the moment of the read
     * @param read the features of all views, {@link FeatureDefinition#viewFeatureNames}
     * @param out as long as {@link #names}
     */
    public void assemble(Event event, FeatureValues read, FeatureValues out) {
        @Nullable Object[] results = steps.run(event, read);
        for (int i = 0; i < features.length; i++) {
            if (features[i] >= 0) {
                out.copy(read, features[i], i);
            } else {
                put(computed[i] >= 0 ? results[computed[i]] : EventExpression.valueOf(event, taken[i]), out, i);
            }
        }
    }

    private static void put(@Nullable Object value, FeatureValues out, int at) {
        if (value instanceof String text) {
            out.set(at, text);
        } else if (value instanceof Boolean truth) {
            out.set(at, truth ? 1 : 0);
        } else if (value instanceof Instant moment) {
            out.set(at, (double) moment.toEpochMilli());
        } else if (value instanceof Number number) {
            out.set(at, number.doubleValue());
        } else {
            out.setMissing(at, ValueStatus.NULL_VALUE);
        }
    }
}
