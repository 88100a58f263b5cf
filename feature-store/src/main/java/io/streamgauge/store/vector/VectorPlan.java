package io.streamgauge.store.vector;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.FeaturesSection;
import io.streamgauge.store.definition.SourcesSection;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.Field;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.expression.Expression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The feature vector of a model: its inputs in order, each an event field ({@code amount}), an expression
 * ({@code request.night}) or a feature of a view ({@code customer.tx_count_7d}). {@code customer.*} stands for all of
 * that view or group in declared order, without the features that are texts and the expressions that give a text or a
 * timestamp: a text is an input when it is named itself. A vector, {@code embedding} or {@code customer.embedding_mean_7d},
 * stands for its elements in order. Booleans become 0 and 1. The columns of a file are such a vector too, and there {@code
 * customer.*} takes the texts as well. An expression is computed after the views, at most once an event, however many
 * inputs and expressions name it, and not at all when none does. Thread-safe.
 */
public final class VectorPlan {

    /** Writes one input's value. */
    private interface Input {
        void put(Event event, FeatureValues views, @Nullable Object[] computed, FeatureValues out, int at);
    }

    private final List<String> names;
    private final List<FieldType> types;
    private final ExpressionSteps steps;
    private final List<Input> inputs;

    private VectorPlan(List<String> names, List<FieldType> types, ExpressionSteps steps, List<Input> inputs) {
        this.names = names;
        this.types = types;
        this.steps = steps;
        this.inputs = inputs;
    }

    /**
     * Makes a plan, noting every input that is not there, is a timestamp or stands twice.
     *
     * @param definition when it is wrong, {@code problems} says so already
     * @param inputs names and wildcards, as the document's {@code model.inputs} lists them
     * @param node the list in the document, for the lines of problems
     * @return the plan; of use only when {@code problems} stays empty
     */
    public static VectorPlan read(
            FeatureDefinition definition, List<String> inputs, ConfigNode node, Problems problems) {
        return read(definition, inputs, node, false, problems);
    }

    private static VectorPlan read(
            FeatureDefinition definition, List<String> inputs, ConfigNode node, boolean texts, Problems problems) {
        Known known = Known.of(definition, texts, problems);
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
        if (!problems.isEmpty()) {
            return new VectorPlan(List.copyOf(names), List.of(), ExpressionSteps.NONE, List.of());
        }
        ExpressionSteps steps = ExpressionSteps.of(definition, known.compiled, names);
        return new VectorPlan(
                List.copyOf(names),
                names.stream().map(known::type).toList(),
                steps,
                names.stream().map(name -> known.input(name, steps)).toList());
    }

    /**
     * Makes a plan of inputs that are known to be good.
     *
     * @throws io.streamgauge.schemas.config.ConfigException when one is not
     */
    public static VectorPlan of(FeatureDefinition definition, List<String> inputs) {
        return of(definition, inputs, "model.inputs", false);
    }

    /**
     * Makes a plan of the columns of a file, which are named as inputs are; a wildcard takes texts too.
     *
     * @throws io.streamgauge.schemas.config.ConfigException when one is not there, stands twice or is a timestamp
     */
    public static VectorPlan ofColumns(FeatureDefinition definition, List<String> columns) {
        return of(definition, columns, "columns", true);
    }

    private static VectorPlan of(FeatureDefinition definition, List<String> inputs, String path, boolean texts) {
        Problems problems = new Problems();
        ConfigNode nowhere =
                new ConfigNode(definition.pipeline(), 1, path, null, List.of(), Map.of(), ConfigNode.Kind.LIST);
        VectorPlan plan = read(definition, inputs, nowhere, texts, problems);
        problems.throwIfAny();
        return plan;
    }

    /** Names of the inputs, wildcards expanded. */
    public List<String> names() {
        return names;
    }

    /** STRING for each input that is a text, DOUBLE for all others. */
    public List<FieldType> types() {
        return types;
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
        @Nullable Object[] computed = steps.run(event, views);
        for (int i = 0; i < inputs.size(); i++) {
            inputs.get(i).put(event, views, computed, out, i);
        }
    }

