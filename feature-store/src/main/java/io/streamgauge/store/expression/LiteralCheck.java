package io.streamgauge.store.expression;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import io.streamgauge.schemas.config.Suggestion;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Arguments that are written out and can never be right: an unknown time zone, edges out of order, no buckets. */
final class LiteralCheck {

    private final Place place;

    LiteralCheck(Place place) {
        this.place = place;
    }

    /** Checks one call whose types are known to be right. */
    void check(CelExpr expr) {
        CelCall call = expr.call();
        List<CelExpr> arguments = call.args();
        switch (call.function()) {
            case "bucket" -> edges(arguments.get(1));
            case "clip" -> bounds(expr, number(arguments.get(1)), number(arguments.get(2)));
            case "hashBucket" -> {
                if (number(arguments.get(1)).orElse(1) < 1) {
                    throw place.at(arguments.get(1), "'hashBucket' takes at least 1 bucket");
                }
            }
            case VectorFunctions.COSINE, VectorFunctions.DOT -> oneLength(expr, arguments.get(0), arguments.get(1));
            default -> {
                if (arguments.size() == 2 && TimeFunctions.takesZone(call.function())) {
                    text(arguments.get(1)).ifPresent(zone -> zone(arguments.get(1), zone));
                }
            }
        }
    }

    private void edges(CelExpr edges) {
        String rule = "the edges of 'bucket' are numbers written out in ascending order, such as [10, 100]";
        if (edges.getKind() != CelExpr.ExprKind.Kind.LIST
                || edges.list().elements().isEmpty()) {
            throw place.at(edges, rule);
        }
        double previous = Double.NEGATIVE_INFINITY;
        for (CelExpr edge : edges.list().elements()) {
            double value = number(edge).orElse(Double.NaN);
            if (!(value > previous)) {
                throw place.at(edge, rule);
            }
            previous = value;
        }
    }

    private void oneLength(CelExpr call, CelExpr v, CelExpr w) {
        if (v.getKind() == CelExpr.ExprKind.Kind.LIST && w.getKind() == CelExpr.ExprKind.Kind.LIST) {
            int length = v.list().elements().size();
            int other = w.list().elements().size();
            if (length != other) {
                throw place.at(
                        call,
                        "'" + call.call().function() + "' takes two vectors of one length; found " + length + " and "
                                + other + " elements");
            }
        }
    }

    private void bounds(CelExpr expr, OptionalDouble lo, OptionalDouble hi) {
        if (lo.isPresent() && hi.isPresent() && lo.getAsDouble() > hi.getAsDouble()) {
            throw place.at(expr, "the lower bound of 'clip' is above the upper one");
        }
    }

    private void zone(CelExpr expr, String zone) {
        try {
            ZoneId.of(zone);
        } catch (DateTimeException e) {
            String hint = Suggestion.nearest(zone, ZoneId.getAvailableZoneIds())
                    .map(near -> "; did you mean '" + near + "'?")
                    .orElse("");
            throw place.at(
                    expr,
                    "unknown time zone '" + zone + "'" + hint
                            + " (allowed: names such as Europe/Brussels, UTC, +02:00)");
        }
    }

    private static Optional<String> text(CelExpr expr) {
        return expr.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                        && expr.constant().getKind() == CelConstant.Kind.STRING_VALUE
                ? Optional.of(expr.constant().stringValue())
                : Optional.empty();
    }

    private static OptionalDouble number(CelExpr expr) {
        if (expr.getKind() != CelExpr.ExprKind.Kind.CONSTANT) {
            return OptionalDouble.empty();
        }
        return switch (expr.constant().getKind()) {
            case INT64_VALUE -> OptionalDouble.of((double) expr.constant().int64Value());
            case DOUBLE_VALUE -> OptionalDouble.of(expr.constant().doubleValue());
            default -> OptionalDouble.empty();
        };
    }
}
