package io.streamgauge.drift.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Values printed by SciPy 1.17, or by the tool named, to the digits printed. */
class GoldenValuesTest {

    private static final double[] A = {38.7, 41.5, 43.8, 44.5, 45.5, 46.0, 47.7, 58.0};
    private static final double[] B = {39.2, 39.3, 39.7, 41.4, 41.8, 42.9, 43.3, 45.8};
    private static final long[] REFERENCE = {16, 18, 16, 14, 12, 12};
    private static final long[] CURRENT = {16, 16, 16, 16, 16, 8};

    @Test
    void smallSamples() {
        is(CramerVonMises.of(A, B), 0.4375, 0.0643357, 1e-7);
        is(AndersonDarling.of(A, B), 1.71831, 0.0635, 5e-5);
        assertThat(TTest.student(A, B).pValue()).isCloseTo(0.0841, within(5e-5));
        assertThat(TTest.welch(A, B).pValue()).isCloseTo(0.09512, within(5e-6));
        assertThat(Wasserstein.distance(A, B)).isCloseTo(4.1625, within(1e-9));
        double mean = Arrays.stream(A).average().orElseThrow();
        double variance =
                Arrays.stream(A).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
        assertThat(Wasserstein.distance(A, B) / Math.sqrt(variance))
                .as("as Evidently divides it")
                .isCloseTo(0.781236, digits(6));
        assertThat(EnergyDistance.distance(A, B)).isCloseTo(1.570231, within(5e-7));
        double[] shifted = Arrays.stream(A).map(x -> x + 5).toArray();
        assertThat(EnergyDistance.distance(A, shifted)).isCloseTo(1.93326, within(5e-6));
    }

    @Test
    void counts() {
        is(ChiSquared.of(REFERENCE, CURRENT), 1.62241, 0.898526, 5e-6);
        is(GTest.of(REFERENCE, CURRENT), 1.62996, 0.897603, 5e-6);
        assertThat(Psi.index(REFERENCE, CURRENT)).isCloseTo(0.0372184, digits(7));
        assertThat(JensenShannon.distance(REFERENCE, CURRENT)).isCloseTo(0.0680482, digits(7));
        assertThat(JensenShannon.distance(REFERENCE, CURRENT) / Math.sqrt(Math.log(2)))
                .isCloseTo(0.0817342, digits(7));
        assertThat(KullbackLeibler.distance(REFERENCE, CURRENT)).isCloseTo(0.0189097, digits(7));
        assertThat(Hellinger.distance(REFERENCE, CURRENT)).isCloseTo(0.06812, within(1e-5));
        assertThat(TotalVariation.distance(REFERENCE, CURRENT)).isCloseTo(0.0681818, digits(7));
        assertThat(ChebyshevDistance.distance(REFERENCE, CURRENT)).isCloseTo(0.0454545, digits(7));
        double twoSided = MannWhitney.of(values(REFERENCE), values(CURRENT)).pValue();
        assertThat(twoSided).isCloseTo(0.962866, digits(6));
        assertThat(twoSided / 2).as("Evidently asks for one side").isCloseTo(0.481, within(1e-3));
        double asFarOrFurther = CategoryPermutation.of(REFERENCE, CURRENT, TotalVariation::distance, 20_000, 1)
                .pValue();
        assertThat(0.928)
                .as("Evidently's, in which rounding decides of regroupings just as far")
                .isBetween(shareOfRegroupingsBeyond(), asFarOrFurther);
    }

    /** Regroupings that are further apart than the samples, those just as far left out. */
    private static double shareOfRegroupingsBeyond() {
        SplittableRandom random = new SplittableRandom(1);
        double seen = TotalVariation.distance(REFERENCE, CURRENT);
        int beyond = 0;
        for (int round = 0; round < 20_000; round++) {
            long[] a = new long[REFERENCE.length];
            long[] b = new long[REFERENCE.length];
            CategoryPermutation.deal(REFERENCE, CURRENT, a, b, random);
            beyond += TotalVariation.distance(a, b) > seen * (1 + 1e-12) ? 1 : 0;
        }
        return beyond / 20_000.0;
    }

