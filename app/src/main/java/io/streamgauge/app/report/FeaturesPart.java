package io.streamgauge.app.report;

import io.streamgauge.app.report.DriftReport.Model;
import io.streamgauge.app.report.DriftReport.Series;
import io.streamgauge.app.report.DriftReport.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A timeline and a row of a table for each statistic of each watched thing; those that drifted most often first. */
final class FeaturesPart {

    private static final double WIDTH = 380;
    /** Timelines drawn; of the rest there is the table. */
    private static final int MOST_TIMELINES = 300;
    /** Verdicts of drift listed. */
    private static final int MOST_VERDICTS = 300;

    private static final Comparator<Series> MOST_FIRST = Comparator.comparingInt(Series::driftedWindows)
            .thenComparing(Series::greatestExcess, Comparator.nullsFirst(Comparator.<Double>naturalOrder()))
            .reversed()
            .thenComparing(Series::feature)
            .thenComparing(Series::statistic);

    private FeaturesPart() {}

    static void write(Markup out, Model model) {
        Instant first = model.summary().firstWindow();
        Instant last = model.summary().lastWindow();
        if (first == null || last == null) {
            return;
        }
        List<Series> ordered = model.features().stream().sorted(MOST_FIRST).toList();
        List<Series> drifted =
                ordered.stream().filter(series -> series.driftedWindows() > 0).toList();
        List<Series> calm = ordered.subList(drifted.size(), ordered.size());
        out.element("h3", "What was watched").line();
        incomplete(out, model);
        corrected(out, model);
        Legend.write(
                out,
                "k-value",
                "value",
                "k-threshold",
                "threshold",
                "round",
                "drifted",
                "box k-alert",
                "an alert about it was open",
                "box k-retraining",
                "retraining event");
        timelines(out, model, first, last, drifted.subList(0, Math.min(MOST_TIMELINES, drifted.size())));
        int room = Math.max(0, MOST_TIMELINES - drifted.size());
        if (!calm.isEmpty()) {
            List<Series> shown = calm.subList(0, Math.min(room, calm.size()));
            out.open("details").element("summary", Shown.count(calm.size(), "timeline") + " without drift");
            timelines(out, model, first, last, shown);
            EvidenceTables.more(out, calm.size() - shown.size());
            out.close().line();
        }
        EvidenceTables.more(out, drifted.size() - MOST_TIMELINES);
        summaries(out, ordered);
        verdicts(out, drifted);
    }

    /** Windows that partitions are missing of, when there are any. */
    private static void incomplete(Markup out, Model model) {
        List<Verdict> without = model.features().stream()
                .flatMap(series -> series.verdicts().stream())
                .filter(verdict -> !verdict.missingPartitions().isEmpty())
                .toList();
        long windows = without.stream().map(Verdict::start).distinct().count();
        long passedOver = without.stream()
                .filter(verdict -> !verdict.counts())
                .map(Verdict::start)
                .distinct()
                .count();
        if (windows > 0) {
            out.element(
                            "p",
                            Shown.count(windows, "window")
                                    + " closed without a partition that was idle; alerts follow from all but "
                                    + Shown.count(passedOver) + ", of which too much may be missing.")
                    .line();
        }
    }

    /** Windows that late predictions have corrected, when there are any. */
    private static void corrected(Markup out, Model model) {
        long windows = model.features().stream()
                .flatMap(series -> series.verdicts().stream())
                .filter(verdict -> verdict.revision() > 0)
                .map(Verdict::start)
                .distinct()
                .count();
        if (windows > 0) {
            out.element(
                            "p",
                            Shown.count(windows, "window")
                                    + " judged once more with predictions that came late: what is shown is the correction, and alerts"
                                    + " follow from the first verdict.")
                    .line();
        }
    }

    private static void timelines(Markup out, Model model, Instant first, Instant last, List<Series> all) {
        out.open("div", "class", "charts").line();
        for (Series series : all) {
            out.open("div", "class", "card").open("h4").text(series.feature() + " ");
            out.element(
                            "small",
                            series.statistic() + ", drifted in " + series.driftedWindows() + " of "
                                    + Shown.count(series.verdicts().size(), "window"))
                    .close();
            timeline(out, model, first, last, series);
            out.close().line();
        }
        out.close().line();
    }

