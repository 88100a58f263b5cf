package io.streamgauge.store.expression;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelVariableResolver;
import dev.cel.runtime.Program;
import io.streamgauge.store.event.FieldType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A formula over the fields of one event, in the Common Expression Language (CEL), e.g. {@code dayOfWeek(time) >= 6}.
 * It is checked and compiled once; running it sees its variables and nothing else: no clock, no I/O, no loops.
 *
 * <p><b>Numbers.</b> Whole numbers and doubles mix in comparisons and in {@code + - * /}, where the whole number becomes a
 * double; two whole numbers stay whole, so {@code 7 / 2} is 3.
 *
 * <p><b>Missing.</b> The result is missing (null) when any variable the text names is missing, wherever it stands, and
 * when arithmetic has no result: division of a whole number by zero, overflow of 64 bits, a double that is not finite,
 * text that does not convert.
 *
 * <p><b>Cost.</b> At most {@value #MAX_CHARACTERS} characters and {@value #MAX_NODES} nodes, no comprehensions, regular
 * expressions in linear time: one evaluation is bounded by the text's length times the longest variable.
 *
 * <p>Thread-safe.
 */
public final class Expression {

    static final int MAX_CHARACTERS = 2_000;
    static final int MAX_NODES = 500;
    private static final int MAX_DEPTH = 50;
    private static final int MAX_REGEX_INSTRUCTIONS = 1_000;

    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .enableComprehension(false)
            .maxExpressionCodePointSize(MAX_CHARACTERS)
            .maxParseExpressionNodeCount(MAX_NODES)
            .maxParseRecursionDepth(MAX_DEPTH)
            .maxRegexProgramSize(MAX_REGEX_INSTRUCTIONS)
            .build();

    private final String text;
    private final Class<?> result;
    private final String[] names;
    private final Program program;

    private Expression(String text, Class<?> result, String[] names, Program program) {
        this.text = text;
        this.result = result;
        this.names = names;
        this.program = program;
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
        if (result != Boolean.class && result != Double.class && result != String.class) {
            throw new IllegalArgumentException("a result is Boolean, Double or String, not " + result);
        }
        CelBuilder builder = CelFactory.plannerCelBuilder().setOptions(OPTIONS);
        variables.forEach((name, type) -> builder.addVar(name, celType(type)));
        ExpressionFunctions.declare(builder);
        MixedNumbers.declare(builder);
        Cel cel = builder.build();
        CelAbstractSyntaxTree tree = check(cel, text, variables);
        requireResult(text, tree.getResultType(), result);
        try {
            return new Expression(text, result, used(tree, variables), cel.createProgram(tree));
        } catch (CelEvaluationException e) {
            throw new ExpressionException("'" + text + "': " + e.getMessage());
        }
    }

    private static CelAbstractSyntaxTree check(Cel cel, String text, Map<String, FieldType> variables) {
        CelValidationResult checked = cel.compile(text);
        try {
            return checked.getAst();
        } catch (CelValidationException e) {
            throw new ExpressionException(CompilerMessages.tell(text, checked.getErrors(), variables.keySet()));
        }
    }

    private static void requireResult(String text, CelType seen, Class<?> result) {
        boolean number = seen.equals(SimpleType.DOUBLE) || seen.equals(SimpleType.INT);
        boolean fits = result == String.class
                ? seen.equals(SimpleType.STRING)
                : seen.equals(SimpleType.BOOL) || (result == Double.class && number);
        if (!fits) {
            String allowed = result == Double.class
                    ? "a number or true/false"
                    : result == Boolean.class ? "true or false" : "a text";
            throw new ExpressionException(
                    "'" + text + "' gives " + CompilerMessages.typeName(seen.name()) + "; allowed: " + allowed);
        }
    }

    private static String[] used(CelAbstractSyntaxTree tree, Map<String, FieldType> variables) {
        return tree.getReferenceMap().values().stream()
                .map(CelReference::name)
                .filter(variables::containsKey)
                .distinct()
                .sorted()
                .toArray(String[]::new);
    }

    private static CelType celType(FieldType type) {
        return switch (type) {
            case STRING -> SimpleType.STRING;
            case LONG -> SimpleType.INT;
            case DOUBLE -> SimpleType.DOUBLE;
            case BOOLEAN -> SimpleType.BOOL;
            case TIMESTAMP -> SimpleType.TIMESTAMP;
        };
    }

    /** The text as compiled. */
    public String text() {
        return text;
    }

    /** The variables the text names, in alphabetical order. */
    public List<String> variables() {
        return List.of(names);
    }

    /** The result as Boolean, Double or String, whichever was asked for; null when missing. */
    public @Nullable Object evaluate(Variables variables) {
        Object[] values = new Object[names.length];
        for (int i = 0; i < names.length; i++) {
            Object value = variables.valueOf(names[i]);
            if (value == null) {
                return null;
            }
            values[i] = value;
        }
        try {
            return converted(program.eval(new Bound(names, values)));
        } catch (CelEvaluationException e) {
            return null;
        }
    }

    private @Nullable Object converted(Object value) {
        if (result != Double.class) {
            return value;
        }
        double number = value instanceof Boolean truth ? (truth ? 1 : 0) : ((Number) value).doubleValue();
        return Double.isFinite(number) ? (Double) number : null;
    }

    @Override
    public String toString() {
        return text;
    }

    /** The few variables of one evaluation; a linear search beats hashing at this size. */
    @SuppressWarnings({"Immutable", "ArrayRecordComponent"})
    private record Bound(String[] names, Object[] values) implements CelVariableResolver {

        @Override
        public Optional<Object> find(String name) {
            for (int i = 0; i < names.length; i++) {
                if (names[i].equals(name)) {
                    return Optional.of(values[i]);
                }
            }
            return Optional.empty();
        }
    }
}
