package io.streamgauge.drift.labels;

import io.streamgauge.drift.definition.PerformanceDefinition;
import io.streamgauge.drift.statistic.BenjaminiHochberg;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares a window's figures with the reference's. Drift is a fall of a watched figure that is both significant, one-sided and by
 * Benjamini-Hochberg over the figures watched, and at least the effect declared.
 */
final class PerformanceJudge {

    private final PerformanceDefinition definition;
    private final double level;

    /** @param level chance that a window without change shows a significant fall */
    PerformanceJudge(PerformanceDefinition definition, double level) {
        this.definition = definition;
        this.level = level;
    }

    List<PerformanceMetric> judge(
            Subject subject, long endMs, PerformanceReference reference, OutcomeWindow window, Outcomes known) {
        List<Figure> figures = Figures.of(definition.kind(), known);
        List<Figure> watched =
                figures.stream().filter(figure -> testable(figure, reference)).toList();
        double[] pValues = watched.stream()
                .mapToDouble(figure -> figure.pValueAgainst(
                        reference.figure(figure.statistic()).orElseThrow()))
                .toArray();
        double[] adjusted = BenjaminiHochberg.adjust(pValues);
        double critical = BenjaminiHochberg.critical(pValues, level);
        List<PerformanceMetric> metrics = new ArrayList<>();
        for (Figure figure : figures) {
            int trial = watched.indexOf(figure);
            Figure before = reference.figure(figure.statistic()).orElse(null);
            double pValue = trial < 0 ? 1 : pValues[trial];
            double adjustedPValue = trial < 0 ? 1 : adjusted[trial];
            boolean drifted = trial >= 0 && before != null && adjustedPValue <= level && worth(figure, before);
            metrics.add(new PerformanceMetric(
                    subject,
                    window.startMs(),
                    endMs,
                    null,
                    figure.statistic().text(),
                    figure.value(),
                    present(figure.standardError()),
                    before == null ? null : before.value(),
                    window.expected().get(figure.statistic().text()),
                    threshold(figure, before, trial >= 0, critical),
                    pValue,
                    adjustedPValue,
                    drifted,
                    reference.outcomes().size(),
                    known.size(),
                    window.rows().size() - known.size(),
                    window.published()));
        }
        return metrics;
    }

    private boolean testable(Figure figure, PerformanceReference reference) {
        return definition.watch().contains(figure.statistic().text())
                && reference
                        .figure(figure.statistic())
                        .filter(before -> !Double.isNaN(figure.pValueAgainst(before)))
                        .isPresent();
    }

    private boolean worth(Figure figure, Figure before) {
        double fall = figure.statistic().fall(before.value(), figure.value());
        return fall > 0 && fall >= leastFall(before);
    }

    private double leastFall(Figure before) {
        return before.statistic().scale() == Statistic.Scale.SHARE
                ? definition.effect()
                : definition.relativeEffect() * Math.abs(before.value());
    }

    /** Value at which drift begins; that of the reference, moved by the effect, where the figure is not tested. */
    private double threshold(Figure figure, @Nullable Figure before, boolean tested, double critical) {
        if (before == null) {
            return figure.value();
        }
        boolean more = figure.statistic().moreIsBetter();
        double byEffect = before.value() + (more ? -1 : 1) * leastFall(before);
        if (!tested) {
            return byEffect;
        }
        double bySignificance = figure.significantAt(critical, before);
        return more ? Math.min(byEffect, bySignificance) : Math.max(byEffect, bySignificance);
    }

    private static @Nullable Double present(double value) {
        return Double.isNaN(value) ? null : Double.valueOf(value);
    }
}
