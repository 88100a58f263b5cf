package io.streamgauge.drift.policy;

import io.streamgauge.drift.profile.OffsetRanges;
import java.util.List;

/**
 * All verdicts of one window.
 *
 * @param startMs inclusive
 * @param endMs exclusive
 * @param features every feature and statistic, in model input order
 * @param offsets where in the source the window's rows came from
 */
public record WindowVerdict(long startMs, long endMs, List<FeatureVerdict> features, OffsetRanges offsets) {

    public WindowVerdict {
        features = List.copyOf(features);
    }

    /** Whether anything drifted. */
    public boolean drifted() {
        return features.stream().anyMatch(FeatureVerdict::drifted);
    }

    /** What drifted, strongest first. */
    public List<FeatureVerdict> evidence() {
        return features.stream()
                .filter(FeatureVerdict::drifted)
                .sorted(FeatureVerdict.STRONGEST_FIRST)
                .toList();
    }
}
