package io.streamgauge.store.expression;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import io.streamgauge.schemas.config.Suggestion;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the variables a parsed text names, and refuses names that stand for none. CEL's checker would do that too, but
 * of {@code customer.amuont_7d} it only says that there is no {@code customer}.
 */
final class NameCheck {

    private static final Set<String> COMPREHENSIONS = Set.of("all", "exists", "exists_one", "map", "filter");

    /** Names of types, which CEL takes as values. */
    private static final Set<String> TYPES = Set.of(
            "bool", "bytes", "double", "dyn", "google", "int", "list", "map", "null_type", "string", "type", "uint");

    private final Place place;
    private final Collection<String> variables;
    private final Map<String, List<String>> vectors;
    private final SortedSet<String> used = new TreeSet<>();

    private NameCheck(Place place, Collection<String> variables, Map<String, List<String>> vectors) {
        this.place = place;
        this.variables = variables;
        this.vectors = vectors;
    }

    /**
     * Names of the variables the text uses, in alphabetical order.
     *
     * @param vectors names that stand for variables, and are none themselves
     * @throws ExpressionException at a name that is unknown
     */
    static List<String> used(
            CelExpr parsed, Place place, Collection<String> variables, Map<String, List<String>> vectors) {
        NameCheck check = new NameCheck(place, variables, vectors);
        check.walk(parsed);
        return List.copyOf(check.used);
    }

    private void walk(CelExpr expr) {
        switch (expr.getKind()) {
            case IDENT, SELECT -> chain(expr);
            case CALL -> call(expr, expr.call());
            case LIST -> expr.list().elements().forEach(this::walk);
            case MAP ->
                expr.map().entries().forEach(entry -> {
                    walk(entry.key());
                    walk(entry.value());
                });
            case STRUCT -> throw place.at(expr, "records ('" + expr.struct().messageName() + "{...}') are not allowed");
            case COMPREHENSION -> throw place.at(expr, "loops over lists are not allowed");
            case CONSTANT, NOT_SET -> {}
        }
    }

    private void call(CelExpr expr, CelCall call) {
        if (COMPREHENSIONS.contains(call.function())) {
            throw place.at(expr, "loops over lists ('" + call.function() + "') are not allowed");
        }
        if (call.target().isPresent() && Functions.isOurs(call.function())) {
            throw place.at(
                    expr,
                    "'" + call.function() + "' is written " + Functions.call(call.function()) + ", without a dot");
        }
        call.target().ifPresent(this::walk);
        call.args().forEach(this::walk);
    }

    /** A name, maybe with dots: the longest beginning that is a variable is meant. */
    private void chain(CelExpr expr) {
        CelExpr inner = expr;
        while (inner.getKind() == CelExpr.ExprKind.Kind.SELECT) {
            inner = inner.select().operand();
        }
        String name = name(expr);
        if (name == null) {
            walk(inner);
            return;
        }
        for (int end = name.length(); end > 0; end = name.lastIndexOf('.', end - 1)) {
            if (!variables.contains(name.substring(0, end))) {
                continue;
            }
            if (end < name.length()) { // no value has parts: of a view and a field of one name, the view is meant
                throw place.unknown(inner, name, unknown(name));
            }
            used.add(name);
            return;
        }
        int dot = name.indexOf('.');
        if (!TYPES.contains(dot < 0 ? name : name.substring(0, dot))) {
            throw place.unknown(inner, name, unknown(name));
        }
    }

    private static @Nullable String name(CelExpr expr) {
        if (expr.getKind() == CelExpr.ExprKind.Kind.IDENT) {
            String name = expr.ident().name();
            return name.startsWith(".") ? name.substring(1) : name;
        }
        if (expr.getKind() != CelExpr.ExprKind.Kind.SELECT) {
            return null;
        }
        String operand = name(expr.select().operand());
        return operand == null ? null : operand + "." + expr.select().field();
    }

    private String unknown(String name) {
        if (Functions.names().contains(name)) {
            return "'" + name + "' is a function, written " + Functions.call(name);
        }
        List<String> shown = VectorNames.shown(vectors, variables);
        Map<Boolean, List<String>> byGroup = shown.stream()
                .collect(Collectors.partitioningBy(v -> v.startsWith(name.substring(0, name.indexOf('.') + 1))));
        boolean inGroup =
                name.contains(".") && !byGroup.getOrDefault(true, List.of()).isEmpty();
        Collection<String> known = inGroup ? byGroup.getOrDefault(true, List.of()) : shown;
        return Suggestion.unknown("name", name, known);
    }
}
