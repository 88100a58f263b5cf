package io.streamgauge.store.vector;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.Field;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.expression.EventExpression;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The feature vector of a model: its inputs in order, each an event field ({@code amount}), an expression
 * ({@code request.night}) or a feature of a view ({@code customer.tx_count_7d}). {@code customer.*} stands for all of
 * that view or group in declared order. Booleans become 0 and 1. Thread-safe.
 */
public final class VectorPlan {

    /** Writes one input's value. */
    private interface Input {
        void put(Event event, FeatureValues views, FeatureValues out, int at);
    }

    private final List<String> names;
    private final List<Input> inputs;

    private VectorPlan(List<String> names, List<Input> inputs) {
        this.names = names;
        this.inputs = inputs;
    }

    /**
     * Makes a plan, noting every input that is not there, is no number or stands twice.
     *
     * @param inputs names and wildcards, as the document's {@code model.inputs} lists them
     * @param node the list in the document, for the lines of problems
     * @return the plan; of use only when {@code problems} stays empty
     */
    public static VectorPlan read(
            FeatureDefinition definition, List<String> inputs, ConfigNode node, Problems problems) {
        Known known = new Known(definition);
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < inputs.size(); i++) {
            ConfigNode at = i < node.items().size() ? node.items().get(i) : node;
            for (String name : known.expand(inputs.get(i), at, problems)) {
                if (!names.add(name)) {
                    problems.add(at, "input '" + name + "' stands twice");
                }
            }
        }
        if (inputs.isEmpty()) {
            problems.add(node, "no inputs; a model takes at least one");
        }
        List<Input> made = problems.isEmpty() ? names.stream().map(known::input).toList() : List.of();
        return new VectorPlan(List.copyOf(names), made);
    }

    /**
     * Makes a plan of inputs that are known to be good.
     *
     * @throws io.streamgauge.schemas.config.ConfigException when one is not
     */
    public static VectorPlan of(FeatureDefinition definition, List<String> inputs) {
        Problems problems = new Problems();
        ConfigNode nowhere = new ConfigNode(
                definition.pipeline(), 1, "model.inputs", null, List.of(), java.util.Map.of(), ConfigNode.Kind.LIST);
        VectorPlan plan = read(definition, inputs, nowhere, problems);
        problems.throwIfAny();
        return plan;
    }

    /** Names of the inputs, wildcards expanded. */
    public List<String> names() {
        return names;
    }

    public int size() {
        return names.size();
    }

    /**
     * Writes the vector of one event. A missing field or expression is NULL_VALUE; a view's feature keeps its status.
     *
     * @param views {@link io.streamgauge.store.event.EnrichedEvent#features}
     * @param out as long as {@link #size}
     */
    public void assemble(Event event, FeatureValues views, FeatureValues out) {
        for (int i = 0; i < inputs.size(); i++) {
            inputs.get(i).put(event, views, out, i);
        }
    }

    /** What an input may name in one definition. */
    private record Known(FeatureDefinition definition, EventSchema fields, List<String> viewFeatures) {

        Known(FeatureDefinition definition) {
            this(definition, definition.scoredSource().schema(), definition.viewFeatureNames());
        }

        private List<String> all() {
            List<String> names = new ArrayList<>();
            fields.fields().stream()
                    .filter(f -> f.type().numeric())
                    .map(Field::name)
                    .forEach(names::add);
            names.addAll(definition.expressions().keySet());
            names.addAll(viewFeatures);
            return names;
        }

        List<String> expand(String input, ConfigNode at, Problems problems) {
            if (input.endsWith(".*")) {
                String prefix = input.substring(0, input.length() - 1);
                List<String> matched =
                        all().stream().filter(name -> name.startsWith(prefix)).toList();
                if (matched.isEmpty()) {
                    problems.add(at, Suggestion.unknown("input", input, wildcards()));
                }
                return matched;
            }
            if (all().contains(input)) {
                return List.of(input);
            }
            int field = fields.indexOf(input);
            if (field >= 0) {
                FieldType type = fields.typeAt(field);
                problems.add(
                        at,
                        "field '" + input + "' is a " + type.name().toLowerCase(Locale.ROOT)
                                + "; an input is a long, double or boolean, or a feature made from it");
            } else {
                problems.add(at, Suggestion.unknown("input", input, all()));
            }
            return List.of();
        }

        private Set<String> wildcards() {
            Set<String> wildcards = new LinkedHashSet<>();
            for (String name : all()) {
                int dot = name.indexOf('.');
                if (dot > 0) {
                    wildcards.add(name.substring(0, dot) + ".*");
                }
            }
            return wildcards;
        }

        Input input(String name) {
            String text = definition.expressions().get(name);
            if (text != null) {
                EventExpression expression = EventExpression.compile(text, fields, Double.class);
                return (event, views, out, at) -> number(expression.evaluate(event), out, at);
            }
            int feature = viewFeatures.indexOf(name);
            if (feature >= 0) {
                return (event, views, out, at) -> copy(views, feature, out, at);
            }
            int field = fields.indexOf(name);
            return (event, views, out, at) -> {
                if (event.isNull(field)) {
                    out.setMissing(at, ValueStatus.NULL_VALUE);
                } else {
                    out.set(at, event.numberAt(field));
                }
            };
        }

        private static void number(@org.jspecify.annotations.Nullable Object value, FeatureValues out, int at) {
            if (value instanceof Double number) {
                out.set(at, number);
            } else {
                out.setMissing(at, ValueStatus.NULL_VALUE);
            }
        }

        private static void copy(FeatureValues from, int index, FeatureValues out, int at) {
            if (from.isMissing(index)) {
                out.setMissing(at, from.statusAt(index));
            } else {
                out.set(at, from.valueAt(index), from.statusAt(index));
            }
        }
    }
}
