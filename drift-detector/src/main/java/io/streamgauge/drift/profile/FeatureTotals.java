package io.streamgauge.drift.profile;

/**
 * Exact totals of one feature: how many values, how many missing, least and greatest. No sum: adding doubles depends on
 * their order, and the order in which partitions arrive is not ours to choose.
 */
public final class FeatureTotals {

    private long count;
    private long missing;
    private double minimum = Double.POSITIVE_INFINITY;
    private double maximum = Double.NEGATIVE_INFINITY;

    public FeatureTotals() {}

    /** Totals as they were. */
    public FeatureTotals(long count, long missing, double minimum, double maximum) {
        this.count = count;
        this.missing = missing;
        this.minimum = minimum;
        this.maximum = maximum;
    }

    /** Counts a value; NaN is a missing one. */
    public void add(double value) {
        if (Double.isNaN(value)) {
            missing++;
            return;
        }
        count++;
        minimum = Math.min(minimum, value);
        maximum = Math.max(maximum, value);
    }

    /** Adds everything the other has counted. */
    public void merge(FeatureTotals other) {
        count += other.count;
        missing += other.missing;
        minimum = Math.min(minimum, other.minimum);
        maximum = Math.max(maximum, other.maximum);
    }

    /** Values present. */
    public long count() {
        return count;
    }

    /** Values missing. */
    public long missing() {
        return missing;
    }

    /** Least value; positive infinity when there is none. */
    public double minimum() {
        return minimum;
    }

    /** Greatest value; negative infinity when there is none. */
    public double maximum() {
        return maximum;
    }
}
