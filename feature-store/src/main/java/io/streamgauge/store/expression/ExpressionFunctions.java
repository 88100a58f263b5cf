package io.streamgauge.store.expression;

import com.google.errorprone.annotations.Immutable;
import dev.cel.bundle.CelBuilder;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Functions an expression has beside CEL's own: parts of a timestamp, in UTC, and a few of arithmetic. Arithmetic is
 * StrictMath's, so that a feature has the same bits on every machine.
 */
final class ExpressionFunctions {

    @Immutable
    private interface Part {
        long of(OffsetDateTime time);
    }

    @Immutable
    private interface Curve {
        double at(double x);
    }

    @Immutable
    private interface Choice {
        double of(double x, double y);
    }

    private static final Map<String, Part> PARTS = new TreeMap<>(Map.of(
            "year", OffsetDateTime::getYear,
            "month", OffsetDateTime::getMonthValue,
            "dayOfMonth", OffsetDateTime::getDayOfMonth,
            "dayOfYear", OffsetDateTime::getDayOfYear,
            "dayOfWeek", time -> time.getDayOfWeek().getValue(),
            "hour", OffsetDateTime::getHour,
            "minute", OffsetDateTime::getMinute,
            "second", OffsetDateTime::getSecond));

    private static final Map<String, Curve> CURVES = new TreeMap<>(Map.of(
            "abs", Math::abs,
            "ceil", StrictMath::ceil,
            "exp", StrictMath::exp,
            "floor", StrictMath::floor,
            "log", StrictMath::log,
            "sqrt", StrictMath::sqrt));

    private static final Map<String, Choice> CHOICES =
            new TreeMap<>(Map.of("min", Math::min, "max", Math::max, "pow", StrictMath::pow));

    private ExpressionFunctions() {}

    /** Names of all functions here, for suggestions. */
    static Set<String> names() {
        Set<String> names = new TreeSet<>(PARTS.keySet());
        names.addAll(CURVES.keySet());
        names.addAll(CHOICES.keySet());
        return Collections.unmodifiableSet(names);
    }

    static void declare(CelBuilder builder) {
        PARTS.forEach((name, part) -> declarePart(builder, name, part));
        CURVES.forEach((name, curve) -> declareCurve(builder, name, curve));
        CHOICES.forEach((name, choice) -> declareChoice(builder, name, choice));
    }

    private static void declarePart(CelBuilder builder, String name, Part part) {
        String id = name + "_timestamp";
        builder.addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration(
                name, CelOverloadDecl.newGlobalOverload(id, SimpleType.INT, SimpleType.TIMESTAMP)));
        builder.addFunctionBindings(CelFunctionBinding.fromOverloads(
                name,
                CelFunctionBinding.from(id, Instant.class, (Instant time) -> part.of(time.atOffset(ZoneOffset.UTC)))));
    }

    private static void declareCurve(CelBuilder builder, String name, Curve curve) {
        builder.addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration(
                name,
                CelOverloadDecl.newGlobalOverload(name + "_double", SimpleType.DOUBLE, SimpleType.DOUBLE),
                CelOverloadDecl.newGlobalOverload(name + "_int", SimpleType.DOUBLE, SimpleType.INT)));
        builder.addFunctionBindings(CelFunctionBinding.fromOverloads(
                name,
                CelFunctionBinding.from(name + "_double", Double.class, (Double x) -> curve.at(x)),
                CelFunctionBinding.from(name + "_int", Long.class, (Long x) -> curve.at((double) x))));
    }

    private static void declareChoice(CelBuilder builder, String name, Choice choice) {
        builder.addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration(
                name,
                CelOverloadDecl.newGlobalOverload(
                        name + "_double_double", SimpleType.DOUBLE, SimpleType.DOUBLE, SimpleType.DOUBLE),
                CelOverloadDecl.newGlobalOverload(
                        name + "_double_int", SimpleType.DOUBLE, SimpleType.DOUBLE, SimpleType.INT),
                CelOverloadDecl.newGlobalOverload(
                        name + "_int_double", SimpleType.DOUBLE, SimpleType.INT, SimpleType.DOUBLE),
                CelOverloadDecl.newGlobalOverload(
                        name + "_int_int", SimpleType.DOUBLE, SimpleType.INT, SimpleType.INT)));
        builder.addFunctionBindings(CelFunctionBinding.fromOverloads(
                name,
                CelFunctionBinding.from(
                        name + "_double_double", Double.class, Double.class, (Double x, Double y) -> choice.of(x, y)),
                CelFunctionBinding.from(
                        name + "_double_int", Double.class, Long.class, (Double x, Long y) -> choice.of(x, (double) y)),
                CelFunctionBinding.from(
                        name + "_int_double", Long.class, Double.class, (Long x, Double y) -> choice.of((double) x, y)),
                CelFunctionBinding.from(
                        name + "_int_int",
                        Long.class,
                        Long.class,
                        (Long x, Long y) -> choice.of((double) x, (double) y))));
    }
}
