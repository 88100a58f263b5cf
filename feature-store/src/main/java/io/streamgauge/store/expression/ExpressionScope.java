package io.streamgauge.store.expression;

import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.FieldType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names an on-demand feature may use: fields of the scored event, features of views, and the expressions declared
 * before it, each by its own type. Since none sees a later one, they cannot form a circle. Not thread-safe.
 */
public final class ExpressionScope {

    private final Map<String, FieldType> types;
    private final Map<String, List<String>> vectors;

    /** @param viewFeatures type of each {@code <view>.<feature>} */
    public ExpressionScope(EventSchema fields, Map<String, FieldType> viewFeatures) {
        this(fields, viewFeatures, Map.of());
    }

    /**
     * @param viewFeatures type of each {@code <view>.<feature>}
     * @param viewVectors features that are a vector's elements, in order, by {@code <view>.<name>}
     */
    public ExpressionScope(
            EventSchema fields, Map<String, FieldType> viewFeatures, Map<String, List<String>> viewVectors) {
        types = new HashMap<>(EventExpression.types(fields));
        types.putAll(viewFeatures);
        vectors = new HashMap<>(fields.vectorColumns());
        vectors.putAll(viewVectors);
    }

    /**
     * Compiles an expression and lets those after it name it.
     *
     * @param name {@code <group>.<name>}
     * @throws ExpressionException as {@link Expression#compile(String, Map)} does; the name then stays unknown
     */
    public Expression declare(String name, String text) {
        Expression expression = Expression.compile(text, types, vectors);
        types.put(name, expression.type());
        return expression;
    }
}
