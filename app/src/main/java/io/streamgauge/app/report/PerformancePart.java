package io.streamgauge.app.report;

import io.streamgauge.app.report.DriftReport.Figure;
import io.streamgauge.app.report.DriftReport.FigureSeries;
import io.streamgauge.app.report.DriftReport.Model;
import io.streamgauge.drift.labels.FigureRange;
import io.streamgauge.drift.labels.PerformanceWatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Figures that need outcomes: what was expected, what came true, and the gaps between groups. */
final class PerformancePart {

    private static final double WIDTH = 380;
    /** Room above and below what is drawn, as a share of its height. */
    private static final double MARGIN = 0.06;
    /** The same where nothing moves, as a share of the number. */
    private static final double LEAST_ROOM = 0.05;
    /** Rows of the table of figures. */
    private static final int MOST_FIGURES = 500;

    private PerformancePart() {}

    static void write(Markup out, Model model) {
        if (model.performance().isEmpty()) {
            return;
        }
        out.element("h3", "Performance").line();
        Legend.write(
                out,
                "k-value",
                "realised, with its 95 % interval",
                "k-expected",
                "expected before outcomes were known",
                "k-before",
                "reference",
                "k-threshold",
                "threshold",
                "round",
                "drifted",
                "box k-alert",
                "an alert about it was open");
        charts(
                out,
                model,
                model.performance().stream()
                        .filter(series -> series.group() == null)
                        .toList());
        List<FigureSeries> gaps = model.performance().stream()
                .filter(series -> series.group() != null && !ofOneGroup(series))
                .toList();
        if (!gaps.isEmpty()) {
            out.element("h3", "Gaps between groups").line();
            charts(out, model, gaps);
        }
        figures(out, model.performance());
    }

    /** A group is named input=value; what compares groups is named after the input alone. */
    private static boolean ofOneGroup(FigureSeries series) {
        return series.group() != null && series.group().contains("=");
    }

    private static String name(FigureSeries series) {
        return series.group() == null ? series.statistic() : series.statistic() + " of " + series.group();
    }

    private static void charts(Markup out, Model model, List<FigureSeries> all) {
        out.open("div", "class", "charts").line();
        for (FigureSeries series : all) {
            out.open("div", "class", "card").open("h4").text(name(series) + " ");
            out.element(
                            "small",
                            series.variant() + ", drifted in " + series.driftedWindows() + " of "
                                    + Shown.count(realised(series), "window")
                                    + outcomesToCome(series))
                    .close();
            chart(out, model, series);
            out.close().line();
        }
        out.close().line();
    }

    private static long realised(FigureSeries series) {
        return series.windows().stream()
                .filter(figure -> figure.realised() != null)
                .count();
    }

    /** Windows of which only what was expected is known. */
    private static String outcomesToCome(FigureSeries series) {
        long without = series.windows().size() - realised(series);
        return without == 0 ? "" : ", expected in " + Shown.count(without) + " more";
    }

    private static void chart(Markup out, Model model, FigureSeries series) {
        List<Figure> figures = series.windows();
        Instant first = figures.get(0).start();
        Instant last = figures.get(figures.size() - 1).end();
        boolean tested = figures.stream().anyMatch(PerformancePart::isTested);
        double[] bounds = Plot.bounds(figures.stream()
                .flatMap(figure -> Stream.of(
                        figure.expected(),
                        figure.realised(),
                        figure.lower(),
                        figure.upper(),
                        figure.reference(),
                        tested ? figure.threshold() : null)));
        FigureRange range = FigureRange.of(series.statistic());
        double room = Math.max((bounds[1] - bounds[0]) * MARGIN, Math.abs(bounds[1]) * LEAST_ROOM);
        Plot plot = Plot.open(
                out,
                WIDTH,
                name(series),
                first,
                last,
                range.drawnIn(bounds[0] - room),
                range.drawnIn(bounds[1] + room));
        if (series.group() == null && series.variant().equals(ModelBuilder.CHAMPION)) {
            plot.marks(Marks.of(
                    model,
                    last,
                    evidence -> evidence.feature().equals(PerformanceWatch.FEATURE)
                            && evidence.statistic().equals(series.statistic())));
        }
        plot.steps("before", points(figures, Figure::reference));
        if (tested) {
            plot.steps("threshold", points(figures, Figure::threshold));
        }
        for (Figure figure : figures) {
            Double lower = figure.lower();
            Double upper = figure.upper();
            if (lower != null && upper != null) {
                plot.whisker(new Plot.Point(figure.start(), figure.end(), null), lower, upper);
            }
        }
        plot.curve("expected", points(figures, Figure::expected));
        plot.curve("value", points(figures, Figure::realised));
        for (Figure figure : figures) {
            if (figure.drifted()) {
                plot.spot(
                        "drifted",
                        new Plot.Point(figure.start(), figure.end(), figure.realised()),
                        Shown.range(figure.start(), figure.end()) + ": " + Shown.number(figure.realised()));
            }
        }
        plot.close();
    }

    /** Of a figure that is not watched the p-value is 1 and the threshold means nothing. */
    private static boolean isTested(Figure figure) {
        Double p = figure.pValue();
        return p != null && p < 1;
    }

    private static List<Plot.Point> points(List<Figure> figures, Function<Figure, @Nullable Double> number) {
        return figures.stream()
                .map(figure -> new Plot.Point(figure.start(), figure.end(), number.apply(figure)))
                .toList();
    }

    private record Row(FigureSeries series, Figure figure) {}

    /** Newest first. */
    private static void figures(Markup out, List<FigureSeries> all) {
        List<Row> rows = new ArrayList<>();
        all.forEach(series -> series.windows().forEach(figure -> rows.add(new Row(series, figure))));
        // Stable, so that within a window the order of the series stays.
        rows.sort(Comparator.comparing((Row row) -> row.figure().start()).reversed());
        out.open("details").element("summary", Shown.count(rows.size(), "figure") + ", window by window");
        Table table = Table.open(
                out,
                "~window",
                "~variant",
                "figure",
                "#expected",
                "#realised",
                "#standard error",
                "#realised − expected",
                "#reference",
                "#threshold",
                "#adjusted p",
                "",
                "#with outcome",
                "#without",
                "#revision");
        for (Row row : rows.subList(0, Math.min(MOST_FIGURES, rows.size()))) {
            Figure figure = row.figure();
            boolean tested = isTested(figure);
            table.row(
                    figure.drifted(),
                    Shown.range(figure.start(), figure.end()),
                    row.series().variant(),
                    name(row.series()),
                    Shown.number(figure.expected()),
                    Shown.number(figure.realised()),
                    Shown.number(figure.standardError()),
                    Shown.number(difference(figure)),
                    Shown.number(figure.reference()),
                    Shown.number(tested ? figure.threshold() : null),
                    Shown.number(tested ? figure.adjustedPValue() : null),
                    figure.drifted() ? "drifted" : "",
                    Shown.count(figure.labelled()),
                    Shown.count(figure.unlabelled()),
                    Integer.toString(figure.revision()));
        }
        table.close();
        EvidenceTables.more(out, rows.size() - MOST_FIGURES);
        out.close().line();
    }

    private static @Nullable Double difference(Figure figure) {
        Double expected = figure.expected();
        Double realised = figure.realised();
        return expected == null || realised == null ? null : Double.valueOf(realised - expected);
    }
}
