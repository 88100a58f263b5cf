package io.streamgauge.drift.policy;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.profile.Column;
import io.streamgauge.drift.profile.FeatureReference;
import io.streamgauge.drift.profile.Reference;
import io.streamgauge.drift.profile.WindowSummary;
import io.streamgauge.drift.statistic.BenjaminiHochberg;
import io.streamgauge.drift.statistic.Comparison;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares a window with the reference, feature by feature. Drift is a change both significant, by Benjamini-Hochberg over
 * all features and both statistics of the window at {@link DriftDefinition#windowLevel}, and large: at least the effect
 * declared, and {@value #SPREAD_MARGIN} times the largest seen between windows of the reference itself.
 */
final class WindowJudge {

    /** How far beyond the reference's own spread a change must go. */
    static final double SPREAD_MARGIN = 1.25;

    private final List<String> features;
    private final DriftDefinition definition;

    WindowJudge(List<String> features, DriftDefinition definition) {
        this.features = List.copyOf(features);
        this.definition = definition;
    }

    private record Trial(int feature, String statistic, Comparison comparison, double leastEffect) {}

    WindowVerdict judge(long startMs, Reference reference, WindowSummary window) {
        List<Trial> trials = trials(reference, window.columns());
        double[] pValues = trials.stream()
                .mapToDouble(trial -> trial.comparison().pValue())
                .toArray();
        double[] adjusted = BenjaminiHochberg.adjust(pValues);
        double critical = BenjaminiHochberg.critical(pValues, definition.windowLevel());
        List<FeatureVerdict> verdicts = new ArrayList<>();
        for (int i = 0; i < trials.size(); i++) {
            Trial trial = trials.get(i);
            verdicts.add(verdict(trial, adjusted[i], critical, reference, window));
        }
        return new WindowVerdict(startMs, startMs + definition.window().toMillis(), verdicts, window.offsets());
    }

    private List<Trial> trials(Reference reference, List<Column> columns) {
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < features.size(); i++) {
            if (definition.exclude().contains(features.get(i))) {
                continue;
            }
            FeatureReference feature = reference.features().get(i);
            Column column = columns.get(i);
            double psiEffect = Math.max(definition.effect().psi(), SPREAD_MARGIN * feature.psiSpread());
            double ksEffect = Math.max(definition.effect().ks(), SPREAD_MARGIN * feature.ksSpread());
            trials.add(new Trial(i, "psi", feature.psi(column), psiEffect));
            trials.add(new Trial(i, "ks", feature.ks(column), ksEffect));
        }
        return trials;
    }

    private FeatureVerdict verdict(
            Trial trial, double adjusted, double critical, Reference reference, WindowSummary window) {
        Comparison comparison = trial.comparison();
        double threshold = Math.max(trial.leastEffect(), comparison.quantiles().valueAt(critical));
        boolean drifted = adjusted <= definition.windowLevel() && comparison.value() >= trial.leastEffect();
        return new FeatureVerdict(
                features.get(trial.feature()),
                trial.statistic(),
                comparison.value(),
                threshold,
                comparison.pValue(),
                adjusted,
                drifted,
                reference.features().get(trial.feature()).totals().count(),
                window.totals(trial.feature()).count(),
                window.totals(trial.feature()).missing());
    }
}
