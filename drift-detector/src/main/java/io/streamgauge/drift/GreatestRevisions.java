package io.streamgauge.drift;

import io.streamgauge.schemas.DriftMetric;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Which metrics of a window hold once it has been corrected. A correction publishes all metrics of its window again; what it does not, as
 * those of a segment that is below its minimum with all rows, holds no more. Revisions count against the same reference only. Figures of
 * performance, which have none, are corrected one by one. Not thread-safe.
 *
 * <p>Memory: a number per window and reference.
 */
public final class GreatestRevisions {

    private record Judged(String model, String version, Instant start, Instant end, String referenceId) {

        private static Judged of(DriftMetric metric) {
            return new Judged(
                    metric.getModel(),
                    metric.getModelVersion(),
                    metric.getWindowStart(),
                    metric.getWindowEnd(),
                    metric.getReferenceId());
        }
    }

    private final Map<Judged, Integer> greatest = new HashMap<>();

    /** Takes what has been published, in any order. */
    public void add(DriftMetric metric) {
        if (!metric.getReferenceId().isEmpty()) {
            greatest.merge(Judged.of(metric), metric.getRevision(), Math::max);
        }
    }

    /** Whether nothing that was taken corrects it. */
    public boolean hold(DriftMetric metric) {
        return metric.getRevision() >= greatest.getOrDefault(Judged.of(metric), 0);
    }

    /** What holds of two of the same model, window, feature and statistic, in the order in which they were published. */
    public static DriftMetric holding(DriftMetric earlier, DriftMetric later) {
        boolean corrected =
                earlier.getReferenceId().equals(later.getReferenceId()) && earlier.getRevision() > later.getRevision();
        return corrected ? earlier : later;
    }
}
