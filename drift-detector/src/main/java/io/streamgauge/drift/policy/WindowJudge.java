package io.streamgauge.drift.policy;

import io.streamgauge.drift.definition.DetectorDefinition;
import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.Measure;
import io.streamgauge.drift.definition.Watched;
import io.streamgauge.drift.definition.WatchedColumn;
import io.streamgauge.drift.profile.Column;
import io.streamgauge.drift.profile.FeatureReference;
import io.streamgauge.drift.profile.FeatureTotals;
import io.streamgauge.drift.profile.Reference;
import io.streamgauge.drift.profile.SampledRow;
import io.streamgauge.drift.profile.SegmentReference;
import io.streamgauge.drift.profile.WindowSummary;
import io.streamgauge.drift.statistic.BenjaminiHochberg;
import io.streamgauge.drift.statistic.Comparison;
import io.streamgauge.drift.statistic.VolumeChange;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares a window with the reference, feature by feature. Drift is a change both significant, by Benjamini-Hochberg over
 * all features, statistics and segments of the window at {@link DriftDefinition#windowLevel}, and large: at least the effect
 * declared, and {@value #SPREAD_MARGIN} times the largest seen between windows of the reference itself.
 */
final class WindowJudge {

    /** How far beyond the reference's own spread a change must go. */
    static final double SPREAD_MARGIN = 1.25;

    /** Name under which the number of predictions is told, as feature and as statistic. */
    static final String VOLUME = "volume";

    private final List<WatchedColumn> columns;
    private final DriftDefinition definition;

    WindowJudge(List<WatchedColumn> columns, DriftDefinition definition) {
        this.columns = List.copyOf(columns);
        this.definition = definition;
    }

    private record Trial(
            String feature,
            String statistic,
            Comparison comparison,
            double leastEffect,
            long referenceCount,
            long windowCount,
            long windowMissing) {}

    WindowVerdict judge(long startMs, long endMs, Reference reference, WindowSummary window) {
        List<Trial> trials = new ArrayList<>(whole(reference, window));
        trials.addAll(segments(reference, window));
        trials.addAll(volume(reference, window));
        return verdicts(startMs, endMs, trials, window);
    }

    /** The verdict on a window of too few rows for anything else. */
    WindowVerdict judgeVolume(long startMs, long endMs, Reference reference, WindowSummary window) {
        return verdicts(startMs, endMs, volume(reference, window), window);
    }

    private WindowVerdict verdicts(long startMs, long endMs, List<Trial> trials, WindowSummary window) {
        double[] pValues = trials.stream()
                .mapToDouble(trial -> trial.comparison().pValue())
                .toArray();
        double[] adjusted = BenjaminiHochberg.adjust(pValues);
        double level = definition.windowLevel(startMs, endMs);
        double critical = BenjaminiHochberg.critical(pValues, level);
        List<FeatureVerdict> verdicts = new ArrayList<>();
        for (int i = 0; i < trials.size(); i++) {
            verdicts.add(verdict(trials.get(i), adjusted[i], critical, level));
        }
        definition.watch().detectors().forEach(detector -> verdicts.add(told(detector, window)));
        return new WindowVerdict(startMs, endMs, verdicts, window.offsets());
    }

    private List<Trial> whole(Reference reference, WindowSummary window) {
        List<Trial> trials = new ArrayList<>();
        List<Column> found = window.columns();
        for (int i = 0; i < columns.size(); i++) {
            FeatureReference feature = reference.features().get(i);
            FeatureTotals totals = window.totals(i);
            for (Measure measure : compared(i, feature)) {
                trials.add(new Trial(
                        columns.get(i).name(),
                        measure.text(),
                        feature.compare(measure, found.get(i)),
                        leastEffect(feature, measure),
                        feature.totals().count(),
                        totals.count(),
                        totals.missing()));
            }
        }
        return trials;
    }

    /** None of a column that the reference knows nothing of. */
    private List<Measure> compared(int column, FeatureReference feature) {
        boolean known = feature.totals().count() + feature.totals().missing() > 0;
        return known ? columns.get(column).measures() : List.of();
    }

    /** Every column again, in the rows of each segment that has enough of them. */
    private List<Trial> segments(Reference reference, WindowSummary window) {
        List<Trial> trials = new ArrayList<>();
        List<SampledRow> rows = window.sample().rows();
        for (SegmentReference segment : reference.segments()) {
            List<SampledRow> own = SegmentReference.rows(segment, reference.segments(), rows);
            if (own.size() < SegmentReference.LEAST_ROWS) {
                continue;
            }
            for (int i = 0; i < columns.size(); i++) {
                if (i != segment.column()) {
                    trials.addAll(ofSegment(segment, i, Column.of(i, own)));
                }
            }
        }
        return trials;
    }

    private List<Trial> ofSegment(SegmentReference segment, int i, Column column) {
        FeatureReference feature = segment.features().get(i);
        return compared(i, feature).stream()
                .map(measure -> new Trial(
                        columns.get(i).name() + "[" + segment.name() + "]",
                        measure.text(),
                        feature.compare(measure, column),
                        leastEffect(feature, measure),
                        feature.column().sorted().length,
                        column.sorted().length,
                        column.missing()))
                .toList();
    }

    private List<Trial> volume(Reference reference, WindowSummary window) {
        if (!definition.watch().watches(Watched.VOLUME) || reference.volumes().size() < VolumeChange.LEAST_WINDOWS) {
            return List.of();
        }
        long expected = Math.round(reference.volumes().stream()
                .mapToLong(Long::longValue)
                .average()
                .orElse(0));
        return List.of(new Trial(
                VOLUME,
                VOLUME,
                VolumeChange.of(reference.volumes(), window.rows()),
                definition.watch().volumeEffect(),
                expected,
                window.rows(),
                0));
    }

    /** Changes that a detector told in the window: any is drift. A detector has its own rate of false alarms and no p-value. */
    private FeatureVerdict told(DetectorDefinition detector, WindowSummary window) {
        long changes = window.detections().getOrDefault(detector.on() + " " + detector.statistic(), 0L);
        double p = changes > 0 ? 0 : 1;
        return new FeatureVerdict(
                detector.on(), detector.statistic(), (double) changes, 1, p, p, changes > 0, 0, window.rows(), 0);
    }

    private double leastEffect(FeatureReference feature, Measure measure) {
        return Math.max(definition.effect(measure), SPREAD_MARGIN * feature.spread(measure));
    }

    private FeatureVerdict verdict(Trial trial, double adjusted, double critical, double level) {
        Comparison comparison = trial.comparison();
        boolean drifted = adjusted <= level && comparison.value() >= trial.leastEffect();
        return new FeatureVerdict(
                trial.feature(),
                trial.statistic(),
                comparison.value(),
                threshold(trial, critical, drifted),
                comparison.pValue(),
                adjusted,
                drifted,
                trial.referenceCount(),
                trial.windowCount(),
                trial.windowMissing());
    }

    /** Value from which on it is drift; kept on the verdict's side of the value where a p-value is exact and its quantile is not. */
    private static double threshold(Trial trial, double critical, boolean drifted) {
        Comparison comparison = trial.comparison();
        double threshold = Math.max(trial.leastEffect(), comparison.quantiles().valueAt(critical));
        return drifted ? Math.min(threshold, comparison.value()) : Math.max(threshold, Math.nextUp(comparison.value()));
    }
}
