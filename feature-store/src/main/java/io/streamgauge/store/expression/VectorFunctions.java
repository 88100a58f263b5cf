package io.streamgauge.store.expression;

import dev.cel.common.types.SimpleType;
import java.util.List;

/**
 * Functions of vectors. Sums run from the first element to the last, so a result has the same bits everywhere.
 */
final class VectorFunctions {

    static final String COSINE = "cosine";
    static final String DOT = "dot";

    static final List<Function> ALL = List.of(
            new Function(
                    COSINE,
                    "cosine(v, w)",
                    "double",
                    2,
                    "Cosine of the angle between two vectors of one length, -1 to 1; missing when one is all zeros.",
                    List.of(Overload.of(
                            COSINE,
                            SimpleType.DOUBLE,
                            a -> cosine((List<?>) a[0], (List<?>) a[1]),
                            Argument.VECTOR,
                            Argument.VECTOR))),
            new Function(
                    DOT,
                    "dot(v, w)",
                    "double",
                    1,
                    "Sum of the products of two vectors of one length, element by element.",
                    List.of(Overload.of(
                            DOT,
                            SimpleType.DOUBLE,
                            a -> dot((List<?>) a[0], (List<?>) a[1], 1, 1),
                            Argument.VECTOR,
                            Argument.VECTOR))),
            new Function(
                    "norm",
                    "norm(v)",
                    "double",
                    2,
                    "Euclidean length of a vector, the root of the sum of its elements' squares.",
                    List.of(Overload.of("norm", SimpleType.DOUBLE, a -> norm((List<?>) a[0]), Argument.VECTOR))));

    private VectorFunctions() {}

    /** Sum of v/by · w/wBy. */
    private static double dot(List<?> v, List<?> w, double by, double wBy) {
        if (v.size() != w.size()) {
            throw new Undefined();
        }
        double sum = 0;
        for (int i = 0; i < v.size(); i++) {
            sum += number(v.get(i)) / by * (number(w.get(i)) / wBy);
        }
        return sum;
    }

    private static double norm(List<?> v) {
        double greatest = greatest(v);
        return greatest == 0 ? 0 : greatest * StrictMath.sqrt(dot(v, v, greatest, greatest));
    }

    /** Of each vector over its greatest element, so that squares neither overflow nor vanish; rounding may lift it above 1. */
    private static double cosine(List<?> v, List<?> w) {
        double by = greatest(v);
        double wBy = greatest(w);
        if (by == 0 || wBy == 0) {
            throw new Undefined();
        }
        double lengths = StrictMath.sqrt(dot(v, v, by, by)) * StrictMath.sqrt(dot(w, w, wBy, wBy));
        return Math.max(-1, Math.min(1, dot(v, w, by, wBy) / lengths));
    }

    /** Greatest distance of an element from 0. */
    private static double greatest(List<?> v) {
        double greatest = 0;
        for (Object element : v) {
            greatest = Math.max(greatest, Math.abs(number(element)));
        }
        return greatest;
    }

    /** An element; a list written out may hold what is no number. */
    private static double number(Object element) {
        if (element instanceof Number number) {
            return number.doubleValue();
        }
        throw new Undefined();
    }
}
