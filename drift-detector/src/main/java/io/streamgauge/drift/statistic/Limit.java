package io.streamgauge.drift.statistic;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.FDistribution;

/**
 * A statistic whose distribution under no change is known from χ².
 *
 * @param value the statistic
 * @param chi2 the same on the scale of χ²
 * @param freedom degrees of freedom; 0 when there is nothing to compare
 * @param toValue from the scale of χ² to the statistic's own; rises
 */
public record Limit(double value, double chi2, double freedom, DoubleUnaryOperator toValue) {

    static final Limit NONE = new Limit(0, 0, 0, x -> 0);

    /** p-value and thresholds for independent rows. */
    public Comparison comparison() {
        return comparison(Dependence.NONE);
    }

    /**
     * The same for rows that depend on each other: χ² is inflated, and known only as well as its inflation, so F takes its place
     * (Rao and Scott, On chi-squared tests for multiway contingency tables, Annals of Statistics 12, 1984).
     */
    public Comparison comparison(Dependence dependence) {
        if (freedom == 0) {
            return Comparison.NONE;
        }
        double inflated = freedom * dependence.inflation();
        double degrees = Math.max(1, freedom * dependence.share());
        if (dependence.certain()) {
            double scale = inflated / degrees;
            ChiSquaredDistribution limit = new ChiSquaredDistribution(null, degrees);
            return new Comparison(
                    value,
                    upper(limit.cumulativeProbability(chi2 / scale)),
                    level -> toValue.applyAsDouble(limit.inverseCumulativeProbability(1 - level) * scale));
        }
        FDistribution limit = new FDistribution(null, degrees, dependence.freedom());
        return new Comparison(
                value,
                upper(limit.cumulativeProbability(chi2 / inflated)),
                level -> toValue.applyAsDouble(limit.inverseCumulativeProbability(1 - level) * inflated));
    }

    private static double upper(double cumulative) {
        return Math.min(1, Math.max(0, 1 - cumulative));
    }
}
