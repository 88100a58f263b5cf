package io.streamgauge.store.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link BandedSums} beside states that keep {@link ExactSum}s: the same bytes and the same results, bit for bit. */
class BandedSumsTest {

    private static final List<Recipe> RECIPES = List.of(new PowerSum(2), new PowerSum(3), new PowerSum(1));
    private static final int WIDTH = 32;

    /** Values of a band of exponents, zeros of both signs among them, and values of few bits. */
    private static double value(Random random, int lowest, int width) {
        long mantissa = random.nextLong() >>> 12;
        long few = random.nextBoolean() ? mantissa : mantissa & (-1L << random.nextInt(53));
        double value = Double.longBitsToDouble(((long) (lowest + random.nextInt(width)) << 52) | few);
        return (random.nextInt(8) == 0 ? 0 : 1) * (random.nextBoolean() ? -value : value);
    }

    private static Accumulator[] states() {
        return RECIPES.stream().map(Recipe::newState).toArray(Accumulator[]::new);
    }

    private static Accumulator[] afresh(List<Double> values) {
        Accumulator[] states = states();
        values.forEach(value -> states[0].add(0, value));
        values.forEach(value -> states[2].add(0, value));
        return states;
    }

    private static Map<Integer, Double> results(Folded folded, Accumulator[] states, int count) {
        Map<Integer, Double> results = new HashMap<>();
        Accumulator[] chosen = folded.recipes().stream()
                .map(recipe -> states[RECIPES.indexOf(recipe)])
                .toArray(Accumulator[]::new);
        folded.read(chosen, count, 0, results::put);
        return results;
    }

    private static void check(BandedSums sums, int run, int less, List<Double> values) {
        Accumulator[] exact = afresh(values);
        for (Folded folded : List.of(
                new SumOf(false),
                new SumOf(true),
                new Variance(true, true),
                new Variance(true, false),
                new Variance(false, true),
                new Variance(false, false))) {
            Accumulator[] banded = states();
            sums.difference(run, less, banded);
            assertThat(results(folded, banded, values.size()))
                    .as(folded + " of " + values.size() + " values")
                    .isEqualTo(results(folded, exact, values.size()));
        }
        Accumulator[] banded = states();
        sums.difference(run, less, banded);
        assertThat(Runs.bytes(banded[0])).isEqualTo(Runs.bytes(exact[0]));
        assertThat(Runs.bytes(banded[2])).isEqualTo(Runs.bytes(exact[2]));
        assertThat(((PowerSumState) banded[0]).fixed())
                .as("written from an exact sum")
                .isFalse();
    }

    @Property(tries = 400)
    void differencesAreExactSums(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 2046) int lowest,
            @ForAll @IntRange(min = 1, max = WIDTH) int wide,
            @ForAll @IntRange(max = 60) int size) {
        Random random = new Random(seed);
        int width = Math.min(wide, 2047 - lowest);
        BandedSums sums = new BandedSums(RECIPES, 2);
        assertThat(sums.restart(lowest, lowest + width - 1)).isTrue();
        List<Double> window = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            double before = value(random, lowest, width);
            assertThat(sums.add(0, before)).isTrue();
            assertThat(sums.add(1, before)).isTrue();
            double in = value(random, lowest, width);
            assertThat(sums.add(0, in)).isTrue();
            window.add(in);
            if (random.nextInt(3) == 0) {
                double out = window.remove(random.nextInt(window.size()));
                assertThat(random.nextBoolean() ? sums.subtract(0, out) : sums.add(1, out))
                        .isTrue();
            }
            if (random.nextInt(10) == 0) {
                check(sums, 0, 1, window);
            }
        }
        check(sums, 0, 1, window);
        sums.copy(1, 0);
        check(sums, 0, 1, List.of());
    }

    /** One that is off by one bit of one word would not be seen among values of one size: all carries, all words. */
    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 2015})
    void fullBandsOfManyValues(int lowest) {
        BandedSums sums = new BandedSums(RECIPES, 2);
        sums.restart(lowest, lowest + WIDTH - 1);
        double above = Double.longBitsToDouble((long) (lowest + WIDTH) << 52);
        double greatest = Math.nextDown(above);
        double least = -Double.longBitsToDouble(((long) lowest << 52) | 1);
        PowerSumState first = new PowerSumState(1);
        PowerSumState second = new PowerSumState(2);
        for (int i = 0; i < 300_000; i++) {
            for (double value : new double[] {greatest, least, greatest}) {
                sums.add(0, value);
                first.add(0, value);
                second.add(0, value);
            }
        }
        Accumulator[] banded = states();
        sums.difference(0, 1, banded);
        Accumulator[] exact = {second, new PowerSumState(3), first};
        for (Folded folded : List.of(new SumOf(true), new Variance(true, true))) {
            assertThat(results(folded, banded, 900_000)).isEqualTo(results(folded, exact, 900_000));
        }
        assertThat(Runs.bytes(banded[0])).isEqualTo(Runs.bytes(second));
        assertThat(Runs.bytes(banded[2])).isEqualTo(Runs.bytes(first));
    }

    @Test
    void whatDoesNotFitIsRefusedAndChangesNothing() {
        BandedSums sums = new BandedSums(RECIPES, 2);
        assertThat(sums.restart(1000, 1000 + WIDTH)).isFalse();
        assertThat(sums.restart(1000, 1000 + WIDTH - 1)).isTrue();
        double fitting = Double.longBitsToDouble((1010L << 52) | 12345);
        sums.add(0, fitting);
        for (double value : new double[] {
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            Double.longBitsToDouble(999L << 52),
            Double.longBitsToDouble((long) (1000 + WIDTH) << 52)
        }) {
            assertThat(sums.add(0, value)).as("adding " + value).isFalse();
            assertThat(sums.subtract(0, value)).as("subtracting " + value).isFalse();
        }
        assertThat(sums.add(0, -0.0)).as("zeros fit").isTrue();
        assertThat(sums.add(0, 0.0)).as("zeros fit").isTrue();
        check(sums, 0, 1, List.of(fitting));
    }

    @Test
    void exponentsSayWhatFits() {
        assertThat(BandedSums.exponent(1)).isEqualTo(1023);
        assertThat(BandedSums.exponent(-Double.MAX_VALUE)).isEqualTo(2046);
        assertThat(BandedSums.exponent(Double.MIN_NORMAL)).isEqualTo(1);
        assertThat(BandedSums.exponent(-0.0)).isEqualTo(BandedSums.ZERO);
        assertThat(BandedSums.exponent(Double.MIN_VALUE)).isEqualTo(BandedSums.NONE);
        assertThat(BandedSums.exponent(Double.NaN)).isEqualTo(BandedSums.NONE);
        assertThat(BandedSums.exponent(Double.NEGATIVE_INFINITY)).isEqualTo(BandedSums.NONE);
    }
}
