package io.streamgauge.app.live;

import java.time.Instant;
import java.util.List;

/**
 * One window of the drift job over one model, with the statistics of every feature.
 *
 * @param model its name
 * @param modelVersion its version
 * @param start event time, inclusive
 * @param end event time, exclusive
 * @param features every statistic of every feature
 * @param missingPartitions partitions of the predictions that had not come to its end when it was judged
 * @param counts whether alerts follow from it; not where too much may be missing
 */
public record DriftWindow(
        String model,
        String modelVersion,
        Instant start,
        Instant end,
        List<FeatureDrift> features,
        List<Integer> missingPartitions,
        boolean counts) {

    /**
     * One statistic of one feature in that window.
     *
     * @param statistic {@code psi} or {@code ks}
     * @param threshold value above which it is significant
     * @param drifted significant and large enough to matter
     */
    public record FeatureDrift(
            String feature, String statistic, double value, double threshold, boolean drifted, long count) {}

    /** Features of which any statistic drifted. */
    public List<String> drifted() {
        return features.stream()
                .filter(FeatureDrift::drifted)
                .map(FeatureDrift::feature)
                .distinct()
                .toList();
    }
}
