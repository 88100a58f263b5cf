package io.streamgauge.drift.statistic;

/**
 * How much more two samples of dependent rows differ than independent rows would: {@code inflation} times the variance, known
 * from windows of the reference with {@code freedom} degrees of freedom; and {@code share} of the degrees of freedom that χ² over bins
 * would have, fewer when one direction of change takes the greatest part.
 *
 * @param inflation at least 1; 1 of independent rows
 * @param share in (0, 1]
 * @param freedom how well inflation is known; infinite when it is certain
 */
public record Dependence(double inflation, double share, double freedom) {

    /** Of rows that do not depend on each other. */
    public static final Dependence NONE = new Dependence(1, 1, Double.POSITIVE_INFINITY);

    public Dependence {
        if (!(inflation >= 1) || !(share > 0 && share <= 1) || !(freedom > 0)) {
            throw new IllegalArgumentException("no dependence: " + inflation + ", " + share + ", " + freedom);
        }
    }

    /** Whether inflation is known well enough to be taken for certain. */
    boolean certain() {
        return freedom > 1e6;
    }
}
