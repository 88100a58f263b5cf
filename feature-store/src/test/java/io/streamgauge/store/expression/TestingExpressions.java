package io.streamgauge.store.expression;

import io.streamgauge.store.event.FieldType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Compiles and evaluates in one call. */
final class TestingExpressions {

    /** Properties ask for the same texts over and over. */
    private static final Map<String, Expression> COMPILED = new ConcurrentHashMap<>();

    private TestingExpressions() {}

    /** The result over variables x, y, z, w of doubles, n, m of whole numbers, s, r of texts, ok, t and u of timestamps. */
    static @Nullable Object evaluate(String text, Map<String, ?> values) {
        return COMPILED.computeIfAbsent(text, t -> Expression.compile(t, TYPES)).evaluate(values::get);
    }

    static final Map<String, FieldType> TYPES = Map.ofEntries(
            Map.entry("w", FieldType.DOUBLE),
            Map.entry("x", FieldType.DOUBLE),
            Map.entry("y", FieldType.DOUBLE),
            Map.entry("z", FieldType.DOUBLE),
            Map.entry("n", FieldType.LONG),
            Map.entry("m", FieldType.LONG),
            Map.entry("s", FieldType.STRING),
            Map.entry("r", FieldType.STRING),
            Map.entry("ok", FieldType.BOOLEAN),
            Map.entry("t", FieldType.TIMESTAMP),
            Map.entry("u", FieldType.TIMESTAMP));
}
