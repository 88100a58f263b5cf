package io.streamgauge.app.report;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the drift topics of a pipeline say of a period. Written as JSON, component by component, it is the report's JSON document, so
 * that components are only ever added and {@link #VERSION} counts what they mean. Numbers that are none, such as a threshold where
 * nothing is tested, are null. The same records make the same report, in whatever order partitions are read.
 *
 * @param version of what the components mean
 * @param from begin of the period asked for, inclusive; null from the beginning
 * @param to its end, exclusive; null to the end
 * @param models one for each version of a model, in order of their first windows
 * @param operations alerts about the drift job itself, whose moments are those of a clock and not event time
 */
public record DriftReport(
        int version,
        String pipeline,
        @Nullable Instant from,
        @Nullable Instant to,
        List<Model> models,
        List<Alert> operations) {

    public static final int VERSION = 1;

    public DriftReport {
        models = List.copyOf(models);
        operations = List.copyOf(operations);
    }

    /**
     * One version of a model.
     *
     * @param reference what its windows are compared with, one entry for each feature
     * @param features a series for each statistic of each watched thing, by name
     * @param performance a series for each figure that needs outcomes
     * @param alerts in order of their opening
     * @param retrainingEvents in the order they were raised
     */
    public record Model(
            String model,
            String modelVersion,
            Summary summary,
            List<Profile> reference,
            List<Series> features,
            List<FigureSeries> performance,
            List<Alert> alerts,
            List<Retraining> retrainingEvents) {}

    /**
     * Counts.
     *
     * @param firstWindow start of the first window compared; null without one
     * @param lastWindow end of the last
     * @param windows windows compared with the reference
     * @param driftedWindows those in which anything drifted
     * @param performanceWindows windows of the champion with a figure made of outcomes
     * @param performanceDriftedWindows those in which a figure drifted
     * @param openAlerts alerts that were not resolved at the end of the period
     */
    public record Summary(
            @Nullable Instant firstWindow,
            @Nullable Instant lastWindow,
            int windows,
            int driftedWindows,
            int performanceWindows,
            int performanceDriftedWindows,
            int alerts,
            int openAlerts,
            int retrainingEvents) {}

    /** What one feature looked like in the reference, [from, to) in event time. */
    public record Profile(
            String feature,
            Instant from,
            Instant to,
            long count,
            long missing,
            @Nullable Double minimum,
            @Nullable Double maximum,
            @Nullable Double mean) {}

    /**
     * One statistic of one watched thing, window after window.
     *
     * @param greatestExcess greatest value divided by threshold; 1 and more is drift where it is significant; null where there is none
     */
    public record Series(
            String feature,
            String statistic,
            int driftedWindows,
            @Nullable Double greatestExcess,
            List<Verdict> verdicts) {}

    /**
     * One window [start, end) judged by one statistic.
     *
     * @param missingPartitions partitions of the predictions that had not come to its end when it was judged
     * @param missingShare share of it that these usually bring in the time they miss
     * @param counts whether alerts follow from it; not where too much may be missing
     * @param revision 0 of the first verdict, 1 of one that late predictions have corrected
     * @param lateRows predictions of the window that came too late for the first
     */
    public record Verdict(
            Instant start,
            Instant end,
            @Nullable Double value,
            @Nullable Double threshold,
            @Nullable Double pValue,
            @Nullable Double adjustedPValue,
            boolean drifted,
            long referenceCount,
            long windowCount,
            long windowMissing,
            List<Integer> missingPartitions,
            double missingShare,
            boolean counts,
            int revision,
            long lateRows) {}

    /**
     * One figure of performance or fairness, window after window.
     *
     * @param variant of the deployment
     * @param group of fairness: the input whose groups are compared, or one group as input=value; null when of all
     */
    public record FigureSeries(
            String variant, @Nullable String group, String statistic, int driftedWindows, List<Figure> windows) {}

    /**
     * One figure of one window [start, end), as its greatest revision has it.
     *
     * @param expected before outcomes were known; null where nothing was expected
     * @param realised once they were; null until then
     * @param lower lower end of the realised figure's 95 % interval
     * @param reference the same figure of the reference
     * @param labelled predictions with an outcome
     * @param unlabelled those without
     */
    public record Figure(
            Instant start,
            Instant end,
            @Nullable Double expected,
            @Nullable Double realised,
            @Nullable Double standardError,
            @Nullable Double lower,
            @Nullable Double upper,
            @Nullable Double reference,
            @Nullable Double threshold,
            @Nullable Double pValue,
            @Nullable Double adjustedPValue,
            boolean drifted,
            long referenceCount,
            long labelled,
            long unlabelled,
            int revision) {}

    /**
     * One alert.
     *
     * @param status after the last of its changes
     * @param severity the same
     * @param lastChange end of the window of that change
     * @param changes in their order
     */
    public record Alert(
            String alertId,
            String status,
            String severity,
            Instant openedAt,
            Instant lastChange,
            List<Change> changes) {}

    /** A change in the life of an alert, by the window [windowStart, windowEnd). */
    public record Change(
            String status,
            String severity,
            Instant windowStart,
            Instant windowEnd,
            String message,
            List<Evidence> evidence,
            List<List<String>> groups,
            List<Contributor> contributors) {}

    /** A verdict that an alert rests on. */
    public record Evidence(
            String feature,
            String statistic,
            @Nullable Double value,
            @Nullable Double threshold,
            @Nullable Double adjustedPValue,
            long referenceCount,
            long windowCount) {}

    /**
     * A feature far beyond its threshold, with its values then and now in the same bins.
     *
     * @param binEdges inner edges; bin i is (edge[i−1], edge[i]], the outer ones unbounded; none for texts
     */
    public record Contributor(
            String feature,
            String statistic,
            @Nullable Double excess,
            List<Double> binEdges,
            List<Long> referenceCounts,
            List<Long> windowCounts,
            long referenceMissing,
            long windowMissing) {}

    /**
     * A retraining event, by the names of {@code RetrainingEvent.avsc}.
     *
     * @param acknowledgement the last one; null without any
     */
    public record Retraining(
            String eventId,
            int contractVersion,
            String reason,
            String action,
            String actionReason,
            String urgency,
            List<String> alertIds,
            String modelDigest,
            Instant raisedAt,
            Instant trainFrom,
            Instant trainTo,
            List<Range> ranges,
            String referenceId,
            @Nullable Instant referenceFrom,
            @Nullable Instant referenceTo,
            List<Evidence> evidence,
            List<List<String>> groups,
            List<Contributor> contributors,
            @Nullable Acknowledgement acknowledgement) {}

    /** Offsets of one partition, both inclusive. */
    public record Range(String topic, int partition, long firstOffset, long lastOffset) {}

    /** What became of a retraining event. */
    public record Acknowledgement(
            String status,
            String author,
            Instant at,
            @Nullable String modelVersion,
            String note) {}
}
