package io.streamgauge.app.backtest;

import io.streamgauge.app.report.DriftReport.FigureSeries;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline's drift detector makes of its past. Each prediction that was read is counted once: {@code read = closed + open + late + correcting
 * + outside + otherVariants}.
 *
 * @param pipeline its name
 * @param source the file or topic
 * @param eventsWithoutPrediction events of a file that are late or refused, by source
 * @param read predictions in all
 * @param predictions of those, that entered a window: {@code closed + open}
 * @param closed in windows that were over, whether these were judged, made the reference or were passed over
 * @param late that came too late for theirs and correct nothing
 * @param correcting that came too late for theirs, but not to correct what was said of it
 * @param outside of windows that were not asked for
 * @param open in windows that were not over at the end of the history, and so not judged
 * @param otherVariants of other variants than the champion, which are not watched
 * @param models whose predictions were watched
 * @param windows judged
 * @param unjudged windows that were over and hold predictions, and were neither judged nor passed over as another model had taken over
 * @param drifted of those, with drift, by what holds of each
 * @param corrected of those, judged once more with late predictions
 * @param alarms changes of alerts, and retraining events, in order of time
 * @param changes that are marked
 * @param resetEvery windows from one blind reset to the next
 * @param scores the detector's, then those of the baselines
 * @param performance what labels tell; null where there are none
 */
public record BacktestReport(
        String pipeline,
        String source,
        Map<String, Long> eventsWithoutPrediction,
        long read,
        long predictions,
        long closed,
        long late,
        long correcting,
        long outside,
        long open,
        long otherVariants,
        List<WatchedModel> models,
        int windows,
        int unjudged,
        int drifted,
        int corrected,
        List<Alarm> alarms,
        List<Change> changes,
        int resetEvery,
        List<Score> scores,
        @Nullable Performance performance) {

    public BacktestReport {
        requireSum("predictions read", read, closed + open + late + correcting + outside + otherVariants);
        requireSum("predictions that entered a window", predictions, closed + open);
    }

    private static void requireSum(String what, long all, long parts) {
        if (all != parts) {
            throw new IllegalArgumentException(what + " are " + all + ", their parts " + parts);
        }
    }

    /**
     * What labels tell. Each label that was read is counted once: {@code read = inTime + bad + late + dropped + unmatched}.
     *
     * @param source the file or topic of labels
     * @param read labels in all
     * @param labels of those, that could be used: {@code inTime + late + dropped + unmatched}
     * @param inTime that came before the window of their time was over, whether or not an event is theirs, or found their prediction later
     * @param bad that could not be used
     * @param firstBad why the first of those could not; null when there is none
     * @param late that came when every window that they could be of had been forgotten
     * @param dropped of those that came before their predictions, when too many waited
     * @param unmatched of no prediction that is held
     * @param windows of champions, judged on their outcomes
     * @param drifted of those, with drift
     * @param models figures of performance by model, as {@code drift report} has them
     */
    public record Performance(
            String source,
            long read,
            long labels,
            long inTime,
            long bad,
            @Nullable String firstBad,
            long late,
            long dropped,
            long unmatched,
            int windows,
            int drifted,
            List<ModelFigures> models) {

        public Performance {
            requireSum("labels read", read, inTime + bad + late + dropped + unmatched);
            requireSum("labels that could be used", labels, read - bad);
        }
    }

    /**
     * The figures of a version of a model.
     *
     * @param figures champion's first
     */
    public record ModelFigures(String model, String version, List<FigureSeries> figures) {}

    /**
     * A model.
     *
     * @param model its name
     * @param version its version
     * @param referenceFrom first moment of what its windows were compared with; null when that was never complete
     * @param referenceTo the end of it, exclusive
     * @param windows judged
     */
    public record WatchedModel(
            String model,
            String version,
            @Nullable Instant referenceFrom,
            @Nullable Instant referenceTo,
            int windows) {}

    /**
     * Something that would have been published.
     *
     * @param at end of the window that caused it; of performance, when its outcomes have been waited for
     * @param what {@code opened}, {@code escalated}, {@code resolved} or {@code retraining}
     * @param grade severity of an alert; suggested action of a retraining event
     * @param id of the alert or the event, as the job would give it
     * @param model name of the model
     * @param version of the model
     * @param windowFrom start of the window; of a retraining event, first moment to train on
     * @param message why, one sentence
     * @param watch {@code features}, or {@code performance}
     */
    public record Alarm(
            Instant at,
            String what,
            String grade,
            String id,
            String model,
            String version,
            Instant windowFrom,
            String message,
            String watch) {}

    /**
     * A marked change.
     *
     * @param from when it began
     * @param to when it was over; null when not before the next
     * @param judged whether alarms are held against it
     * @param alertOpenSince when an alert had opened that was still open at the beginning, so that none could open; null when none was
     * @param alertDelaySeconds until an alert opened; null when none did
     * @param retrainingDelaySeconds until a retraining event; null when there was none
     */
    public record Change(
            Instant from,
            @Nullable Instant to,
            boolean judged,
            @Nullable Instant alertOpenSince,
            @Nullable Double alertDelaySeconds,
            @Nullable Double retrainingDelaySeconds) {}
}
