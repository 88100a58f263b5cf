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
 * @param missing partitions that may have held more of it
 * @param counts whether alerts follow from it; not where too much may be missing
 * @param revision 0 of the first verdict, 1 of one that takes its place
 * @param lateRows predictions of the window that came too late for the first
 */
public record WindowVerdict(
        long startMs,
        long endMs,
        List<FeatureVerdict> features,
        OffsetRanges offsets,
        String referenceId,
        MissingPartitions missing,
        boolean counts,
        int revision,
        long lateRows) {

    /** A verdict on all there is. */
    public WindowVerdict(
            long startMs, long endMs, List<FeatureVerdict> features, OffsetRanges offsets, String referenceId) {
        this(startMs, endMs, features, offsets, referenceId, MissingPartitions.NONE, true, 0, 0);
    }

    /** A verdict whose reference has no version. */
    public WindowVerdict(long startMs, long endMs, List<FeatureVerdict> features, OffsetRanges offsets) {
        this(startMs, endMs, features, offsets, "");
    }

    public WindowVerdict {
        features = List.copyOf(features);
    }

    /** The same against a version of the reference. */
    WindowVerdict against(String version) {
        return new WindowVerdict(startMs, endMs, features, offsets, version, missing, counts, revision, lateRows);
    }

    /** The same of a window that lacks something; one in which nothing came tells just that, and counts. */
    WindowVerdict without(MissingPartitions partitions, boolean empty) {
        return new WindowVerdict(
                startMs,
                endMs,
                features,
                offsets,
                referenceId,
                partitions,
                empty || partitions.enough(),
                revision,
                lateRows);
    }

    /**
     * The same in place of an earlier one.
     *
     * @param late predictions that came too late for that
     * @param stillMissing partitions that may have held more, as far as they have not come since
     * @param counted whether alerts followed from the earlier one
     */
    WindowVerdict revised(long late, MissingPartitions stillMissing, boolean counted) {
        return new WindowVerdict(
                startMs, endMs, features, offsets, referenceId, stillMissing, counted, revision + 1, late);
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
