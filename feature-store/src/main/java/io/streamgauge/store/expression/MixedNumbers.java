package io.streamgauge.store.expression;

import com.google.errorprone.annotations.Immutable;
import dev.cel.bundle.CelBuilder;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.Map;
import java.util.TreeMap;

/**
 * Arithmetic and equality between a whole number and a double, which CEL leaves out: without it {@code amount * 2} is a
 * type error. The whole number becomes a double. Order ({@code < <= > >=}) is CEL's own option, and equality is declared
 * to the checker only: at run time CEL compares numbers of different types by value already.
 */
final class MixedNumbers {

    @Immutable
    private interface Operation {
        double of(double x, double y);
    }

    private static final Map<String, Operation> ARITHMETIC = new TreeMap<>(Map.of(
            "_+_", (x, y) -> x + y,
            "_-_", (x, y) -> x - y,
            "_*_", (x, y) -> x * y,
            "_/_", (x, y) -> x / y));

    private MixedNumbers() {}

    static void declare(CelBuilder builder) {
        declareTypes(builder, "_==_", SimpleType.BOOL);
        declareTypes(builder, "_!=_", SimpleType.BOOL);
        ARITHMETIC.forEach((operator, operation) -> {
            declareTypes(builder, operator, SimpleType.DOUBLE);
            builder.addFunctionBindings(CelFunctionBinding.fromOverloads(
                    operator,
                    CelFunctionBinding.from(
                            intDouble(operator),
                            Long.class,
                            Double.class,
                            (Long x, Double y) -> operation.of((double) x, y)),
                    CelFunctionBinding.from(
                            doubleInt(operator),
                            Double.class,
                            Long.class,
                            (Double x, Long y) -> operation.of(x, (double) y))));
        });
    }

    private static void declareTypes(CelBuilder builder, String operator, CelType result) {
        builder.addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration(
                operator,
                CelOverloadDecl.newGlobalOverload(intDouble(operator), result, SimpleType.INT, SimpleType.DOUBLE),
                CelOverloadDecl.newGlobalOverload(doubleInt(operator), result, SimpleType.DOUBLE, SimpleType.INT)));
    }

    private static String intDouble(String operator) {
        return "int" + operator + "double";
    }

    private static String doubleInt(String operator) {
        return "double" + operator + "int";
    }
}
