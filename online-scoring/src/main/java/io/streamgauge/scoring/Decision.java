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
 * What is to be done about a score: an expression over {@code score} and the model's inputs, all numbers (booleans are 0
 * and 1), that yields a text. Thread-safe.
 */
final class Decision {

    private static final String SCORE = "score";

    private final Expression expression;
    private final Map<String, Integer> indexes;

    private Decision(Expression expression, Map<String, Integer> indexes) {
        this.expression = expression;
        this.indexes = indexes;
    }

    /**
     * Compiles a decision.
     *
     * @param inputs names of the vector's values, in order; one of them named {@code score} is hidden by the score
     * @throws ExpressionException when the text is none, or yields no text
     */
    static Decision compile(String text, List<String> inputs) {
        Map<String, Integer> indexes = new HashMap<>();
        Map<String, FieldType> variables = new HashMap<>();
        for (String input : inputs) {
            indexes.put(input, indexes.size());
            variables.put(input, FieldType.DOUBLE);
        }
        variables.put(SCORE, FieldType.DOUBLE);
        return new Decision(Expression.compile(text, variables, String.class), indexes);
    }

    /** The decision; null when it asks for an input that is missing. */
    @Nullable
    String of(double score, FeatureValues vector) {
        return (String) expression.evaluate(name -> name.equals(SCORE) ? (Double) score : input(name, vector));
    }

    private @Nullable Double input(String name, FeatureValues vector) {
        Integer index = indexes.get(name);
        return index == null || vector.isMissing(index) ? null : (Double) vector.valueAt(index);
    }
}
