package io.streamgauge.drift.statistic;

/**
 * Two samples compared by one statistic.
 *
 * @param value the statistic: PSI in nats, or the KS distance D in [0, 1]
 * @param pValue probability of a value at least this large when both samples come from one distribution
 * @param quantiles the statistic's value at a given p-value, for these sample sizes
 */
public record Comparison(double value, double pValue, Quantiles quantiles) {

    /** Inverse of the null distribution's upper tail. */
    @FunctionalInterface
    public interface Quantiles {

        /** The value that is exceeded with probability {@code level} under no change; {@code level} in (0, 1). */
        double valueAt(double level);
    }

    /** Nothing to compare: distance 0, certain to be no change. */
    public static final Comparison NONE = new Comparison(0, 1, level -> 0);

    public Comparison {
        if (!(value >= 0)) {
            throw new IllegalArgumentException("a statistic is at least 0, not " + value);
        }
        if (!(pValue >= 0 && pValue <= 1)) {
            throw new IllegalArgumentException("a p-value is in [0, 1], not " + pValue);
        }
    }
}
