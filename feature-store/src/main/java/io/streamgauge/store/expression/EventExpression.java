package io.streamgauge.store.expression;

import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.Field;
import io.streamgauge.store.event.FieldType;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An expression whose variables are the fields of one source's events. Thread-safe. */
public final class EventExpression {

    private final Expression expression;

    private EventExpression(Expression expression) {
        this.expression = expression;
    }

    /**
     * Compiles a text over a source's fields.
     *
     * @param result Boolean.class, Double.class or String.class, as {@link Expression#compile} has it
     * @throws ExpressionException as {@link Expression#compile} does
     */
    public static EventExpression compile(String text, EventSchema schema, Class<?> result) {
        Map<String, FieldType> variables = new HashMap<>();
        for (Field field : schema.fields()) {
            variables.put(field.name(), field.type());
        }
        return new EventExpression(Expression.compile(text, variables, result));
    }

    public Expression expression() {
        return expression;
    }

    /** The result over one event as Boolean, Double or String; null when missing. */
    public @Nullable Object evaluate(Event event) {
        return expression.evaluate(name -> valueOf(event, name));
    }

    private static @Nullable Object valueOf(Event event, String name) {
        int index = event.schema().indexOf(name);
        if (index < 0 || event.isNull(index)) {
            return null;
        }
        return switch (event.schema().typeAt(index)) {
            case STRING -> event.textAt(index);
            case LONG -> event.longAt(index);
            case DOUBLE -> event.doubleAt(index);
            case BOOLEAN -> event.booleanAt(index);
            case TIMESTAMP -> Instant.ofEpochMilli(event.longAt(index));
        };
    }

    @Override
    public String toString() {
        return expression.text();
    }
}
