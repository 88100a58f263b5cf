package io.streamgauge.drift.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;

/** p-values against every way of splitting the pooled values, and rates of false alarms. */
class TestOraclesTest {

    @Test
    void exactPValuesCountEverySplit() {
        double[] a = {0.3, 1.1, 2.5, 4.0};
        double[] b = {0.9, 3.3, 4.4, 5.0, 6.1};
        assertThat(CramerVonMises.of(a, b).pValue())
                .isCloseTo(everySplit(a, b, (x, y) -> CramerVonMises.of(x, y).value()), within(1e-12));
        assertThat(MannWhitney.of(a, b).pValue())
                .isCloseTo(
                        everySplit(a, b, (x, y) -> Math.abs(MannWhitney.of(x, y).value() - 10)), within(1e-12));
        assertThat(KolmogorovSmirnov.of(a, b).pValue())
                .isCloseTo(everySplit(a, b, KolmogorovSmirnov::distance), within(1e-12));
    }

    @Test
    void permutationTendsToEverySplit() {
        double[] a = {0.3, 1.1, 2.5, 4.0};
        double[] b = {0.9, 3.3, 4.4, 5.0, 6.1};
        double every = everySplit(a, b, Wasserstein::distance);
        TestResult drawn = PermutationTest.of(a, b, Wasserstein::distance, 20_000, 5);
        assertThat(drawn.pValue()).isCloseTo(every, within(0.015));
        assertThat(PermutationTest.of(a, b, Wasserstein::distance, 100, 5))
                .isEqualTo(PermutationTest.of(a, b, Wasserstein::distance, 100, 5));
    }

    private static double everySplit(double[] a, double[] b, ToDoubleBiFunction<double[], double[]> statistic) {
        double[] pooled = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, pooled, a.length, b.length);
        Arrays.sort(pooled);
        double seen = statistic.applyAsDouble(a, b);
        int splits = 0;
        int atLeast = 0;
        for (int mask = 0; mask < 1 << pooled.length; mask++) {
            if (Integer.bitCount(mask) == a.length) {
                splits++;
                atLeast += statistic.applyAsDouble(chosen(pooled, mask), chosen(pooled, ~mask)) >= seen - 1e-9 ? 1 : 0;
            }
        }
        return (double) atLeast / splits;
    }

    private static double[] chosen(double[] pooled, int mask) {
        double[] chosen = new double[Integer.bitCount(mask & ((1 << pooled.length) - 1))];
        int next = 0;
        for (int i = 0; i < pooled.length; i++) {
            if ((mask >> i & 1) == 1) {
                chosen[next++] = pooled[i];
            }
        }
        return chosen;
    }

    /** Five in a hundred, within three standard errors of 1,000 rounds (2 points). */
    @Test
    void everyTestHoldsItsLevel() {
        Random seeds = new Random(3);
        holds("welch", TTest::welch, 200, 50);
        holds("mann-whitney", MannWhitney::of, 200, 50);
        holds("cramer-von mises", CramerVonMises::of, 200, 50);
        holds("anderson-darling", AndersonDarling::of, 200, 50);
        holds("wasserstein", (a, b) -> PermutationTest.of(a, b, Wasserstein::distance, 99, seeds.nextLong()), 40, 20);
        holds("energy", (a, b) -> PermutationTest.of(a, b, EnergyDistance::distance, 99, seeds.nextLong()), 40, 20);
        holdsOnCounts("chi-squared", 900, ChiSquared::of);
        holdsOnCounts("g", 900, GTest::of);
        holdsOnCounts("jensen-shannon", 900, JensenShannon::of);
        holdsOnCounts("hellinger", 900, Hellinger::of);
        holdsOnCounts("kullback-leibler", 900, KullbackLeibler::of);
        holdsOnCounts("psi", 900, (a, b) -> TestResult.of(0, Psi.of(a, b).pValue(), 0, 0));
        holdsOnCounts(
                "total variation",
                60,
                (a, b) -> CategoryPermutation.of(a, b, TotalVariation::distance, 99, seeds.nextLong()));
    }

    private static void holds(String name, BiFunction<double[], double[], TestResult> test, int n, int m) {
        Random random = new Random(17);
        int alarms = 0;
        for (int round = 0; round < 1000; round++) {
            double[] a = random.doubles(n).sorted().toArray();
            double[] b = random.doubles(m).sorted().toArray();
            alarms += test.apply(a, b).pValue() <= 0.05 ? 1 : 0;
        }
        assertThat(alarms / 1000.0).as(name).isBetween(0.03, 0.07);
    }

    private static void holdsOnCounts(String name, int m, BiFunction<long[], long[], TestResult> test) {
        Random random = new Random(23);
        int alarms = 0;
        for (int round = 0; round < 1000; round++) {
            alarms += test.apply(counts(random, 2 * m), counts(random, m)).pValue() <= 0.05 ? 1 : 0;
        }
        assertThat(alarms / 1000.0).as(name).isBetween(0.03, 0.07);
    }

    private static long[] counts(Random random, int size) {
        long[] counts = new long[5];
        for (int i = 0; i < size; i++) {
            counts[random.nextInt(5)]++;
        }
        return counts;
    }

    @Test
    void unseenCategoriesAreExpectedWhereManyWereSeenOnce() {
        long[] settled = {500, 300, 200, 0};
        assertThat(UnseenCategories.of(settled, new long[] {50, 30, 15, 5}).pValue())
                .isLessThan(1e-4);
        assertThat(UnseenCategories.of(settled, new long[] {50, 30, 20, 0}).pValue())
                .isEqualTo(1);
        long[] changing = new long[600];
        Arrays.fill(changing, 1);
        changing[0] = 401;
        changing[599] = 0;
        long[] window = new long[600];
        window[0] = 50;
        window[599] = 50;
        TestResult expected = UnseenCategories.of(changing, window);
        assertThat(expected.value()).isEqualTo(0.5);
        assertThat(expected.pValue()).isGreaterThan(0.9);
    }

    @Test
    void whatCannotBeComparedIsNoChange() {
        double[] none = {};
        double[] one = {1};
        assertThat(CramerVonMises.of(none, one).pValue()).isEqualTo(1);
        assertThat(MannWhitney.of(one, none).pValue()).isEqualTo(1);
        assertThat(AndersonDarling.of(new double[] {2, 2}, new double[] {2, 2}).pValue())
                .isEqualTo(1);
        assertThat(TTest.welch(one, one).pValue()).isEqualTo(1);
        assertThat(TTest.welch(new double[] {1, 1}, new double[] {2, 2}).pValue())
                .isZero();
        assertThat(ChiSquared.of(new long[] {3, 0}, new long[] {9, 0}).pValue()).isEqualTo(1);
        assertThat(FisherExact.of(new long[] {3, 0}, new long[] {9, 0}).pValue())
                .isEqualTo(1);
        assertThat(Wasserstein.distance(none, one)).isZero();
        assertThat(KullbackLeibler.of(new long[] {3, 3}, new long[] {9, 0}).pValue())
                .isZero();
    }
}
