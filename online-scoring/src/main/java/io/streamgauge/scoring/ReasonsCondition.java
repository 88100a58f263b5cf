package io.streamgauge.scoring;

import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.expression.Expression;
import io.streamgauge.store.expression.ExpressionException;
import io.streamgauge.store.vector.FeatureValues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a prediction is to say why: an expression over {@code score}, {@code label}, {@code decision} and the model's
 * inputs that is true or false. Thread-safe.
 */
final class ReasonsCondition {

    private static final String SCORE = "score";
    private static final String LABEL = "label";
    private static final String DECISION = "decision";

    private final Expression expression;
    private final Map<String, Integer> indexes;

    private ReasonsCondition(Expression expression, Map<String, Integer> indexes) {
        this.expression = expression;
        this.indexes = indexes;
    }

    /**
     * Compiles a condition.
     *
     * @param inputs the vector's values, in order; one named {@code score} is hidden by the score, and one named {@code label}
     *     or {@code decision} hides the label or decision
     * @param decided whether predictions carry a decision
     * @throws ExpressionException when the text is none, or yields neither true nor false
     */
    static ReasonsCondition compile(String text, List<ModelContract.Value> inputs, boolean decided) {
        Map<String, Integer> indexes = new HashMap<>();
        Map<String, FieldType> variables = new HashMap<>();
        variables.put(LABEL, FieldType.STRING);
        if (decided) {
            variables.put(DECISION, FieldType.STRING);
        }
        for (ModelContract.Value input : inputs) {
            indexes.put(input.name(), indexes.size());
            variables.put(input.name(), input.text() ? FieldType.STRING : FieldType.DOUBLE);
        }
        variables.put(SCORE, FieldType.DOUBLE);
        return new ReasonsCondition(Expression.compile(text, variables, Boolean.class), indexes);
    }

    /** Whether it asks for the label. */
    boolean readsLabel() {
        return !indexes.containsKey(LABEL) && expression.variables().contains(LABEL);
    }

    /** Whether it is true; it is not where it asks for what is missing. */
    boolean holds(double score, @Nullable String label, @Nullable String decision, FeatureValues vector) {
        return Boolean.TRUE.equals(expression.evaluate(
                name -> name.equals(SCORE) ? (Double) score : value(name, label, decision, vector)));
    }

    private @Nullable Object value(
            String name, @Nullable String label, @Nullable String decision, FeatureValues vector) {
        Integer index = indexes.get(name);
        if (index == null) {
            return name.equals(LABEL) ? label : decision;
        }
        String text = vector.textAt(index);
        return text != null || vector.isMissing(index) ? text : (Double) vector.valueAt(index);
    }
}
