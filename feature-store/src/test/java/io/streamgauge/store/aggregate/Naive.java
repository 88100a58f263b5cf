package io.streamgauge.store.aggregate;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every function by its definition: loops and BigDecimal. Missing results are null. */
final class Naive {

    /** A function by its definition. */
    interface Definition {
        List<@Nullable Double> of(List<Point> points, List<Double> arguments, long endMs);
    }

    private interface OfValues {
        @Nullable
        Double of(double[] values);
    }

    /** Enough digits for a quotient or a root that is then rounded to a double. */
    private static final MathContext DIGITS = new MathContext(60);

    private static final Map<String, Definition> DEFINITIONS = new LinkedHashMap<>();

    static {
        one("count", x -> (double) x.length);
        one("sum", x -> x.length == 0 ? null : finite(x) ? exactSum(x).doubleValue() : loop(x));
        one("mean", Naive::mean);
        one("share", Naive::mean);
        one(
                "min",
                x -> x.length == 0 ? null : Arrays.stream(x).reduce(Math::min).getAsDouble());
        one(
                "max",
                x -> x.length == 0 ? null : Arrays.stream(x).reduce(Math::max).getAsDouble());
        one("first", x -> x.length == 0 ? null : x[0]);
        one("last", x -> x.length == 0 ? null : x[x.length - 1]);
        one("var_pop", x -> variance(x, x.length, false));
        one("var_samp", x -> variance(x, x.length - 1, false));
        one("stddev_pop", x -> variance(x, x.length, true));
        one("stddev_samp", x -> variance(x, x.length - 1, true));
        one("stddev", x -> variance(x, x.length - 1, true));
        DEFINITIONS.put("first_n", (points, n, end) -> cut(boxed(points), n));
        DEFINITIONS.put("last_n", (points, n, end) -> {
            List<@Nullable Double> values = boxed(points);
            Collections.reverse(values);
            return cut(values, n);
        });
    }

    private Naive() {}

    static Definition of(String name) {
        Definition definition = DEFINITIONS.get(name);
        if (definition == null) {
            throw new IllegalArgumentException("no definition of " + name);
        }
        return definition;
    }

    private static void one(String name, OfValues definition) {
        DEFINITIONS.put(
                name,
                (points, arguments, endMs) -> Collections.singletonList(
                        definition.of(points.stream().mapToDouble(Point::value).toArray())));
    }

    private static List<@Nullable Double> boxed(List<Point> points) {
        List<@Nullable Double> values = new ArrayList<>();
        points.forEach(point -> values.add(point.value()));
        return values;
    }

    /** The first n, followed by nulls. */
    private static List<@Nullable Double> cut(List<@Nullable Double> values, List<Double> n) {
        List<@Nullable Double> cut = new ArrayList<>(values);
        while (cut.size() < n.get(0)) {
            cut.add(null);
        }
        return cut.subList(0, n.get(0).intValue());
    }

    private static boolean finite(double[] x) {
        return Arrays.stream(x).allMatch(Double::isFinite);
    }

    private static BigDecimal exactSum(double[] x) {
        BigDecimal sum = BigDecimal.ZERO;
        for (double value : x) {
            sum = sum.add(new BigDecimal(value));
        }
        return sum;
    }

    /** The sum where some are not finite: the finite ones must not overflow first. */
    private static double loop(double[] x) {
        double sum = 0;
        for (double value : x) {
            sum += Double.isFinite(value) ? 0 : value;
        }
        return sum;
    }

    private static @Nullable Double mean(double[] x) {
        if (x.length == 0) {
            return null;
        }
        return finite(x)
                ? exactSum(x).divide(BigDecimal.valueOf(x.length), DIGITS).doubleValue()
                : loop(x);
    }

    private static @Nullable Double variance(double[] x, int divisor, boolean root) {
        if (divisor < 1) {
            return null;
        }
        if (!finite(x)) {
            return Double.NaN;
        }
        BigDecimal variance = central(x, 2).divide(BigDecimal.valueOf(divisor), DIGITS);
        return (root ? variance.sqrt(DIGITS) : variance).doubleValue();
    }

    /** {@code sum (x - mean)^order}, with n times the deviations so that the mean needs no rounding. */
    private static BigDecimal central(double[] x, int order) {
        BigDecimal n = BigDecimal.valueOf(x.length);
        BigDecimal sum = exactSum(x);
        BigDecimal total = BigDecimal.ZERO;
        for (double value : x) {
            total = total.add(new BigDecimal(value).multiply(n).subtract(sum).pow(order));
        }
        return total.divide(n.pow(order), DIGITS);
    }
}
