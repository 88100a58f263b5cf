package io.streamgauge.drift.policy;

import java.util.Comparator;

/**
 * One statistic of one feature in one window against the reference.
 *
 * @param feature model input name, or {@code score}
 * @param statistic {@code psi} or {@code ks}
 * @param value PSI in nats, or the KS distance in [0, 1]
 * @param threshold value from which on it is drift: significant at the level used and at least the effect asked for
 * @param pValue chance of such a value without change
 * @param adjustedPValue the same after Benjamini-Hochberg over all verdicts of the window
 * @param drifted significant, and at least the effect asked for
 * @param referenceCount values in the reference
 * @param windowCount values in the window
 * @param windowMissing values missing in the window
 * @param falls whether the value is the less the worse, as figures of performance are, not a distance
 */
public record FeatureVerdict(
        String feature,
        String statistic,
        double value,
        double threshold,
        double pValue,
        double adjustedPValue,
        boolean drifted,
        long referenceCount,
        long windowCount,
        long windowMissing,
        boolean falls) {

    /** A verdict on a value that is the greater the worse. */
    public FeatureVerdict(
            String feature,
            String statistic,
            double value,
            double threshold,
            double pValue,
            double adjustedPValue,
            boolean drifted,
            long referenceCount,
            long windowCount,
            long windowMissing) {
        this(
                feature,
                statistic,
                value,
                threshold,
                pValue,
                adjustedPValue,
                drifted,
                referenceCount,
                windowCount,
                windowMissing,
                false);
    }

    /** Least value that a threshold is divided by, so that a figure of 0 is far beyond it and not infinitely. */
    private static final double LEAST = 1e-3;

    /** Most certain first, then furthest beyond its threshold, then by name. */
    public static final Comparator<FeatureVerdict> STRONGEST_FIRST = Comparator.comparingDouble(
                    FeatureVerdict::adjustedPValue)
            .thenComparing(Comparator.comparingDouble(FeatureVerdict::excess).reversed())
            .thenComparing(FeatureVerdict::feature)
            .thenComparing(FeatureVerdict::statistic);

    /** How far beyond its threshold, 1 being at it: the value divided by it; of a figure that falls, it divided by the value. */
    public double excess() {
        if (falls) {
            return threshold / Math.max(LEAST, value);
        }
        return threshold > 0 ? value / threshold : value;
    }
}