    private static void timeline(Markup out, Model model, Instant first, Instant last, Series series) {
        List<Verdict> verdicts = Thinned.of(series.verdicts());
        double[] bounds =
                Plot.bounds(verdicts.stream().flatMap(verdict -> Stream.of(verdict.value(), verdict.threshold())));
        Plot plot = Plot.open(
                out,
                WIDTH,
                series.feature() + ", " + series.statistic(),
                first,
                last,
                Math.min(0, bounds[0]),
                bounds[1] == 0 ? 1 : bounds[1]);
        plot.marks(Marks.of(model, last, evidence -> evidence.feature().equals(series.feature())));
        plot.steps(
                "threshold",
                verdicts.stream()
                        .map(verdict -> new Plot.Point(verdict.start(), verdict.end(), verdict.threshold()))
                        .toList());
        plot.curve("value", verdicts.stream().map(FeaturesPart::point).toList());
        for (Verdict verdict : verdicts) {
            if (verdict.drifted()) {
                plot.spot(
                        "drifted",
                        point(verdict),
                        Shown.range(verdict.start(), verdict.end()) + ": " + Shown.number(verdict.value())
                                + ", threshold " + Shown.number(verdict.threshold()));
            }
        }
        plot.close();
    }

    private static Plot.Point point(Verdict verdict) {
        return new Plot.Point(verdict.start(), verdict.end(), verdict.value());
    }

    private static void summaries(Markup out, List<Series> ordered) {
        out.open("details").element("summary", "All of it as a table: the last window of each");
        Table table = Table.open(
                out,
                "feature",
                "~statistic",
                "#windows",
                "#drifted",
                "#greatest value / threshold",
                "~last window",
                "#value",
                "#threshold",
                "#p",
                "#adjusted p",
                "#reference",
                "#window",
                "#missing");
        for (Series series : ordered) {
            Verdict last = series.verdicts().get(series.verdicts().size() - 1);
            table.row(
                    series.driftedWindows() > 0,
                    series.feature(),
                    series.statistic(),
                    Shown.count(series.verdicts().size()),
                    Shown.count(series.driftedWindows()),
                    Shown.number(series.greatestExcess()),
                    Shown.range(last.start(), last.end()),
                    Shown.number(last.value()),
                    Shown.number(last.threshold()),
                    Shown.number(last.pValue()),
                    Shown.number(last.adjustedPValue()),
                    Shown.count(last.referenceCount()),
                    Shown.count(last.windowCount()),
                    Shown.count(last.windowMissing()));
        }
        table.close();
        out.close().line();
    }

    /** Partitions that a window lacks, and whether it counts all the same. */
    private static String without(Verdict verdict) {
        return verdict.missingPartitions().isEmpty()
                ? ""
                : verdict.missingPartitions().stream().map(String::valueOf).collect(Collectors.joining(", "))
                        + (verdict.counts() ? "" : " (does not count)");
    }

    private record Drifted(Series series, Verdict verdict) {}

    /** Newest first. */
    private static void verdicts(Markup out, List<Series> drifted) {
        List<Drifted> all = new ArrayList<>();
        drifted.forEach(series -> series.verdicts().stream()
                .filter(Verdict::drifted)
                .forEach(verdict -> all.add(new Drifted(series, verdict))));
        if (all.isEmpty()) {
            return;
        }
        all.sort(Comparator.comparing((Drifted one) -> one.verdict().start())
                .reversed()
                .thenComparing(one -> one.series().feature())
                .thenComparing(one -> one.series().statistic()));
        out.open("details").element("summary", Shown.count(all.size(), "verdict") + " of drift, window by window");
        Table table = Table.open(
                out,
                "~window",
                "feature",
                "~statistic",
                "#value",
                "#threshold",
                "#adjusted p",
                "#reference",
                "#window",
                "#missing",
                "~without partitions");
        for (Drifted one : all.subList(0, Math.min(MOST_VERDICTS, all.size()))) {
            Verdict verdict = one.verdict();
            table.row(
                    false,
                    Shown.range(verdict.start(), verdict.end()),
                    one.series().feature(),
                    one.series().statistic(),
                    Shown.number(verdict.value()),
                    Shown.number(verdict.threshold()),
                    Shown.number(verdict.adjustedPValue()),
                    Shown.count(verdict.referenceCount()),
                    Shown.count(verdict.windowCount()),
                    Shown.count(verdict.windowMissing()),
                    without(verdict));
        }
        table.close();
        EvidenceTables.more(out, all.size() - MOST_VERDICTS);
        out.close().line();
    }
}
