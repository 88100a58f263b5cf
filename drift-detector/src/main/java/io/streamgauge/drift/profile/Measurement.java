package io.streamgauge.drift.profile;

import io.streamgauge.drift.definition.Measure;
import io.streamgauge.drift.statistic.AndersonDarling;
import io.streamgauge.drift.statistic.CategoryPermutation;
import io.streamgauge.drift.statistic.ChebyshevDistance;
import io.streamgauge.drift.statistic.ChiSquared;
import io.streamgauge.drift.statistic.Comparison;
import io.streamgauge.drift.statistic.CramerVonMises;
import io.streamgauge.drift.statistic.Dependence;
import io.streamgauge.drift.statistic.EnergyDistance;
import io.streamgauge.drift.statistic.GTest;
import io.streamgauge.drift.statistic.Hellinger;
import io.streamgauge.drift.statistic.JensenShannon;
import io.streamgauge.drift.statistic.KolmogorovSmirnov;
import io.streamgauge.drift.statistic.Limit;
import io.streamgauge.drift.statistic.MannWhitney;
import io.streamgauge.drift.statistic.OutOfRange;
import io.streamgauge.drift.statistic.PermutationMoments;
import io.streamgauge.drift.statistic.Psi;
import io.streamgauge.drift.statistic.RateChange;
import io.streamgauge.drift.statistic.TTest;
import io.streamgauge.drift.statistic.TestResult;
import io.streamgauge.drift.statistic.TotalVariation;
import io.streamgauge.drift.statistic.UnseenCategories;
import io.streamgauge.drift.statistic.Wasserstein;
import java.util.Arrays;

/** A window's column against one of the reference by each {@link Measure}: the library's tests, on the scale that documents speak of. */
final class Measurement {

    /** Regroupings are drawn anew for each comparison, always the same. */
    private static final long SEED = 20261122;

    private final Column reference;
    private final QuantileBins bins;
    private final double deviation;
    private final boolean category;