    /** Deepchecks' own cases: normal samples one deviation apart, 2·Φ(½) − 1; and fifty of a range of 150. */
    @Test
    void deepchecks() {
        NormalDistribution normal = new NormalDistribution();
        double[] at0 = IntStream.range(0, 10_000)
                .mapToDouble(i -> normal.inverseCumulativeProbability((i + 0.5) / 10_000))
                .toArray();
        double[] at1 = Arrays.stream(at0).map(x -> x + 1).toArray();
        assertThat(KolmogorovSmirnov.distance(at0, at1)).isCloseTo(0.382, within(2e-3));
        double[] from0 = IntStream.range(0, 100).asDoubleStream().toArray();
        double[] from50 = IntStream.range(50, 150).asDoubleStream().toArray();
        assertThat(Wasserstein.distance(from0, from50) / 150).isCloseTo(0.333, within(1e-3));
    }

    @Test
    void categories() {
        is(ChiSquared.of(new long[] {4, 2, 0}, new long[] {1, 1, 4}), 6.13333333, 0.04657615, 5e-9);
        assertThat(FisherExact.of(new long[] {45, 45}, new long[] {30, 60}).pValue())
                .isCloseTo(0.033, within(1e-3));
        assertThat(FisherExact.of(new long[] {6, 0}, new long[] {0, 6}).pValue())
                .isCloseTo(0.0021, within(1e-4));
        assertThat(FisherExact.of(new long[] {3, 3}, new long[] {6, 0}).pValue())
                .isCloseTo(0.181, within(1e-3));
        assertThat(FisherExact.of(new long[] {90, 60}, new long[] {60, 90}).pValue())
                .isCloseTo(0.00078, within(1e-5));
        assertThat(Psi.index(new long[] {0, 2, 1}, new long[] {1, 1, 1})).isCloseTo(2.9341, digits(4));
        assertThat(ChebyshevDistance.distance(new long[] {0, 1, 9}, new long[] {0, 3, 7}))
                .isCloseTo(0.2, within(1e-12));
        assertThat(ChebyshevDistance.distance(new long[] {0, 9, 1}, new long[] {3, 7, 0}))
                .isCloseTo(0.3, within(1e-12));
    }

    /** A reference so large that it is exact leaves the one-sample tests of Evidently: p .67309, and .8176 of its G-test. */
    @Test
    void aHugeReferenceIsExact() {
        assertThat(ChiSquared.of(times(REFERENCE, 10_000_000), CURRENT).pValue())
                .isCloseTo(0.67309, within(1e-5));
        assertThat(GTest.of(times(new long[] {5, 5, 8}, 10_000_000), new long[] {4, 6, 8})
                        .pValue())
                .isCloseTo(0.8176, within(1e-3));
    }

    /** NannyML's own cases. */
    @Test
    void categoriesThatOneSampleLacks() {
        long[] abcd = {2456, 2485, 2550, 2509, 0};
        long[] abce = {213, 287, 247, 0, 253};
        assertThat(JensenShannon.distance(abcd, abce) / Math.sqrt(Math.log(2))).isCloseTo(0.503817, digits(6));
        assertThat(Hellinger.distance(abcd, abce)).isCloseTo(0.503244, digits(6));
        long[] two = {2, 2, 2, 0};
        assertThat(ChebyshevDistance.distance(two, new long[] {2, 2, 2, 1})).isCloseTo(0.14, digits(2));
        assertThat(ChebyshevDistance.distance(two, two)).isZero();
        assertThat(ChebyshevDistance.distance(two, new long[] {0, 5, 0, 0})).isCloseTo(0.67, digits(2));
    }

    private static void is(TestResult result, double value, double pValue, double within) {
        assertThat(result.value()).isCloseTo(value, within(Math.max(within, 5e-6)));
        assertThat(result.pValue()).isCloseTo(pValue, within(within));
    }

    private static Offset<Double> digits(int places) {
        return within(0.6 * Math.pow(10, -places));
    }

    private static long[] times(long[] counts, long factor) {
        return Arrays.stream(counts).map(count -> count * factor).toArray();
    }

    private static double[] values(long[] counts) {
        return IntStream.range(0, counts.length)
                .mapToObj(i -> {
                    double[] same = new double[(int) counts[i]];
                    Arrays.fill(same, i);
                    return same;
                })
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }
}
