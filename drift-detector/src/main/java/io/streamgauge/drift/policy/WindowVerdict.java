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
 * @param referenceId version of the reference that it was compared with; empty where it is told by its period alone
 */
public record WindowVerdict(
        long startMs, long endMs, List<FeatureVerdict> features, OffsetRanges offsets, String referenceId) {

    /** A verdict whose reference has no version. */
    public WindowVerdict(long startMs, long endMs, List<FeatureVerdict> features, OffsetRanges offsets) {
        this(startMs, endMs, features, offsets, "");
    }

    public WindowVerdict {
        features = List.copyOf(features);
    }

    /** The same against a version of the reference. */
    WindowVerdict against(String version) {
        return new WindowVerdict(startMs, endMs, features, offsets, version);
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
