package io.streamgauge.store.expression;

import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.Field;
import io.streamgauge.store.event.FieldType;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An expression whose variables are the fields of one source's events. Thread-safe. */
public final class EventExpression {

    private final Expression expression;
    private final EventSchema schema;
    private final int[] fields;

    private EventExpression(Expression expression, EventSchema schema) {
        this.expression = expression;
        this.schema = schema;
        this.fields = indexes(expression.variables(), schema);
    }

    /**
     * Compiles a text over a source's fields.
     *
     * @param result Boolean.class, Double.class or String.class, as {@link Expression#compile} has it
     * @throws ExpressionException as {@link Expression#compile} does
     */
    public static EventExpression compile(String text, EventSchema schema, Class<?> result) {
        return new EventExpression(Expression.compile(text, types(schema), schema.vectorColumns(), result), schema);
    }

    /** Type of each field, by name. */
    static Map<String, FieldType> types(EventSchema schema) {
        Map<String, FieldType> types = new HashMap<>();
        for (Field field : schema.fields()) {
            types.put(field.name(), field.type());
        }
        return types;
    }

    private static int[] indexes(List<String> names, EventSchema schema) {
        return names.stream().mapToInt(schema::indexOf).toArray();
    }

    public Expression expression() {
        return expression;
    }

    /** The result over one event as Boolean, Double or String; null when missing. */
    public @Nullable Object evaluate(Event event) {
        int[] indexes = event.schema() == schema ? fields : indexes(expression.variables(), event.schema());
        @Nullable Object[] values = new @Nullable Object[indexes.length];
        for (int i = 0; i < indexes.length; i++) {
            values[i] = indexes[i] < 0 ? null : valueOf(event, indexes[i]);
        }
        return expression.evaluate(values);
    }

    /** A field as a variable of an expression has it; null when it is null. */
    public static @Nullable Object valueOf(Event event, int index) {
        if (event.isNull(index)) {
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
