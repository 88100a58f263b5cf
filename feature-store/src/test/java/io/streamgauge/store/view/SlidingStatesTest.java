package io.streamgauge.store.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.aggregate.Accumulator;
import io.streamgauge.store.aggregate.AggregateFunctions;
import io.streamgauge.store.aggregate.Folded;
import io.streamgauge.store.aggregate.Recipe;
import io.streamgauge.store.binary.ByteWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** {@link SlidingStates} beside states filled afresh, while values pass from one band of exponents to another and out of all. */
class SlidingStatesTest {

    private static final List<Recipe> RECIPES = recipes("decayed_sum", "stddev", "slope", "kurtosis");

    private static final List<PlacedWindow> WINDOWS =
            List.of(window(0, false), window(1, true), window(0, false), window(1, false));

    private static PlacedWindow window(int end, boolean unbounded) {
        return new PlacedWindow(unbounded ? new WindowStart.Unbounded() : new WindowStart.Sliding(10 + end), end);
    }

    private static List<Recipe> recipes(String... functions) {
        Set<Recipe> recipes = new LinkedHashSet<>();
        Stream.of(functions)
                .map(name -> (Folded)
                        AggregateFunctions.named(name).with(name.startsWith("decayed") ? List.of(3600.0) : List.of()))
                .forEach(folded -> recipes.addAll(folded.recipes()));
        return List.copyOf(recipes);
    }

    /** Values that stay in a band for a while. */
    private static double value(Random random, int phase) {
        double money = Math.rint(random.nextDouble() * 100_000) / 100;
        return switch (phase % 7) {
            case 0, 1 -> money - 200;
            case 2 -> random.nextBoolean() ? money : random.nextGaussian() * 1e-30;
            case 3 -> random.nextInt(4) == 0 ? Double.NaN : money;
            case 4 -> Double.longBitsToDouble(random.nextLong());
            case 5 -> random.nextInt(2);
            default -> -money * 0x1p1000;
        };
    }

    private static byte[] bytes(Accumulator[] states) {
        ByteWriter out = new ByteWriter();
        for (Accumulator state : states) {
            state.write(out);
        }
        return out.toBytes();
    }

    private static byte[] afresh(Series series, long start, long end) {
        Accumulator[] states = RECIPES.stream().map(Recipe::newState).toArray(Accumulator[]::new);
        for (long i = start; i < end; i++) {
            for (Accumulator state : states) {
                state.add(series.timeMs(i), series.value(i));
            }
        }
        return bytes(states);
    }

    private static long someEnd(Random random, Series of) {
        return of.end() - (random.nextInt(4) == 0 ? random.nextInt(of.size() + 1) : 0);
    }

    /** Two entities share a plan; windows go forwards and back, values come late, old ones go. */
    @Property(tries = 150)
    void areTheStatesOfTheirWindows(@ForAll long seed) {
        Random random = new Random(seed);
        SlidingPlan plan = new SlidingPlan(RECIPES, WINDOWS, Set.of(0, 2, 3));
        Series[] series = {new Series(true), new Series(true)};
        SlidingStates[] states = {
            new SlidingStates(plan, RECIPES, RECIPES, null), new SlidingStates(plan, RECIPES, RECIPES, null)
        };
        int phase = random.nextInt(7);
        long timeMs = 0;
        for (int i = 0; i < 250; i++) {
            phase += random.nextInt(40) == 0 ? 1 : 0;
            int entity = random.nextInt(2);
            Series of = series[entity];
            timeMs += random.nextInt(5);
            long sequence = of.insert(Math.max(0, timeMs - random.nextInt(12)), value(random, phase));
            if (sequence < of.end() - 1) {
                states[entity].inserted(of, sequence);
            }
            if (random.nextInt(12) == 0) {
                long cut = of.first() + random.nextInt(of.size() + 1);
                states[entity].dropBefore(of, cut);
                of.dropBefore(cut);
            }
            for (int read = 0; read < 2; read++) {
                long[] ends = {someEnd(random, of), someEnd(random, of)};
                long[] starts = new long[WINDOWS.size()];
                for (int window = 0; window < starts.length; window++) {
                    long end = ends[WINDOWS.get(window).delay()];
                    starts[window] = Math.max(of.first(), end - random.nextInt(window == 0 ? 5 : 80));
                }
                states[entity].turnTo(of, starts, ends);
                for (int window : new int[] {0, 2, 3, 0}) {
                    long end = ends[WINDOWS.get(window).delay()];
                    assertThat(bytes(states[entity].over(of, window, starts[window], end)))
                            .as("seed %s, event %s, window %s of [%s, %s)", seed, i, window, starts[window], end)
                            .isEqualTo(afresh(of, starts[window], end));
                }
            }
        }
    }
}
