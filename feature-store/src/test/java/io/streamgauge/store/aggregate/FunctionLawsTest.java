package io.streamgauge.store.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

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
    private static final Map<String, List<Double>> ARGUMENTS = Map.of(
            "first_n", List.of(3.0),
            "last_n", List.of(3.0));

    /** How far a result may be from its definition, in ulps; the others not at all. */
    private static final Map<String, Integer> ULPS =
            Map.of("mean", 1, "share", 1, "var_pop", 2, "var_samp", 2, "stddev_pop", 2, "stddev_samp", 2, "stddev", 2);

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
            check(function.name(), results.get(i), expected.get(i));
        }
    }

    private static void check(String name, @Nullable Double result, @Nullable Double expected) {
        if (result == null || expected == null || !ULPS.containsKey(name) || !Double.isFinite(expected)) {
            assertThat(result).as(name).isEqualTo(expected); // boxed: bit for bit
        } else {
            assertThat(Math.abs(result - expected) / Math.ulp(expected))
                    .as("%s: %s, not %s", name, result, expected)
                    .isLessThanOrEqualTo(ULPS.get(name));
        }
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
