package io.streamgauge.drift.statistic;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.profile.Column;
import io.streamgauge.drift.profile.QuantileBins;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * False alarms of our tests at level 0.05 beside those of fixed thresholds, over sizes of reference and window, when nothing has changed;
 * and of a family of features together.
 * The band of 4 to 6 % is over four standard errors wide on either side in ten times {@value #SHORT_ROUNDS} rounds; the short form has three: 2.8
 * to 7.2 %.
 */
class CalibrationTest {

    private static final int SHORT_ROUNDS = 1000;
    private static final double LEVEL = 0.05;
    private static final long SEED = 20260901;

    @ParameterizedTest(name = "reference {0}, window {1}")
    @CsvSource({"1000, 1000", "2000, 200"})
    void perFeature(int n, int m) {
        assertThat(table(n, m, SHORT_ROUNDS))
                .allSatisfy((test, rate) ->
                        assertThat(rate).as("%s, seed %d", test, SEED).isBetween(0.028, 0.072));
    }

    @Tag("slow")
    @ParameterizedTest(name = "reference {0}, window {1}")
    @CsvSource({"10000, 200", "10000, 1000", "1000, 1000", "100000, 10000"})
    void perFeatureWhole(int n, int m) {
        // The largest sizes have a fifth of the rounds, and a band as many standard errors wide.
        boolean large = n >= 100_000;
        double band = large ? 0.02 : 0.01;
        assertThat(table(n, m, (large ? 2 : 10) * SHORT_ROUNDS))
                .allSatisfy((test, rate) ->
                        assertThat(rate).as("%s, seed %d", test, SEED).isBetween(LEVEL - band, LEVEL + band));
    }

    /** Rates of our tests; prints them and those of fixed thresholds. */
    private static Map<String, Double> table(int n, int m, int rounds) {
        Random random = new Random(SEED);
        Map<String, Integer> alarms = new LinkedHashMap<>();
        Map<String, Integer> fixed = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            double[] reference = sortedUniform(n, random);
            double[] window = sortedUniform(m, random);
            QuantileBins bins = QuantileBins.of(reference);
            long[] p = bins.count(new Column(reference, 0));
            long[] q = bins.count(new Column(window, 0));
            count(alarms, "ks", KolmogorovSmirnov.of(reference, window).pValue() <= LEVEL);
            count(alarms, "psi", Psi.of(p, q).pValue() <= LEVEL);
            count(alarms, "chi-squared", ChiSquared.of(p, q).pValue() <= LEVEL);
            count(alarms, "mann-whitney", MannWhitney.of(reference, window).pValue() <= LEVEL);
            count(
                    alarms,
                    "cramer-von mises",
                    CramerVonMises.of(reference, window).pValue() <= LEVEL);
            double psi = Psi.index(p, q);
            count(fixed, "psi >= 0.1", psi >= 0.1);
            count(fixed, "psi >= 0.2", psi >= 0.2);
            count(fixed, "Evidently, W/sd >= 0.1", Wasserstein.distance(reference, window) * Math.sqrt(12) >= 0.1);
            count(fixed, "Evidently, JS >= 0.1", sturges(reference, window, JensenShannon::distance) >= 0.1);
            count(fixed, "NannyML, JS > mean + 3 sd of 10 chunks", nannyMl(reference, window, random));
        }
        System.out.printf("false alarms in %d rounds, reference %d, window %d, nothing changed:%n", rounds, n, m);
        Map<String, Double> rates = new LinkedHashMap<>();
        alarms.forEach((test, count) -> rates.put(test, (double) count / rounds));
        rates.forEach((test, rate) -> System.out.printf("  %6.2f %%  %s at %.2f%n", 100 * rate, test, LEVEL));
        fixed.forEach((test, count) -> System.out.printf("  %6.2f %%  %s%n", 100.0 * count / rounds, test));
        return rates;
    }

    private static void count(Map<String, Integer> alarms, String test, boolean alarm) {
        alarms.merge(test, alarm ? 1 : 0, Integer::sum);
    }

    /** Evidently's bins: equal widths over both samples, log2 of all + 1 of them. */
    private static double sturges(double[] a, double[] b, ToDoubleBiFunction<long[], long[]> distance) {
        int bins = (int) Math.ceil(Math.log((double) a.length + b.length) / Math.log(2)) + 1;
        return distance.applyAsDouble(equalWidths(a, bins), equalWidths(b, bins));
    }

    /** NannyML's default: bins of the reference, the threshold from ten parts of it. Uniform values have no skew for Doane's rule. */
    private static boolean nannyMl(double[] reference, double[] window, Random random) {
        int bins = (int) Math.ceil(Math.log(reference.length) / Math.log(2)) + 1;
        long[] whole = equalWidths(reference, bins);
        long[][] parts = new long[10][bins];
        int[] order = IntStream.range(0, reference.length).toArray();
        for (int i = order.length - 1; i >= 0; i--) {
            int j = random.nextInt(i + 1);
            double value = reference[order[j]];
            order[j] = order[i];
            parts[i % 10][(int) (value * bins)]++;
        }
        double[] own = Arrays.stream(parts)
                .mapToDouble(part -> JensenShannon.distance(whole, part))
                .toArray();
        double mean = Arrays.stream(own).average().orElseThrow();
        double variance =
                Arrays.stream(own).map(d -> (d - mean) * (d - mean)).average().orElseThrow();
        return JensenShannon.distance(whole, equalWidths(window, bins)) > mean + 3 * Math.sqrt(variance);
    }

    private static long[] equalWidths(double[] values, int bins) {
        long[] counts = new long[bins];
        for (double value : values) {
            counts[(int) (value * bins)]++;
        }
        return counts;
    }

    /** At most 5 % of windows have any drifted feature; three standard errors above that in the short form. */
    @ParameterizedTest(name = "{0} features")
    @CsvSource({"20", "100"})
    void familyOfFeatures(int features) {
        int rounds = 300;
        assertThat(family(features, 1000, 300, rounds)).isLessThanOrEqualTo(LEVEL + 3 * Math.sqrt(LEVEL / rounds));
    }

    /** Share of windows in which Benjamini-Hochberg over both statistics of every feature rejects any. */
    private static double family(int features, int n, int m, int rounds) {
        Random random = new Random(SEED);
        int alarms = 0;
        int uncorrected = 0;
        for (int round = 0; round < rounds; round++) {
            double[] pValues = new double[2 * features];
            for (int feature = 0; feature < features; feature++) {
                double[] reference = sortedUniform(n, random);
                double[] window = sortedUniform(m, random);
                QuantileBins bins = QuantileBins.of(reference);
                pValues[2 * feature] = KolmogorovSmirnov.of(reference, window).pValue();
                pValues[2 * feature + 1] = Psi.of(
                                bins.count(new Column(reference, 0)), bins.count(new Column(window, 0)))
                        .pValue();
            }
            alarms += Arrays.stream(BenjaminiHochberg.adjust(pValues)).anyMatch(p -> p <= LEVEL) ? 1 : 0;
            uncorrected += Arrays.stream(pValues).anyMatch(p -> p <= LEVEL) ? 1 : 0;
        }
        System.out.printf(
                "any of %d features, reference %d, window %d, %d rounds: %.2f %% with Benjamini-Hochberg, %.2f %% without%n",
                features, n, m, rounds, 100.0 * alarms / rounds, 100.0 * uncorrected / rounds);
        return (double) alarms / rounds;
    }

    /** Sums of exponential gaps, scaled: a sorted uniform sample without sorting. */
    private static double[] sortedUniform(int n, Random random) {
        double[] values = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum -= Math.log(1 - random.nextDouble());
            values[i] = sum;
        }
        sum -= Math.log(1 - random.nextDouble());
        for (int i = 0; i < n; i++) {
            values[i] /= sum;
        }
        return values;
    }
}
