package io.streamgauge.drift.policy;

/**
 * A feature that drifted, and what it looked like then and now.
 *
 * @param strongest of its statistics the one furthest beyond its threshold
 * @param histograms reference and window in the same bins
 */
public record Contributor(FeatureVerdict strongest, Histograms histograms) {

    /** Name of the feature. */
    public String feature() {
        return strongest.feature();
    }
}