    Measurement(Column reference, boolean category) {
        this.reference = reference;
        this.bins = QuantileBins.of(reference.sorted());
        this.deviation = deviation(reference.sorted());
        this.category = category;
    }

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        double squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
        double found = Math.sqrt(squares / Math.max(1, values.length - 1));
        return found > 0 && Double.isFinite(found) ? found : 1;
    }

    /** The measure's comparison with the window; rows depend on each other as the dispersion says. */
    Comparison compare(Measure measure, Column window, Dispersion dispersion) {
        double[] a = reference.sorted();
        double[] b = window.sorted();
        Dependence ofBins = dispersion.ofBins(reference.rows(), window.rows());
        Dependence ofGap = dispersion.ofDistributions(a.length, b.length);
        Dependence ofOrder = dispersion.ofRanks(a.length, b.length);
        double inflation = ofOrder.inflation();
        return switch (measure) {
            case PSI -> psi(window).comparison(ofBins);
            case JENSEN_SHANNON, HELLINGER, CHI_SQUARED, G -> divergence(measure, window, ofBins);
            case KS -> KolmogorovSmirnov.of(a, b, ofGap);
            case WASSERSTEIN, ENERGY -> regrouped(measure, window, inflation);
            case ANDERSON_DARLING -> AndersonDarling.gap(a, b, inflation);
            case CRAMER_VON_MISES -> CramerVonMises.gap(a, b, inflation);
            case MANN_WHITNEY -> mannWhitney(a, b, ofOrder);
            case WELCH -> welch(a, b, ofOrder);
            case OUT_OF_RANGE -> OutOfRange.of(a, b, inflation);
            case FISHER ->
                RateChange.of(
                        CategoryCounts.present(reference, window, true).reference,
                        CategoryCounts.present(reference, window, true).window,
                        ofBins);
            case TOTAL_VARIATION -> totalVariation(window, ofBins.inflation());
            case L_INFINITY ->
                ChebyshevDistance.of(
                        CategoryCounts.of(reference, window).reference,
                        CategoryCounts.of(reference, window).window,
                        ofBins.inflation());
            case UNSEEN -> unseen(window, ofBins.inflation());
            case MISSING ->
                RateChange.of(
                        new long[] {reference.missing(), a.length}, new long[] {window.missing(), b.length}, ofBins);
        };
    }

    /** The measure's value alone. */
    double value(Measure measure, Column window) {
        double[] a = reference.sorted();
        double[] b = window.sorted();
        return switch (measure) {
            case PSI -> psi(window).value();
            case KS -> KolmogorovSmirnov.distance(a, b);
            case WASSERSTEIN -> Wasserstein.distance(a, b) / deviation;
            case ENERGY -> EnergyDistance.distance(a, b) / Math.sqrt(deviation);
            case TOTAL_VARIATION ->
                TotalVariation.distance(
                        CategoryCounts.of(reference, window).reference, CategoryCounts.of(reference, window).window);
            case OUT_OF_RANGE -> OutOfRange.share(a, b);
            default -> compare(measure, window, Dispersion.UNKNOWN).value();
        };
    }

    private Limit psi(Column window) {
        if (category) {
            CategoryCounts counts = CategoryCounts.of(reference, window);
            return Psi.limit(counts.reference, counts.window);
        }
        return Psi.limit(bins.count(reference), bins.count(window));
    }

    private Comparison divergence(Measure measure, Column window, Dependence dependence) {
        boolean byCategory = category || !measure.ofNumbers();
        CategoryCounts counts = byCategory
                ? CategoryCounts.of(reference, window).pooled()
                : CategoryCounts.binned(bins.count(reference), bins.count(window))
                        .pooled();
        long[] p = counts.reference;
        long[] q = counts.window;
        double u = 1.0 / Math.max(1, reference.rows()) + 1.0 / Math.max(1, window.rows());
        if (p.length < 2 || reference.rows() == 0 || window.rows() == 0) {
            return Comparison.NONE;
        }
        int freedom = p.length - 1;
        if (measure == Measure.CHI_SQUARED || measure == Measure.G) {
            TestResult test = measure == Measure.G ? GTest.of(p, q) : ChiSquared.of(p, q);
            double value = Math.sqrt(Math.max(0, test.value()) * u);
            return new Limit(value, Math.max(0, test.value()), freedom, chi2 -> Math.sqrt(chi2 * u))
                    .comparison(dependence);
        }
        double value = measure == Measure.HELLINGER ? Hellinger.distance(p, q) : JensenShannon.distance(p, q);
        return new Limit(value, 8 * value * value / u, freedom, chi2 -> Math.sqrt(chi2 * u / 8)).comparison(dependence);
    }

    private Comparison regrouped(Measure measure, Column window, double inflation) {
        double[] a = reference.sorted();
        double[] b = window.sorted();
        if (a.length == 0 || b.length == 0) {
            return Comparison.NONE;
        }
        double[] pooled = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, pooled, a.length, b.length);
        Arrays.sort(pooled);
        double[] first = new double[a.length];
        double[] second = new double[b.length];
        return PermutationMoments.of(
                value(measure, window),
                random -> {
                    PermutationMoments.deal(pooled, first, second, random);
                    return measure == Measure.WASSERSTEIN
                            ? Wasserstein.distance(first, second) / deviation
                            : EnergyDistance.distance(first, second) / Math.sqrt(deviation);
                },
                SEED,
                inflation);
    }

    private Comparison totalVariation(Column window, double inflation) {
        CategoryCounts counts = CategoryCounts.of(reference, window);
        if (reference.rows() == 0 || window.rows() == 0) {
            return Comparison.NONE;
        }
        return PermutationMoments.of(
                TotalVariation.distance(counts.reference, counts.window),
                random -> {
                    long[] a = new long[counts.reference.length];
                    long[] b = new long[a.length];
                    CategoryPermutation.deal(counts.reference, counts.window, a, b, random);
                    return TotalVariation.distance(a, b);
                },
                SEED,
                inflation);
    }

    private static Comparison mannWhitney(double[] a, double[] b, Dependence dependence) {
        TestResult test = MannWhitney.of(a, b);
        if (a.length == 0 || b.length == 0) {
            return Comparison.NONE;
        }
        double pairs = (double) a.length * b.length;
        double value = Math.min(1, Math.abs(2 * test.value() / pairs - 1));
        double variance = MannWhitney.variance(a, b) * 4 / (pairs * pairs);
        return ofNormal(value, variance, test.pValue(), dependence);
    }

    private Comparison welch(double[] a, double[] b, Dependence dependence) {
        if (a.length < 2 || b.length < 2) {
            return Comparison.NONE;
        }
        TestResult test = TTest.welch(a, b);
        double value = Math.abs(mean(a) - mean(b)) / deviation;
        double error = Double.isInfinite(test.value()) || test.value() == 0 ? 0 : value / Math.abs(test.value());
        return ofNormal(value, error * error, test.pValue(), dependence);
    }

    /** A value that is normal under no change, before its sign was dropped; of independent rows, with the test's own p-value. */
    private static Comparison ofNormal(double value, double variance, double pValue, Dependence dependence) {
        if (!(variance > 0)) {
            return new Comparison(value, pValue, level -> 0);
        }
        Comparison limit = new Limit(value, value * value / variance, 1, chi2 -> Math.sqrt(chi2 * variance))
                .comparison(dependence);
        return dependence.inflation() > 1 ? limit : new Comparison(value, pValue, limit.quantiles());
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }

    private Comparison unseen(Column window, double inflation) {
        CategoryCounts counts = CategoryCounts.present(reference, window, false);
        TestResult test = UnseenCategories.of(counts.reference, counts.window);
        if (test.n() == 0 || test.m() == 0) {
            return Comparison.NONE;
        }
        double p = inflation > 1
                ? UnseenCategories.of(counts.reference, shrunk(counts.window, inflation))
                        .pValue()
                : test.pValue();
        return new Comparison(test.value(), Math.max(p, test.pValue()), level -> 0);
    }

    private static long[] shrunk(long[] counts, double inflation) {
        return Arrays.stream(counts).map(count -> (long) (count / inflation)).toArray();
    }
}
