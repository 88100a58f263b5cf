package io.streamgauge.store.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Laws of every function: its definition, and that a state knows nothing of its history. jqwik prints the seed of a failure. */
class FunctionLawsTest {

    /** Arguments to test with, of the functions that must have some. */
    private static final Map<String, List<Double>> ARGUMENTS = Map.ofEntries(
            Map.entry("first_n", List.of(3.0)),
            Map.entry("last_n", List.of(3.0)),
            Map.entry("first_distinct_n", List.of(3.0)),
            Map.entry("last_distinct_n", List.of(3.0)),
            Map.entry("top_k", List.of(4.0)),
            Map.entry("approx_top_k", List.of(4.0)),
            Map.entry("bottom_k", List.of(4.0)),
            Map.entry("quantile", List.of(0.0, 0.25, 0.9, 1.0)),
            Map.entry("histogram", List.of(-1.0, 0.0, 0.5, 100.0)),
            Map.entry("decayed_count", List.of(3600.0)),
            Map.entry("decayed_sum", List.of(3600.0)),
            Map.entry("decayed_mean", List.of(3600.0)));

    /** How far a result may be from its definition, in ulps; the others not at all. */
    private static final Map<String, Integer> ULPS = Map.ofEntries(
            Map.entry("mean", 1),
            Map.entry("share", 1),
            Map.entry("var_pop", 2),
            Map.entry("var_samp", 2),
            Map.entry("stddev_pop", 2),
            Map.entry("stddev_samp", 2),
            Map.entry("stddev", 2),
            Map.entry("skew", 4),
            Map.entry("kurtosis", 2),
            Map.entry("slope", 2));

    /** How far it may be otherwise. */
    private static final Map<String, Double> DISTANCES = Map.of("entropy", 1e-14, "approx_count_distinct", 3.0);

    @Provide
    Arbitrary<AggregateFunction> functions() {
        return Arbitraries.of(AggregateFunctions.builtins());
    }

    private static Aggregate aggregate(AggregateFunction function) {
        return function.with(arguments(function));
    }

    private static List<Double> arguments(AggregateFunction function) {
        return function.complete(ARGUMENTS.getOrDefault(function.name(), List.of()));
    }

    private static long endMs(List<Point> points, Random random) {
        return points.isEmpty()
                ? Points.START_MS
                : points.get(points.size() - 1).timeMs() + random.nextInt(100_000);
    }

    @Property(tries = 3000)
    void isWhatItsDefinitionSays(
            @ForAll("functions") AggregateFunction function,
            @ForAll Points kind,
            @ForAll long seed,
            @ForAll @IntRange(max = 30) int size) {
        Random random = new Random(seed);
        List<Point> points = kind.run(random, size);
        long endMs = endMs(points, random);
        List<@Nullable Double> expected = Naive.of(function.name()).of(points, arguments(function), endMs);
        List<@Nullable Double> results = Runs.fresh(aggregate(function), points, endMs);
        assertThat(results).hasSameSizeAs(expected);
        for (int i = 0; i < results.size(); i++) {
            check(function, points, endMs, results.get(i), expected.get(i));
        }
    }

    private static void check(
            AggregateFunction function,
            List<Point> points,
            long endMs,
            @Nullable Double result,
            @Nullable Double expected) {
        if (result == null || expected == null || !Double.isFinite(expected)) {
            assertThat(result).as(function.name()).isEqualTo(expected); // boxed: bit for bit
            return;
        }
        double allowed = allowed(function, points, endMs, expected);
        if (allowed == 0) {
            assertThat(result).as(function.name()).isEqualTo(expected);
        } else {
            assertThat(Math.abs(result - expected))
                    .as("%s: %s, not %s", function.name(), result, expected)
                    .isLessThanOrEqualTo(allowed);
        }
    }

    private static double allowed(AggregateFunction function, List<Point> points, long endMs, double expected) {
        String name = function.name();
        if (name.startsWith("decayed")) {
            boolean mean = name.equals("decayed_mean");
            double halfLife = arguments(function).get(0);
            BigDecimal magnitudes = name.equals("decayed_count")
                    ? new BigDecimal(expected)
                    : Naive.weighted(
                            points,
                            halfLife,
                            mean ? points.get(points.size() - 1).timeMs() : endMs,
                            true);
            return magnitudes.multiply(new BigDecimal("1e-14")).doubleValue() + 2 * Double.MIN_VALUE;
        }
        return DISTANCES.getOrDefault(name, ULPS.getOrDefault(name, 0) * Math.ulp(expected));
    }

    @Property(tries = 3000)
    void theWayToAStateLeavesNoTrace(
            @ForAll("functions") AggregateFunction function,
            @ForAll Points kind,
            @ForAll Points others,
            @ForAll long seed,
            @ForAll @IntRange(max = 30) int size) {
        if (!(aggregate(function) instanceof Folded folded)) {
            return;
        }
        Random random = new Random(seed);
        List<Point> points = kind.run(random, size);
        List<Point> passing = others.run(random, random.nextInt(20));
        long endMs = endMs(points, random);
        List<@Nullable Double> fresh = Runs.fresh(folded, points, endMs);
        assertThat(Runs.merged(folded, points, endMs, random)).as("merged").isEqualTo(fresh);
        assertThat(Runs.restored(folded, points, passing, endMs)).as("restored").isEqualTo(fresh);
        assertThat(Runs.cleared(folded, points, passing, endMs)).as("cleared").isEqualTo(fresh);
        Accumulator[] states = Runs.states(folded);
        boolean ordered = false;
        boolean invertible = true;
        for (Accumulator state : states) {
            ordered |= state.ordered();
            invertible &= state instanceof Invertible;
        }
        assertThat(ordered && states.length > 0 && invertible).as("never both").isFalse();
        if (!ordered) {
            List<Point> shuffled = new ArrayList<>(points);
            Runs.shuffle(shuffled, random);
            assertThat(Runs.fresh(folded, shuffled, endMs))
                    .as("in another order")
                    .isEqualTo(fresh);
        }
        if (invertible) {
            assertThat(Runs.slid(folded, points, passing, endMs, random))
                    .as("slid")
                    .isEqualTo(fresh);
        }
    }
}
