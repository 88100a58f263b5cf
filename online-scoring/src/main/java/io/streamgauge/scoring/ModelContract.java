package io.streamgauge.scoring;

import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.vector.VectorPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a pipeline gives a model, and what it wants of it.
 *
 * @param vector the values, in order
 * @param bind names of the values that an input of the model takes, in order, for the inputs that the document binds
 * @param output the output that holds the score; empty where the model leaves no doubt
 * @param column which of that output's columns is the score: a number from 0, a class, or {@value #GREATEST}; empty where
 *     the model leaves no doubt
 * @param publish names of further outputs that predictions carry
 * @param label whether the model must choose a class
 * @param reasons whether it must be told which part each value has in a score
 */
public record ModelContract(
        List<Value> vector,
        Map<String, List<String>> bind,
        Optional<String> output,
        Optional<String> column,
        List<String> publish,
        boolean label,
        boolean reasons) {

    /** The {@code column} that is the greatest of all. */
    public static final String GREATEST = "max";

    /**
     * A value of the vector.
     *
     * @param text whether it is a text, and otherwise a number
     * @param whenMissing what it becomes when it is missing
     */
    public record Value(String name, boolean text, MissingRule whenMissing) {}

    public ModelContract {
        vector = List.copyOf(vector);
        bind = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(bind));
        publish = List.copyOf(publish);
    }

    /** A contract without reasons. */
    public ModelContract(
            List<Value> vector,
            Map<String, List<String>> bind,
            Optional<String> output,
            Optional<String> column,
            List<String> publish,
            boolean label) {
        this(vector, bind, output, column, publish, label, false);
    }

    /** The same, and with reasons. */
    public ModelContract withReasons() {
        return new ModelContract(vector, bind, output, column, publish, label, true);
    }

    /** Numbers in, missing ones as NaN, and a score out of a model that leaves no doubt. */
    public static ModelContract ofNumbers(List<String> names) {
        return new ModelContract(
                names.stream()
                        .map(name -> new Value(name, false, MissingRule.NAN))
                        .toList(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                false);
    }

    /** The contract that a document declares. */
    public static ModelContract of(ModelDefinition model, VectorPlan plan) {
        List<Value> vector = vector(model, plan.names(), plan.types());
        Map<String, List<String>> bind = new LinkedHashMap<>();
        model.bind().forEach((input, written) -> bind.put(input, expanded(written, plan.names())));
        boolean decided = model.decision().isPresent();
        boolean label = (decided
                        && Decision.compile(
                                        model.decision().get(),
                                        vector,
                                        model.uncertainty().map(UncertaintyDefinition::gives))
                                .readsLabel())
                || model.reasons()
                        .flatMap(ReasonsDefinition::when)
                        .map(when ->
                                ReasonsCondition.compile(when, vector, decided).readsLabel())
                        .orElse(false);
        return new ModelContract(
                vector,
                bind,
                model.output(),
                model.column(),
                model.publish(),
                label,
                model.reasons().isPresent());
    }

    /** The values of a vector; {@code types} may be none, and all are numbers then. */
    static List<Value> vector(ModelDefinition model, List<String> names, List<FieldType> types) {
        List<Value> vector = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            boolean text = i < types.size() && types.get(i) == FieldType.STRING;
            vector.add(new Value(name, text, model.missing().rule(name, text)));
        }
        return vector;
    }

    /** Names with wildcards resolved; what names nothing stays, to be told of. */
    static List<String> expanded(List<String> written, List<String> names) {
        return written.stream()
                .flatMap(name -> {
                    List<String> group = name.endsWith(".*") ? group(name, names) : List.of();
                    return group.isEmpty() ? java.util.stream.Stream.of(name) : group.stream();
                })
                .toList();
    }

    private static List<String> group(String wildcard, List<String> names) {
        String prefix = wildcard.substring(0, wildcard.length() - 1);
        return names.stream().filter(name -> name.startsWith(prefix)).toList();
    }

    /** Names of the vector's values, in order. */
    public List<String> names() {
        return vector.stream().map(Value::name).toList();
    }
}
