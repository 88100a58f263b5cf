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
 * What is to be done about a score: an expression over {@code score}, {@code label}, which is the class that the model
 * chose, and the model's inputs, numbers (booleans are 0 and 1) and texts, that yields a text. Thread-safe.
 */
final class Decision {

    private static final String SCORE = "score";
    private static final String LABEL = "label";

    private final Expression expression;
    private final Map<String, Integer> indexes;

    private Decision(Expression expression, Map<String, Integer> indexes) {
        this.expression = expression;
        this.indexes = indexes;
    }

    /**
     * Compiles a decision.
     *
     * @param inputs the vector's values, in order; one of them named {@code score} is hidden by the score, and one named
     *     {@code label} hides the label
     * @throws ExpressionException when the text is none, or yields no text
     */
    static Decision compile(String text, List<ModelContract.Value> inputs) {
        Map<String, Integer> indexes = new HashMap<>();
        Map<String, FieldType> variables = new HashMap<>();
        variables.put(LABEL, FieldType.STRING);
        for (ModelContract.Value input : inputs) {
            indexes.put(input.name(), indexes.size());
            variables.put(input.name(), input.text() ? FieldType.STRING : FieldType.DOUBLE);
        }
        variables.put(SCORE, FieldType.DOUBLE);
        return new Decision(Expression.compile(text, variables, String.class), indexes);
    }

    /** Whether it asks for the label. */
    boolean readsLabel() {
        return !indexes.containsKey(LABEL) && expression.variables().contains(LABEL);
    }

    /** The decision; null when it asks for what is missing. */
    @Nullable
    String of(double score, @Nullable String label, FeatureValues vector) {
        return (String) expression.evaluate(name -> name.equals(SCORE) ? (Double) score : value(name, label, vector));
    }

    private @Nullable Object value(String name, @Nullable String label, FeatureValues vector) {
        Integer index = indexes.get(name);
        if (index == null) {
            return label;
        }
        String text = vector.textAt(index);
        return text != null || vector.isMissing(index) ? text : (Double) vector.valueAt(index);
    }
}
