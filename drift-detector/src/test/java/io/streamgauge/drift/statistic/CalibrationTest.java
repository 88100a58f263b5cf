package io.streamgauge.drift.statistic;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.profile.Column;
import io.streamgauge.drift.profile.QuantileBins;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.special.Gamma;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * False alarms of our tests at level 0.05 beside those of fixed thresholds, over sizes of reference and window, when nothing has changed;
 * and of a family of features together. The long form is the table of docs/drift-statistics.md; {@code -Dstreamgauge.update} writes
 * that anew.
 * The band of 4 to 6 % is over four standard errors wide on either side in ten times {@value #SHORT_ROUNDS} rounds; the short form has three: 2.8
 * to 7.2 %.
 */
class CalibrationTest {

    private static final int SHORT_ROUNDS = 1000;
    private static final double LEVEL = 0.05;
    private static final long SEED = 20260901;
    private static final String OURS = ", p ≤ 0.05";
    static final String CORRECTED = "KS and PSI, Benjamini-Hochberg at 0.05";

    @ParameterizedTest(name = "reference {0}, window {1}")
    @CsvSource({"1000, 1000", "2000, 200"})
    void perFeature(int n, int m) {
        assertThat(table(n, m, SHORT_ROUNDS))
                .allSatisfy((test, rate) ->
                        assertThat(rate).as("%s, seed %d", test, SEED).isBetween(0.028, 0.072));
    }

    @Tag("slow")
    @Test
    void theTableOfThePage() throws IOException {
        List<int[]> sizes = List.of(
                new int[] {10_000, 200}, new int[] {10_000, 1000}, new int[] {1000, 1000}, new int[] {100_000, 10_000});
        // Side by side; each draws from a generator of its own, so the table is the same.
        var families = List.of(
                CompletableFuture.supplyAsync(() -> family(20, 10_000, 1000, 2000)),
                CompletableFuture.supplyAsync(() -> family(100, 10_000, 1000, 600)));
        var found = sizes.stream()
                .map(size -> CompletableFuture.supplyAsync(
                        () -> all(size[0], size[1], (isLarge(size) ? 2 : 10) * SHORT_ROUNDS)))
                .toList();
        Map<String, List<Double>> table = new LinkedHashMap<>();
        for (int i = 0; i < sizes.size(); i++) {
            int[] size = sizes.get(i);
            double band = isLarge(size) ? 0.02 : 0.01;
            Map<String, Double> rates = found.get(i).join();
            assertThat(ours(rates))
                    .allSatisfy((test, rate) -> assertThat(rate)
                            .as("%s, reference %d, window %d, seed %d", test, size[0], size[1], SEED)
                            .isBetween(LEVEL - band, LEVEL + band));
            rates.forEach((test, rate) ->
                    table.computeIfAbsent(test, name -> new ArrayList<>()).add(rate));
        }
        Map<String, Double> twenty = families.get(0).join();
        Map<String, Double> hundred = families.get(1).join();
        assertThat(twenty.getOrDefault(CORRECTED, 1.0)).isLessThanOrEqualTo(LEVEL + 3 * Math.sqrt(LEVEL / 2000));
        assertThat(hundred.getOrDefault(CORRECTED, 1.0)).isLessThanOrEqualTo(LEVEL + 3 * Math.sqrt(LEVEL / 600));
        CalibrationPage.hold(table, twenty, hundred);
    }

    /** The largest sizes have a fifth of the rounds, and a band as many standard errors wide. */
    private static boolean isLarge(int[] size) {
        return size[0] >= 100_000;
    }

    private static Map<String, Double> ours(Map<String, Double> rates) {
        Map<String, Double> ours = new LinkedHashMap<>(rates);
        ours.keySet().removeIf(test -> !test.endsWith(OURS));
        return ours;
    }

    /** Rates of our tests; prints them and those of fixed thresholds. */
    private static Map<String, Double> table(int n, int m, int rounds) {
        Map<String, Double> rates = all(n, m, rounds);
        System.out.printf("false alarms in %d rounds, reference %d, window %d, nothing changed:%n", rounds, n, m);
        rates.forEach((test, rate) -> System.out.printf("  %6.2f %%  %s%n", 100 * rate, test));
        return ours(rates);
    }

    private static Map<String, Double> all(int n, int m, int rounds) {
        Random random = new Random(SEED);
        Map<String, Integer> alarms = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            double[] reference = sortedUniform(n, random);
            double[] window = sortedUniform(m, random);
            QuantileBins bins = QuantileBins.of(reference);
            long[] p = bins.count(new Column(reference, 0));
            long[] q = bins.count(new Column(window, 0));
            count(alarms, "KS" + OURS, KolmogorovSmirnov.of(reference, window).pValue() <= LEVEL);
            count(alarms, "PSI" + OURS, Psi.of(p, q).pValue() <= LEVEL);
            count(alarms, "Chi-squared" + OURS, ChiSquared.of(p, q).pValue() <= LEVEL);
            count(
                    alarms,
                    "Mann-Whitney" + OURS,
                    MannWhitney.of(reference, window).pValue() <= LEVEL);
            count(
                    alarms,
                    "Cramér-von Mises" + OURS,
                    CramerVonMises.of(reference, window).pValue() <= LEVEL);
            fixed(alarms, reference, window, p, q, random);
        }
        Map<String, Double> rates = new LinkedHashMap<>();
        alarms.forEach((test, count) -> rates.put(test, (double) count / rounds));
        return rates;
    }

    /** Thresholds that do not know how much data there is. */
    private static void fixed(
            Map<String, Integer> alarms, double[] reference, double[] window, long[] p, long[] q, Random random) {
        double psi = Psi.index(p, q);
        count(alarms, "PSI ≥ 0.1", psi >= 0.1);
        count(alarms, "PSI ≥ 0.2", psi >= 0.2);
        count(alarms, "Evidently, numbers: W/sd ≥ 0.1", Wasserstein.distance(reference, window) * Math.sqrt(12) >= 0.1);
        count(alarms, "Evidently, categories: JS ≥ 0.1", sturges(reference, window, JensenShannon::distance) >= 0.1);
        count(
                alarms,
                "Evidently, up to 1,000 rows: χ² of ten categories, reference as exact, p < 0.05",
                oneSample(equalWidths(reference, 10), equalWidths(window, 10)) < LEVEL);
        count(alarms, "NannyML: JS above mean + 3 sd of ten chunks", nannyMl(reference, window, random));
    }

    /** Chi-squared of goodness of fit. */
    private static double oneSample(long[] reference, long[] window) {
        double n = Arrays.stream(reference).sum();
        double m = Arrays.stream(window).sum();
        double chi2 = 0;
        for (int i = 0; i < reference.length; i++) {
            double expected = reference[i] / n * m;
            chi2 += (window[i] - expected) * (window[i] - expected) / expected;
        }
        return Gamma.regularizedGammaQ((reference.length - 1) / 2.0, chi2 / 2);
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
        Map<String, Double> rates = family(features, 1000, 300, rounds);
        System.out.printf("any of %d features, reference 1000, window 300, %d rounds: %s%n", features, rounds, rates);
        assertThat(rates.getOrDefault(CORRECTED, 1.0)).isLessThanOrEqualTo(LEVEL + 3 * Math.sqrt(LEVEL / rounds));
    }

    /** Share of windows in which any feature is told: by Benjamini-Hochberg over both statistics of every feature, and by others. */
    private static Map<String, Double> family(int features, int n, int m, int rounds) {
        Random random = new Random(SEED);
        Map<String, Integer> windows = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            double[] pValues = new double[2 * features];
            Map<String, Integer> told = new LinkedHashMap<>();
            for (int feature = 0; feature < features; feature++) {
                double[] reference = sortedUniform(n, random);
                double[] window = sortedUniform(m, random);
                QuantileBins bins = QuantileBins.of(reference);
                long[] p = bins.count(new Column(reference, 0));
                long[] q = bins.count(new Column(window, 0));
                pValues[2 * feature] = KolmogorovSmirnov.of(reference, window).pValue();
                pValues[2 * feature + 1] = Psi.of(p, q).pValue();
                fixed(told, reference, window, p, q, random);
            }
            count(
                    windows,
                    CORRECTED,
                    Arrays.stream(BenjaminiHochberg.adjust(pValues)).anyMatch(p -> p <= LEVEL));
            count(windows, "KS and PSI at 0.05 each", Arrays.stream(pValues).anyMatch(p -> p <= LEVEL));
            told.forEach((test, count) -> count(windows, test, count > 0));
        }
        Map<String, Double> rates = new LinkedHashMap<>();
        windows.forEach((test, count) -> rates.put(test, (double) count / rounds));
        return rates;
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
