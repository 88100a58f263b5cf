package io.streamgauge.scoring;

import io.streamgauge.schemas.Uncertainty;
import io.streamgauge.scoring.conformal.Gives;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.expression.Expression;
import io.streamgauge.store.expression.ExpressionException;
import io.streamgauge.store.vector.FeatureValues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done about a score: an expression over {@code score}, {@code label}, which is the class that the model
 * chose, the model's inputs, numbers (booleans are 0 and 1) and texts, and the {@code set}, or {@code low} and {@code high}, that
 * is to hold the outcome, that yields a text. Thread-safe.
 */
final class Decision {

    private static final String SCORE = "score";
    private static final String LABEL = "label";
    private static final String SET = "set";
    private static final String LOW = "low";
    private static final String HIGH = "high";

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
     *     {@code label}, {@code set}, {@code low} or {@code high} hides what is named so
     * @param gives what is to hold the outcome, where predictions carry that
     * @throws ExpressionException when the text is none, or yields no text
     */
    static Decision compile(String text, List<ModelContract.Value> inputs, Optional<Gives> gives) {
        Map<String, Integer> indexes = new HashMap<>();
        Map<String, FieldType> variables = new HashMap<>();
        variables.put(LABEL, FieldType.STRING);
        if (gives.equals(Optional.of(Gives.INTERVAL))) {
            variables.put(LOW, FieldType.DOUBLE);
            variables.put(HIGH, FieldType.DOUBLE);
        }
        for (ModelContract.Value input : inputs) {
            indexes.put(input.name(), indexes.size());
            variables.put(input.name(), input.text() ? FieldType.STRING : FieldType.DOUBLE);
        }
        variables.put(SCORE, FieldType.DOUBLE);
        Set<String> lists = gives.equals(Optional.of(Gives.SET)) && !indexes.containsKey(SET) ? Set.of(SET) : Set.of();
        return new Decision(Expression.compile(text, variables, lists, String.class), indexes);
    }

    /** Whether it asks for the label. */
    boolean readsLabel() {
        return !indexes.containsKey(LABEL) && expression.variables().contains(LABEL);
    }

    /** The decision; null when it asks for what is missing. */
    @Nullable
    String of(double score, @Nullable String label, @Nullable Uncertainty uncertainty, FeatureValues vector) {
        return (String) expression.evaluate(
                name -> name.equals(SCORE) ? (Double) score : value(name, label, uncertainty, vector));
    }

    private @Nullable Object value(
            String name, @Nullable String label, @Nullable Uncertainty uncertainty, FeatureValues vector) {
        Integer index = indexes.get(name);
        if (index == null) {
            return name.equals(LABEL) ? label : uncertainty == null ? null : bound(name, uncertainty);
        }
        String text = vector.textAt(index);
        return text != null || vector.isMissing(index) ? text : (Double) vector.valueAt(index);
    }

    private static @Nullable Object bound(String name, Uncertainty uncertainty) {
        return switch (name) {
            case SET -> uncertainty.getSet();
            case LOW -> uncertainty.getLow();
            default -> uncertainty.getHigh();
        };
    }
}
