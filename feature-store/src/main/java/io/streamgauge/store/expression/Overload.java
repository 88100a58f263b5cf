package io.streamgauge.store.expression;

import com.google.errorprone.annotations.Immutable;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** One way to call a function: the types it takes and gives, for the checker, and what it does, for the runtime. */
record Overload(CelOverloadDecl declaration, CelFunctionBinding binding) {

    /** What a function does with its arguments; a result that does not exist is an {@link Undefined}. */
    @Immutable
    interface Body {
        Object of(Object[] arguments);
    }

    /** What a function of numbers does with them. */
    @Immutable
    interface Curve {
        double at(double x);
    }

    /** What a function of two numbers does with them. */
    @Immutable
    interface Surface {
        double at(double x, double y);
    }

    static Overload of(String name, CelType result, Body body, Argument... arguments) {
        String id = name + "_" + Arrays.stream(arguments).map(Argument::word).collect(Collectors.joining("_"));
        CelOverloadDecl declaration = CelOverloadDecl.newGlobalOverload(
                id, result, Arrays.stream(arguments).map(Argument::type).toList());
        Class<?>[] seen = Arrays.stream(arguments).map(Argument::seen).toArray(Class<?>[]::new);
        return new Overload(
                declaration,
                switch (arguments.length) {
                    case 1 -> CelFunctionBinding.from(id, seen[0], a -> body.of(new Object[] {a}));
                    case 2 -> CelFunctionBinding.from(id, seen[0], seen[1], (a, b) -> body.of(new Object[] {a, b}));
                    default -> CelFunctionBinding.from(id, List.of(seen), body::of);
                });
    }

    /** One overload for each choice of whole number or double in place of each {@link Argument#NUMBER}. */
    static List<Overload> mixed(String name, CelType result, Body body, Argument... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] == Argument.NUMBER) {
                List<Overload> all = new ArrayList<>();
                for (Argument choice : List.of(Argument.DOUBLE, Argument.LONG)) {
                    Argument[] chosen = arguments.clone();
                    chosen[i] = choice;
                    all.addAll(mixed(name, result, body, chosen));
                }
                return all;
            }
        }
        return List.of(of(name, result, body, arguments));
    }

    static List<Overload> curve(String name, Curve curve) {
        return mixed(name, SimpleType.DOUBLE, a -> curve.at(number(a[0])), Argument.NUMBER);
    }

    static List<Overload> surface(String name, Surface surface) {
        return mixed(
                name, SimpleType.DOUBLE, a -> surface.at(number(a[0]), number(a[1])), Argument.NUMBER, Argument.NUMBER);
    }

    /** A whole number or a double as a double. */
    static double number(Object argument) {
        return ((Number) argument).doubleValue();
    }
}
