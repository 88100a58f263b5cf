package io.streamgauge.store.expression;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.ast.CelMutableExpr.CelMutableCall;
import dev.cel.common.ast.CelMutableExpr.CelMutableIdent;
import dev.cel.common.ast.CelMutableExpr.CelMutableList;
import dev.cel.common.ast.CelMutableExprConverter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Puts variables in the place of names that stand for vectors, which are no variables themselves: {@code embedding[3]} becomes
 * {@code embedding_3}, and {@code embedding} alone the list of all its elements. For one text; not thread-safe.
 */
final class VectorNames {

    private static final String INDEX = "_[_]";

    private final Map<String, List<String>> vectors;
    private final Collection<String> variables;
    private final Place place;
    private long lastId;

    /**
     * @param vectors names of the variables that are a vector's elements, in order, by the vector's name
     * @param variables names of all variables; one named as a vector hides it
     */
    VectorNames(Map<String, List<String>> vectors, Collection<String> variables, Place place) {
        this.vectors = vectors;
        this.variables = variables;
        this.place = place;
    }

    /** Names as users know them: in place of a vector's elements the vector. */
    static List<String> shown(Map<String, List<String>> vectors, Collection<String> variables) {
        Set<String> elements = new HashSet<>();
        vectors.values().forEach(elements::addAll);
        return Stream.concat(variables.stream().filter(name -> !elements.contains(name)), vectors.keySet().stream())
                .sorted()
                .toList();
    }

    /**
     * The expression with variables only.
     *
     * @throws ExpressionException where it asks for an element that is not there
     */
    CelExpr replaced(CelExpr parsed) {
        if (vectors.isEmpty()) {
            return parsed;
        }
        CelMutableExpr expr = CelMutableExprConverter.fromCelExpr(parsed);
        lastId = greatestId(expr);
        replace(expr);
        return CelMutableExprConverter.fromMutableExpr(expr);
    }

    private void replace(CelMutableExpr expr) {
        Optional<List<String>> elements = elements(expr);
        if (elements.isPresent()) {
            List<CelMutableExpr> list = new ArrayList<>();
            elements.get().forEach(name -> list.add(CelMutableExpr.ofIdent(++lastId, name)));
            expr.setList(CelMutableList.create(list));
            return;
        }
        if (expr.getKind() == Kind.CALL && expr.call().function().equals(INDEX)) {
            CelMutableCall call = expr.call();
            Optional<List<String>> indexed = elements(call.args().get(0));
            CelMutableExpr index = call.args().get(1);
            if (indexed.isPresent()
                    && index.getKind() == Kind.CONSTANT
                    && index.constant().getKind() == CelConstant.Kind.INT64_VALUE) {
                expr.setIdent(CelMutableIdent.create(
                        element(indexed.get(), call.args().get(0), index)));
                return;
            }
        }
        parts(expr).forEach(this::replace);
    }

    private String element(List<String> elements, CelMutableExpr vector, CelMutableExpr index) {
        long at = index.constant().int64Value();
        if (at < 0 || at >= elements.size()) {
            throw place.at(
                    CelMutableExprConverter.fromMutableExpr(index),
                    "'" + name(vector).orElseThrow() + "' has no element " + at + "; it has 0 to "
                            + (elements.size() - 1));
        }
        return elements.get((int) at);
    }

    private Optional<List<String>> elements(CelMutableExpr expr) {
        return name(expr).filter(name -> !variables.contains(name)).map(vectors::get);
    }

    /** A name, maybe with dots. */
    private static Optional<String> name(CelMutableExpr expr) {
        return switch (expr.getKind()) {
            case IDENT -> Optional.of(expr.ident().name());
            case SELECT ->
                name(expr.select().operand())
                        .map(operand -> operand + "." + expr.select().field());
            default -> Optional.empty();
        };
    }

    private static long greatestId(CelMutableExpr expr) {
        return parts(expr).stream().mapToLong(VectorNames::greatestId).reduce(expr.id(), Math::max);
    }

    private static List<CelMutableExpr> parts(CelMutableExpr expr) {
        return switch (expr.getKind()) {
            case SELECT -> List.of(expr.select().operand());
            case LIST -> expr.list().elements();
            case MAP ->
                expr.map().entries().stream()
                        .flatMap(entry -> Stream.of(entry.key(), entry.value()))
                        .toList();
            case CALL ->
                Stream.concat(expr.call().target().stream(), expr.call().args().stream())
                        .toList();
            default -> List.of();
        };
    }
}
