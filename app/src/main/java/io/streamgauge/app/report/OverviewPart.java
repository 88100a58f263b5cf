package io.streamgauge.app.report;

import io.streamgauge.app.report.DriftReport.Model;
import io.streamgauge.app.report.DriftReport.Series;
import io.streamgauge.app.report.DriftReport.Summary;
import io.streamgauge.app.report.DriftReport.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How much drifted in each window, and when alerts were open. */
final class OverviewPart {

    private static final double WIDTH = 1180;

    private OverviewPart() {}

    /** The verdicts of one window. */
    private static final class Tally {
        private Instant end = Instant.MIN;
        private int verdicts;
        private int drifted;
    }

    static void write(Markup out, Model model) {
        Summary summary = model.summary();
        Instant first = summary.firstWindow();
        Instant last = summary.lastWindow();
        if (first == null || last == null) {
            return;
        }
        Map<Instant, Tally> windows = windows(model);
        int greatest =
                windows.values().stream().mapToInt(tally -> tally.drifted).max().orElse(0);
        out.open("div", "class", "card wide").element("h4", "Verdicts of drift in each window");
        Plot plot = Plot.open(out, WIDTH, "Verdicts of drift in each window", first, last, 0, Math.max(1, greatest));
        plot.marks(Marks.of(model, last, evidence -> true));
        windows.forEach((start, tally) -> plot.bar(
                "drifted",
                new Plot.Point(start, tally.end, (double) tally.drifted),
                Shown.range(start, tally.end) + ": " + tally.drifted + " of " + tally.verdicts + " drifted"));
        plot.close();
        Legend.write(
                out, "box k-alert", "an alert was open", "box k-retraining", "retraining event", "round", "drifted");
        out.close().line();
    }

    private static Map<Instant, Tally> windows(Model model) {
        Map<Instant, Tally> windows = new TreeMap<>();
        List<Verdict> verdicts = new ArrayList<>();
        for (Series series : model.features()) {
            verdicts.addAll(series.verdicts());
        }
        for (Verdict verdict : verdicts) {
            Tally tally = windows.computeIfAbsent(verdict.start(), start -> new Tally());
            tally.end = verdict.end();
            tally.verdicts++;
            tally.drifted += verdict.drifted() ? 1 : 0;
        }
        return windows;
    }
}
