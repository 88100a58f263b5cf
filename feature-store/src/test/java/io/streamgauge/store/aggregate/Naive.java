package io.streamgauge.store.aggregate;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
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
        DEFINITIONS.put("first_n", (points, n, end) -> cut(boxed(array(points)), n));
        DEFINITIONS.put("last_n", (points, n, end) -> cut(boxed(reversed(array(points))), n));
    }

    static {
        one("skew", Naive::skew);
        one("kurtosis", Naive::kurtosis);
        one("median", x -> quantile(x, 0.5));
        one("mode", Naive::mode);
        one("entropy", Naive::entropy);
        one("max_drawdown", Naive::drawdown);
        one("count_distinct", x -> (double) distinct(x).size());
        one("approx_count_distinct", x -> (double) distinct(x).size());
        DEFINITIONS.put("quantile", (points, ranks, end) -> {
            List<@Nullable Double> results = new ArrayList<>();
            ranks.forEach(rank -> results.add(quantile(array(points), rank)));
            return results;
        });
        DEFINITIONS.put("histogram", (points, edges, end) -> histogram(array(points), edges));
        DEFINITIONS.put("first_distinct_n", (points, n, end) -> cut(distinct(array(points)), n));
        DEFINITIONS.put("last_distinct_n", (points, n, end) -> cut(distinct(reversed(array(points))), n));
        DEFINITIONS.put("approx_top_k", (points, k, end) -> frequent(array(points), k));
        DEFINITIONS.put("top_k", (points, k, end) -> cut(boxed(reversed(sorted(array(points)))), k));
        DEFINITIONS.put("bottom_k", (points, k, end) -> cut(boxed(sorted(array(points))), k));
    }

    static {
        timed(
                "time_since_last",
                (points, h, end) -> (end - points.get(points.size() - 1).timeMs()) / 1000.0);
        timed("time_since_first", (points, h, end) -> (end - points.get(0).timeMs()) / 1000.0);
        timed("interarrival_mean", (points, h, end) -> interarrivalMean(points));
        timed("slope", (points, h, end) -> slope(points));
        timed("decayed_sum", (points, h, end) -> decayedSum(points, h.get(0), end));
        timed(
                "decayed_mean",
                (points, h, end) -> finite(array(points))
                        ? weighted(points, h.get(0), end, false)
                                .divide(weights(points, h.get(0), end), DIGITS)
                                .doubleValue()
                        : loop(array(points)));
        DEFINITIONS.put(
                "decayed_count",
                (points, h, end) ->
                        Collections.singletonList(weights(points, h.get(0), end).doubleValue()));
    }

    private interface OfPoints {
        @Nullable
        Double of(List<Point> points, List<Double> arguments, long endMs);
    }

    /** One that is missing without values. */
    private static void timed(String name, OfPoints definition) {
        DEFINITIONS.put(
                name,
                (points, arguments, endMs) ->
                        Collections.singletonList(points.isEmpty() ? null : definition.of(points, arguments, endMs)));
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

    private static double[] array(List<Point> points) {
        return points.stream().mapToDouble(Point::value).toArray();
    }

    private static List<@Nullable Double> boxed(double[] x) {
        return new ArrayList<>(Arrays.stream(x).boxed().toList());
    }

    private static double[] reversed(double[] x) {
        double[] reversed = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            reversed[i] = x[x.length - 1 - i];
        }
        return reversed;
    }

    private static double[] sorted(double[] x) {
        return Arrays.stream(x).sorted().toArray();
    }

    /** Distinct values in the order they come first. */
    private static List<@Nullable Double> distinct(double[] x) {
        return new ArrayList<>(Arrays.stream(x)
                .map(value -> value == 0 ? 0.0 : value)
                .distinct()
                .boxed()
                .toList());
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

    private static @Nullable Double skew(double[] x) {
        BigDecimal second = x.length == 0 || !finite(x) ? BigDecimal.ONE : central(x, 2);
        if (x.length == 0 || second.signum() == 0) {
            return null;
        }
        return finite(x) ? overPower(central(x, 3), second, x.length) : Double.NaN;
    }

    private static double overPower(BigDecimal third, BigDecimal second, int n) {
        BigDecimal variance = second.divide(BigDecimal.valueOf(n), DIGITS);
        BigDecimal deviation = variance.sqrt(DIGITS);
        return third.divide(BigDecimal.valueOf(n), DIGITS)
                .divide(variance.multiply(deviation), DIGITS)
                .doubleValue();
    }

    private static @Nullable Double kurtosis(double[] x) {
        if (x.length == 0 || (finite(x) && central(x, 2).signum() == 0)) {
            return null;
        }
        if (!finite(x)) {
            return Double.NaN;
        }
        return central(x, 4)
                .multiply(BigDecimal.valueOf(x.length))
                .divide(central(x, 2).pow(2), DIGITS)
                .subtract(BigDecimal.valueOf(3))
                .doubleValue();
    }

    private static @Nullable Double quantile(double[] x, double rank) {
        if (x.length == 0 || Arrays.stream(x).anyMatch(Double::isNaN)) {
            return x.length == 0 ? null : Double.NaN;
        }
        double exact = sorted(x)[(int) Math.floor(rank * (x.length - 1))];
        return Double.longBitsToDouble(Double.doubleToLongBits(exact) >> 45 << 45) + 0.0;
    }

    private static List<@Nullable Double> frequent(double[] x, List<Double> k) {
        List<@Nullable Double> byFrequency = new ArrayList<>(distinct(x));
        byFrequency.sort(Comparator.<@Nullable Double>comparingInt(value -> -Collections.frequency(
                        boxed(Arrays.stream(x).map(v -> v + 0.0).toArray()), value))
                .thenComparing(value -> requireNonNull(value)));
        return cut(byFrequency, k);
    }

    private static @Nullable Double mode(double[] x) {
        List<@Nullable Double> values = distinct(sorted(x));
        Double mode = null;
        int most = 0;
        for (Double value : values) {
            int count = count(x, requireNonNull(value));
            if (count > most) {
                most = count;
                mode = value;
            }
        }
        return mode;
    }

    private static int count(double[] x, double value) {
        return (int) Arrays.stream(x)
                .filter(other -> other == value || (Double.isNaN(other) && Double.isNaN(value)))
                .count();
    }

    private static @Nullable Double entropy(double[] x) {
        double entropy = 0;
        for (Double value : distinct(x)) {
            double share = count(x, requireNonNull(value)) / (double) x.length;
            entropy -= share * Math.log(share);
        }
        return x.length == 0 ? null : entropy;
    }

    private static @Nullable Double drawdown(double[] x) {
        double fall = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = i; j < x.length; j++) {
                fall = Math.max(fall, x[i] == x[j] ? 0 : x[i] - x[j]);
            }
        }
        return x.length == 0 ? null : fall;
    }

    private static List<@Nullable Double> histogram(double[] x, List<Double> edges) {
        List<@Nullable Double> counts = new ArrayList<>();
        for (int bin = 0; bin <= edges.size(); bin++) {
            double from = bin == 0 ? Double.NEGATIVE_INFINITY : edges.get(bin - 1);
            double to = bin == edges.size() ? Double.POSITIVE_INFINITY : edges.get(bin);
            boolean last = bin == edges.size();
            counts.add((double) Arrays.stream(x)
                    .filter(value -> value >= from && (last || value < to))
                    .count());
        }
        return counts;
    }

    private static @Nullable Double interarrivalMean(List<Point> points) {
        long fromMs = points.get(0).timeMs();
        long toMs = points.get(points.size() - 1).timeMs();
        return points.size() < 2 ? null : (toMs - fromMs) / (1000.0 * (points.size() - 1));
    }

    private static @Nullable Double slope(List<Point> points) {
        if (points.stream().map(Point::timeMs).distinct().count() < 2) {
            return null;
        }
        double[] x = array(points);
        if (!finite(x)) {
            return Double.NaN;
        }
        double[] t =
                points.stream().mapToDouble(point -> (double) point.timeMs()).toArray();
        BigDecimal n = BigDecimal.valueOf(x.length);
        BigDecimal sumT = exactSum(t);
        BigDecimal sumX = exactSum(x);
        BigDecimal above = BigDecimal.ZERO;
        BigDecimal below = BigDecimal.ZERO;
        for (int i = 0; i < x.length; i++) {
            BigDecimal fromMean = new BigDecimal(t[i]).multiply(n).subtract(sumT);
            above = above.add(fromMean.multiply(new BigDecimal(x[i]).multiply(n).subtract(sumX)));
            below = below.add(fromMean.multiply(fromMean));
        }
        return above.multiply(BigDecimal.valueOf(1000)).divide(below, DIGITS).doubleValue();
    }

    private static Double decayedSum(List<Point> points, double halfLifeSeconds, long endMs) {
        return finite(array(points))
                ? weighted(points, halfLifeSeconds, endMs, false).doubleValue()
                : loop(array(points));
    }

    /** The sum of finite values, or of their magnitudes, with weights that halve. */
    static BigDecimal weighted(List<Point> points, double halfLifeSeconds, long endMs, boolean magnitudes) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Point point : points) {
            BigDecimal value = new BigDecimal(magnitudes ? Math.abs(point.value()) : point.value());
            sum = sum.add(value.multiply(weight(point, halfLifeSeconds, endMs)));
        }
        return sum;
    }

    private static BigDecimal weights(List<Point> points, double halfLifeSeconds, long endMs) {
        return points.stream()
                .map(point -> weight(point, halfLifeSeconds, endMs))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal weight(Point point, double halfLifeSeconds, long endMs) {
        double halfLives = (endMs - point.timeMs()) / (halfLifeSeconds * 1000);
        int whole = (int) halfLives;
        return new BigDecimal(StrictMath.pow(2, whole - halfLives))
                .divide(BigDecimal.valueOf(2).pow(whole), DIGITS);
    }
}
