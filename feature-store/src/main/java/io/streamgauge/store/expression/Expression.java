package io.streamgauge.store.expression;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.streamgauge.store.event.FieldType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A formula over named values, in the Common Expression Language (CEL), e.g. {@code dayOfWeek(time) >= 6}. It is checked
 * and compiled once; running it sees its variables and nothing else: no clock, no I/O, no loops.
 *
 * <p><b>Numbers.</b> Whole numbers and doubles mix in comparisons and in {@code + - * /}, where the whole number becomes a
 * double; two whole numbers stay whole, so {@code 7 / 2} is 3.
 *
 * <p><b>Missing.</b> The result is missing (null) when any variable the text names is missing, wherever it stands, and
 * when arithmetic has no result: division of a whole number by zero, overflow of 64 bits, a double that is not finite,
 * text that does not convert or is longer than {@value Piece#MAX_TEXT} characters. Three functions see it instead:
 * {@code coalesce(x, y, ...)}, {@code has(x)} and {@code missing(x)}. Each of their arguments is an expression of its
 * own, missing by the same rule, which does not make what is around it missing; a {@code coalesce} without any value
 * counts as a missing variable.
 *
 * <p><b>Cost.</b> At most {@value Language#MAX_CHARACTERS} characters and {@value Language#MAX_NODES} nodes, no
 * comprehensions, regular expressions in linear time: one evaluation is bounded by the text's length times the longest
 * variable.
 *
 * <p>Thread-safe.
 */
public final class Expression {

    /** Nanoseconds of CPU time that a unit of cost is about, measured on a busy machine. */
    public static final int NANOS_PER_UNIT = 100;

    private final String text;
    private final FieldType type;
    private final List<String> names;
    private final Piece root;
    private final int costUnits;

    private Expression(String text, FieldType type, List<String> names, Piece root, int costUnits) {
        this.text = text;
        this.type = type;
        this.names = names;
        this.root = root;
        this.costUnits = costUnits;
    }

    /**
     * Compiles a text.
     *
     * @param variables type of each name the text may use; names may have dots, e.g. {@code customer.tx_count_1d}
     * @param result Boolean.class, String.class, or Double.class, which also takes whole numbers and booleans (as 0 and 1)
     * @throws ExpressionException when the text does not parse, names an unknown variable or function, or has another
     *     result; the message gives the column
     */
    public static Expression compile(String text, Map<String, FieldType> variables, Class<?> result) {
        return compile(text, variables, Map.of(), result);
    }

    /**
     * Compiles a text that may name vectors: {@code v[3]} is one of {@code vectors.get("v")}, and {@code v} the list of them.
     *
     * @param vectors names of the variables that are a vector's elements, in order, by the vector's name
     * @throws ExpressionException as {@link #compile(String, Map, Class)} does
     */
    public static Expression compile(
            String text, Map<String, FieldType> variables, Map<String, List<String>> vectors, Class<?> result) {
        return compile(new ExpressionCompiler(text, variables, vectors, Set.of()), text, result);
    }

    /**
     * Compiles a text that may name lists of texts, such as {@code "a" in set} or {@code size(set) > 1}; their values are of
     * {@link List}.
     *
     * @param lists names of these variables
     * @throws ExpressionException as {@link #compile(String, Map, Class)} does
     */
    public static Expression compile(
            String text, Map<String, FieldType> variables, Set<String> lists, Class<?> result) {
        return compile(new ExpressionCompiler(text, variables, Map.of(), lists), text, result);
    }

    private static Expression compile(ExpressionCompiler compiler, String text, Class<?> result) {
        if (result != Boolean.class && result != Double.class && result != String.class) {
            throw new IllegalArgumentException("a result is Boolean, Double or String, not " + result);
        }
        ExpressionCompiler.Typed root = compiler.compile();
        requireResult(text, root.type(), result);
        FieldType type = result == Boolean.class
                ? FieldType.BOOLEAN
                : result == Double.class ? FieldType.DOUBLE : FieldType.STRING;
        return new Expression(text, type, compiler.variables(), root.piece(), compiler.units());
    }

    /**
     * Compiles a text whose result has the type that follows from it, see {@link #type}.
     *
     * @throws ExpressionException as {@link #compile(String, Map, Class)} does
     */
    public static Expression compile(String text, Map<String, FieldType> variables) {
        return compile(text, variables, Map.of());
    }

    /**
     * Compiles a text that may name vectors, as {@link #compile(String, Map, Map, Class)} does, with the result that follows from it.
     *
     * @throws ExpressionException as {@link #compile(String, Map, Class)} does
     */
    public static Expression compile(String text, Map<String, FieldType> variables, Map<String, List<String>> vectors) {
        ExpressionCompiler compiler = new ExpressionCompiler(text, variables, vectors, Set.of());
        ExpressionCompiler.Typed root = compiler.compile();
        for (FieldType type : FieldType.values()) {
            if (Language.celType(type).equals(root.type())) {
                return new Expression(text, type, compiler.variables(), root.piece(), compiler.units());
            }
        }
        throw gives(text, root.type(), "a number, true/false, a text or a timestamp");
    }

    private static void requireResult(String text, CelType seen, Class<?> result) {
        boolean fits = result == String.class
                ? seen.equals(SimpleType.STRING)
                : seen.equals(SimpleType.BOOL) || (result == Double.class && ExpressionCompiler.isNumber(seen));
        if (!fits) {
            throw gives(
                    text,
                    seen,
                    result == Double.class
                            ? "a number or true/false"
                            : result == Boolean.class ? "true or false" : "a text");
        }
    }

    private static ExpressionException gives(String text, CelType seen, String allowed) {
        return new ExpressionException(
                "'" + text + "' gives " + CompilerMessages.typeName(seen) + "; allowed: " + allowed);
    }

    /** The text as compiled. */
    public String text() {
        return text;
    }

    /** What a result is: DOUBLE a Double, LONG a Long, BOOLEAN a Boolean, STRING a String, TIMESTAMP an Instant. */
    public FieldType type() {
        return type;
    }

    /** The variables the text names, in alphabetical order. */
    public List<String> variables() {
        return names;
    }

    /**
     * What one evaluation costs at most: one unit for each variable, operator and list, the units of each function as the
     * reference lists them, and {@value ExpressionCompiler#UNITS_PER_PROGRAM} for each part that is computed apart;
     * constants are free. Both results of a {@code ? :} count, and all arguments of a {@code coalesce}. A unit is about
     * {@value #NANOS_PER_UNIT} ns, texts taken as 32 characters long.
     */
    public int costUnits() {
        return costUnits;
    }

    /** The result; null when missing. */
    public @Nullable Object evaluate(Variables variables) {
        @Nullable Object[] frame = new @Nullable Object[names.size()];
        for (int i = 0; i < frame.length; i++) {
            frame[i] = variables.valueOf(names.get(i));
        }
        return evaluate(frame);
    }

    /**
     * The result; null when missing.
     *
     * @param values of {@link #variables}, in their order; null when missing
     */
    public @Nullable Object evaluate(@Nullable Object[] values) {
        Object value = Piece.held(root.evaluate(values));
        if (type != FieldType.DOUBLE || value == null || value instanceof Double) {
            return value;
        }
        return value instanceof Boolean truth ? (Double) (truth ? 1.0 : 0.0) : (Double) ((Number) value).doubleValue();
    }

    @Override
    public String toString() {
        return text;
    }
}
