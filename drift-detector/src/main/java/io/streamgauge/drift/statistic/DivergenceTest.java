package io.streamgauge.drift.statistic;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/**
 * p-value of a divergence between counts from its limit under no change. Any smooth divergence is near no change a multiple of
 * Σ (pᵢ − qᵢ)²/pᵢ, which over u = 1/N + 1/M is χ² with B − 1 degrees of freedom, N and M both sample sizes, B the bins filled.
 *
 * <p>Salicrú, Morales, Menéndez and Pardo, On the applications of divergence type measures in testing statistical hypotheses, Journal of
 * Multivariate Analysis 51, 1994.
 */
final class DivergenceTest {

    private DivergenceTest() {}

    /** @param toSquares the multiple of Σ (pᵢ − qᵢ)²/pᵢ that a value is near no change */
    static TestResult of(long[] reference, long[] window, double value, DoubleUnaryOperator toSquares) {
        Shares shares = new Shares(reference, window);
        long filled = IntStream.range(0, reference.length)
                .filter(i -> reference[i] + window[i] > 0)
                .count();
        if (shares.isEmpty() || filled < 2) {
            return TestResult.none(shares.n, shares.m);
        }
        double chi2 = toSquares.applyAsDouble(value) / (1.0 / shares.n + 1.0 / shares.m);
        return TestResult.of(value, upperTail(chi2, filled - 1), shares.n, shares.m);
    }

    /** Probability that χ² with so many degrees of freedom is at least this. */
    static double upperTail(double chi2, long freedom) {
        return Double.isInfinite(chi2)
                ? 0
                : 1 - new ChiSquaredDistribution(null, (double) freedom).cumulativeProbability(chi2);
    }
}
