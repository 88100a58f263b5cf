package io.streamgauge.drift.statistic;

import java.util.Arrays;
import org.apache.commons.math3.analysis.polynomials.PolynomialFunction;
import org.apache.commons.math3.fitting.PolynomialCurveFitter;
import org.apache.commons.math3.fitting.WeightedObservedPoints;

/**
 * Anderson-Darling test that k samples come from one distribution [1], the version with mean ranks, which allows for ties: the sum
 * A²ₖₙ of squared gaps between each sample's and the pooled distribution, weighted towards the tails, less its mean k − 1 and
 * divided by its deviation.
 *
 * <p>p-value: ln p as a quadratic in the statistic, fitted through the paper's seven critical values; it is not followed outside
 * them, so that p is in [{@value #LEAST}, {@value #GREATEST}], as in SciPy.
 *
 * <p>[1] Scholz and Stephens, K-sample Anderson-Darling tests, JASA 82, 1987.
 */
public final class AndersonDarling {

    /** The least p-value told. */
    public static final double LEAST = 0.001;

    /** The greatest p-value told. */
    public static final double GREATEST = 0.25;

    private static final double[] LEVELS = {0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.001};
    /** Critical values for two samples, where the paper's b₀ + b₁/√(k−1) + b₂/(k−1) is b₀ + b₁ + b₂. */
    private static final double[] CRITICAL = {
        0.675 - 0.245 - 0.105,
        1.281 + 0.25 - 0.305,
        1.645 + 0.678 - 0.362,
        1.96 + 1.149 - 0.391,
        2.326 + 1.822 - 0.396,
        2.573 + 2.364 - 0.345,
        3.085 + 3.615 - 0.154
    };

    /** Third cumulant 8·Σ 1/(j(j+1))³ = 8·(10 − π²) over the variance 2·Σ 1/(j(j+1))² = 2·(π²/3 − 3) to the power of 3/2. */
    private static final double LIMIT_SKEWNESS =
            8 * (10 - Math.PI * Math.PI) / Math.pow(2 * (Math.PI * Math.PI / 3 - 3), 1.5);

    private static final PolynomialFunction LOG_P = quadratic();

    private AndersonDarling() {}

    /** Compares two ascending samples. */
    public static TestResult of(double[] sortedA, double[] sortedB) {
        int n = sortedA.length;
        int m = sortedB.length;
        if (n + m < 4 || n == 0 || m == 0 || isConstant(sortedA, sortedB)) {
            return TestResult.none(n, m);
        }
        double value = statistic(new double[][] {sortedA, sortedB});
        return TestResult.of(value, pValue(value), n, m);
    }

    /**
     * A²·(1/n + 1/m) of two ascending samples, the squared gap of their distributions weighted towards the tails, which does not grow
     * with their sizes; p-value from a shifted χ² with the statistic's mean, variance and the skewness of its limit, which is not cut
     * at {@value #LEAST}. Dependent rows inflate A².
     */
    public static Comparison gap(double[] sortedA, double[] sortedB, double inflation) {
        int n = sortedA.length;
        int m = sortedB.length;
        if (n + m < 4 || n == 0 || m == 0 || isConstant(sortedA, sortedB)) {
            return Comparison.NONE;
        }
        double inverses = 1.0 / n + 1.0 / m;
        double deviation = Math.sqrt(variance(n + m, 2, inverses));
        double squared = Math.max(0, statistic(new double[][] {sortedA, sortedB}) * deviation + 1);
        return PermutationMoments.limit(
                squared * inverses, inflation * inverses, deviation * inflation * inverses, LIMIT_SKEWNESS);
    }

    private static boolean isConstant(double[] a, double[] b) {
        return Math.min(a[0], b[0]) == Math.max(a[a.length - 1], b[b.length - 1]);
    }

    /** The normalised statistic of k ascending samples, none empty, of four or more values that are not all equal. */
    public static double statistic(double[][] sorted) {
        double[] pooled =
                Arrays.stream(sorted).flatMapToDouble(Arrays::stream).sorted().toArray();
        double sum = Arrays.stream(sorted)
                .mapToDouble(sample -> gaps(sample, pooled) / sample.length)
                .sum();
        double n = pooled.length;
        double inverses =
                Arrays.stream(sorted).mapToDouble(sample -> 1.0 / sample.length).sum();
        double k = sorted.length;
        return (sum * (n - 1) / n - (k - 1)) / Math.sqrt(variance(n, k, inverses));
    }

    /** Σ over distinct pooled values of l/N·(N·M − n·B)² / (B(N − B) − N·l/4), l how often it comes, M and B mean ranks less ½. */
    private static double gaps(double[] sample, double[] pooled) {
        double n = pooled.length;
        double sum = 0;
        int own = 0;
        int i = 0;
        while (i < pooled.length) {
            double x = pooled[i];
            int first = i;
            while (i < pooled.length && pooled[i] <= x) {
                i++;
            }
            int ownFirst = own;
            while (own < sample.length && sample[own] <= x) {
                own++;
            }
            double count = i - first;
            double below = first + count / 2;
            double ownBelow = ownFirst + (own - ownFirst) / 2.0;
            double gap = n * ownBelow - below * sample.length;
            sum += count / n * gap * gap / (below * (n - below) - n * count / 4);
        }
        return sum;
    }

    /** Variance of A²ₖₙ when nothing differs, equation (4) of the paper. */
    private static double variance(double n, double k, double inverses) {
        double h = 0;
        double g = 0;
        double harmonic = 0;
        for (int i = 1; i < n; i++) {
            h += 1.0 / i;
        }
        for (int j = 2; j < n; j++) {
            harmonic += 1 / (n - j + 1);
            g += harmonic / j;
        }
        double a = (4 * g - 6) * (k - 1) + (10 - 6 * g) * inverses;
        double b = (2 * g - 4) * k * k + 8 * h * k + (2 * g - 14 * h - 4) * inverses - 8 * h + 4 * g - 6;
        double c = (6 * h + 2 * g - 2) * k * k + (4 * h - 4 * g + 6) * k + (2 * h - 6) * inverses + 4 * h;
        double d = (2 * h + 6) * k * k - 4 * h * k;
        return (((a * n + b) * n + c) * n + d) / ((n - 1) * (n - 2) * (n - 3));
    }

    private static double pValue(double value) {
        if (value < CRITICAL[0]) {
            return GREATEST;
        }
        return value > CRITICAL[CRITICAL.length - 1] ? LEAST : Math.exp(LOG_P.value(value));
    }

    private static PolynomialFunction quadratic() {
        WeightedObservedPoints points = new WeightedObservedPoints();
        for (int i = 0; i < LEVELS.length; i++) {
            points.add(CRITICAL[i], Math.log(LEVELS[i]));
        }
        return new PolynomialFunction(PolynomialCurveFitter.create(2).fit(points.toList()));
    }
}
