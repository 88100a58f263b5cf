package io.streamgauge.app.cli;

import io.streamgauge.app.backtest.BacktestReport.ModelFigures;
import io.streamgauge.app.backtest.BacktestReport.Performance;
import io.streamgauge.app.report.DriftReport.Figure;
import io.streamgauge.app.report.DriftReport.FigureSeries;
import io.streamgauge.drift.labels.Subject;
import java.io.PrintWriter;
import java.util.DoubleSummaryStatistics;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What labels told in a backtest, as people read it: a line for each figure of the champion. */
final class PerformanceText {

    private static final String FIGURE = "%-30s  %7s  %7s  %9s  %8s  %8s  %8s  %8s";

    private PerformanceText() {}

    static void print(PrintWriter out, Performance performance) {
        out.println();
        Breakdown.of("labels of " + performance.source(), performance.read())
                .part(performance.inTime(), "in time for the event they are of, if there is one")
                .part(performance.bad(), "cannot be used, first " + performance.firstBad())
                .part(performance.late(), "came when their windows had been forgotten")
                .part(performance.dropped(), "were let go, since too many waited for their predictions")
                .part(performance.unmatched(), "are of no prediction that is held")
                .print(out);
        out.println(
                performance.windows() == 0
                        ? "no window judged on outcomes: the reference of performance was never complete"
                        : Breakdown.counted(performance.windows()) + " windows judged on outcomes, of which "
                                + Breakdown.counted(performance.drifted()) + " with drift");
        for (ModelFigures model : performance.models()) {
            out.println();
            if (performance.models().size() > 1) {
                out.println("model " + model.model() + " " + model.version());
            }
            out.println(String.format(
                    Locale.ROOT,
                    FIGURE,
                    "FIGURE",
                    "WINDOWS",
                    "DRIFTED",
                    "REFERENCE",
                    "EXPECTED",
                    "REALISED",
                    "LEAST",
                    "GREATEST"));
            model.figures().stream().filter(PerformanceText::shown).forEach(series -> figure(out, series));
        }
    }

    /** The champion's, and gaps between groups; a single group is named input=value. */
    private static boolean shown(FigureSeries series) {
        String group = series.group();
        return series.variant().equals(Subject.CHAMPION) && (group == null || !group.contains("="));
    }

    private static void figure(PrintWriter out, FigureSeries series) {
        DoubleSummaryStatistics expected = of(series, Figure::expected);
        DoubleSummaryStatistics realised = of(series, Figure::realised);
        DoubleSummaryStatistics reference = of(series, Figure::reference);
        out.println(String.format(
                Locale.ROOT,
                FIGURE,
                series.group() == null ? series.statistic() : series.statistic() + " of " + series.group(),
                realised.getCount(),
                series.driftedWindows(),
                mean(reference),
                mean(expected),
                mean(realised),
                number(realised, realised.getMin()),
                number(realised, realised.getMax())));
    }

    private static DoubleSummaryStatistics of(FigureSeries series, Function<Figure, @Nullable Double> of) {
        return series.windows().stream()
                .map(of)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .summaryStatistics();
    }

    private static String mean(DoubleSummaryStatistics values) {
        return number(values, values.getAverage());
    }

    private static String number(DoubleSummaryStatistics values, double number) {
        return values.getCount() == 0 ? "-" : String.format(Locale.ROOT, "%.4f", number);
    }
}