    /**
     * What an input may name in one definition.
     *
     * @param scored name of the scored source
     * @param expressions names of all expressions
     * @param viewTexts the features that are texts; none when the definition is known to be wrong
     * @param compiled none when the definition is known to be wrong; an expression may then be named, whatever it gives
     * @param vectors names of vectors, with those of their elements
     * @param texts whether a wildcard takes texts too
     */
    private record Known(
            String scored,
            EventSchema fields,
            List<String> viewFeatures,
            Set<String> viewTexts,
            Set<String> expressions,
            Map<String, Expression> compiled,
            Map<String, List<String>> vectors,
            boolean texts) {

        static Known of(FeatureDefinition definition, boolean texts, Problems problems) {
            return new Known(
                    definition.scored(),
                    definition.scoredSource().schema(),
                    definition.viewFeatureNames(),
                    problems.isEmpty() ? texts(definition) : Set.of(),
                    definition.expressions().keySet(),
                    problems.isEmpty() ? definition.compiledExpressions() : Map.of(),
                    definition.vectors(),
                    texts);
        }

        /** What an input may be, texts only where {@code texts} says so. */
        private List<String> all(boolean texts) {
            List<String> names = new ArrayList<>();
            fields.fields().stream()
                    .filter(field -> fits(field.type(), texts))
                    .map(Field::name)
                    .forEach(names::add);
            expressions.stream()
                    .filter(name -> fits(expressionType(name), texts))
                    .forEach(names::add);
            viewFeatures.stream().filter(name -> fits(viewType(name), texts)).forEach(names::add);
            return names;
        }

        /** All, with a vector in place of its elements. */
        private List<String> shown() {
            Map<String, String> vectorOf = new HashMap<>();
            vectors.forEach((vector, elements) -> elements.forEach(element -> vectorOf.put(element, vector)));
            return all(true).stream()
                    .map(name -> vectorOf.getOrDefault(name, name))
                    .distinct()
                    .toList();
        }

        private static boolean fits(FieldType type, boolean texts) {
            return type.numeric() || (texts && type == FieldType.STRING);
        }

        private FieldType expressionType(String name) {
            Expression expression = compiled.get(name);
            return expression == null ? FieldType.DOUBLE : expression.type();
        }

        private static Set<String> texts(FeatureDefinition definition) {
            List<String> names = definition.viewFeatureNames();
            List<FieldType> types = definition.viewFeatureTypes();
            return IntStream.range(0, names.size())
                    .filter(i -> types.get(i) == FieldType.STRING)
                    .mapToObj(names::get)
                    .collect(Collectors.toUnmodifiableSet());
        }

        /** Type of a view's feature as the vector has it: a text, or a number. */
        private FieldType viewType(String name) {
            return viewTexts.contains(name) ? FieldType.STRING : FieldType.DOUBLE;
        }

        /** STRING for a text, DOUBLE for any other input. */
        FieldType type(String name) {
            int field = fields.indexOf(name);
            FieldType type = expressions.contains(name)
                    ? expressionType(name)
                    : viewFeatures.contains(name) || field < 0 ? viewType(name) : fields.typeAt(field);
            return type == FieldType.STRING ? type : FieldType.DOUBLE;
        }

        List<String> expand(String input, ConfigNode at, Problems problems) {
            if (input.endsWith(".*")) {
                String prefix = input.substring(0, input.length() - 1);
                List<String> matched = all(texts).stream()
                        .filter(name -> name.startsWith(prefix))
                        .distinct()
                        .toList();
                if (matched.isEmpty() && !wrongView(input, problems)) {
                    problems.add(at, Suggestion.unknown("input", input, wildcards()));
                }
                return matched;
            }
            if (all(true).contains(input)) {
                return List.of(input);
            }
            if (vectors.containsKey(input)) {
                return vectors.get(input);
            }
            Expression expression = compiled.get(input);
            int field = fields.indexOf(input);
            if (expression != null) {
                problems.add(at, noInput("expression", input, expression.type()));
            } else if (SourcesSection.doubted(scored, input, problems)) {
                return List.of(input);
            } else if (field >= 0) {
                problems.add(at, noInput("field", input, fields.typeAt(field)));
            } else if (!wrongView(input, problems)) {
                problems.add(at, Suggestion.unknown("input", input, shown()));
            }
            return List.of();
        }

        private static boolean wrongView(String input, Problems problems) {
            return problems.doubted(FeaturesSection.doubt(input.split("\\.", 2)[0]));
        }

        private static String noInput(String what, String name, FieldType type) {
            return what + " '" + name + "' is a " + type.name().toLowerCase(Locale.ROOT)
                    + "; an input is a long, double, boolean or string, or a feature made from it";
        }

        private Set<String> wildcards() {
            Set<String> wildcards = new LinkedHashSet<>();
            for (String name : all(texts)) {
                int dot = name.indexOf('.');
                if (dot > 0) {
                    wildcards.add(name.substring(0, dot) + ".*");
                }
            }
            return wildcards;
        }

        Input input(String name, ExpressionSteps steps) {
            int step = steps.indexOf(name);
            if (step >= 0) {
                return (event, views, computed, out, at) -> put(computed[step], out, at);
            }
            int feature = viewFeatures.indexOf(name);
            if (feature >= 0) {
                return (event, views, computed, out, at) -> out.copy(views, feature, at);
            }
            int field = fields.indexOf(name);
            return (event, views, computed, out, at) -> field(event, field, out, at);
        }

        private static void field(Event event, int field, FeatureValues out, int at) {
            String text = event.textAt(field);
            if (text != null) {
                out.set(at, text);
            } else if (event.isNull(field)) {
                out.setMissing(at, ValueStatus.NULL_VALUE);
            } else {
                out.set(at, event.numberAt(field));
            }
        }

        private static void put(@Nullable Object value, FeatureValues out, int at) {
            if (value instanceof Number number) {
                out.set(at, number.doubleValue());
            } else if (value instanceof Boolean truth) {
                out.set(at, truth ? 1 : 0);
            } else if (value instanceof String text) {
                out.set(at, text);
            } else {
                out.setMissing(at, ValueStatus.NULL_VALUE);
            }
        }
    }
}
