package io.streamgauge.app.report;

import io.streamgauge.app.report.DriftReport.Contributor;
import io.streamgauge.app.report.DriftReport.Evidence;
import java.util.List;
import java.util.stream.Collectors;

/** What an alert or a retraining event rests on. */
final class EvidenceTables {

    /** Verdicts shown; the JSON document has all. */
    private static final int MOST = 50;

    private EvidenceTables() {}

    static void verdicts(Markup out, List<Evidence> evidence) {
        if (evidence.isEmpty()) {
            return;
        }
        Table table = Table.open(
                out, "feature", "~statistic", "#value", "#threshold", "#adjusted p", "#reference", "#window");
        for (Evidence found : evidence.subList(0, Math.min(MOST, evidence.size()))) {
            table.row(
                    false,
                    found.feature(),
                    found.statistic(),
                    Shown.number(found.value()),
                    Shown.number(found.threshold()),
                    Shown.number(found.adjustedPValue()),
                    Shown.count(found.referenceCount()),
                    Shown.count(found.windowCount()));
        }
        table.close();
        more(out, evidence.size() - MOST);
    }

    static void more(Markup out, int left) {
        if (left > 0) {
            out.element("p", Shown.count(left) + " more are in the JSON document.", "class", "soft small");
        }
    }

    static void groups(Markup out, List<List<String>> groups) {
        if (groups.stream().anyMatch(group -> group.size() > 1)) {
            out.element(
                    "p",
                    "Moved together: "
                            + groups.stream()
                                    .map(group -> String.join(", ", group))
                                    .collect(Collectors.joining("; ")) + ".",
                    "class",
                    "soft small");
        }
    }

    static void histograms(Markup out, List<Contributor> contributors) {
        List<Contributor> drawn =
                contributors.stream().filter(HistogramPlot::isThere).toList();
        if (!drawn.isEmpty()) {
            Legend.write(out, "box k-then", "reference", "box k-now", "window (share of the values in each bin)");
            out.open("div", "class", "charts").line();
            for (Contributor contributor : drawn) {
                out.open("div", "class", "plain").open("h4").text(contributor.feature() + " ");
                out.element("small", times(contributor)).close();
                HistogramPlot.draw(out, contributor);
                out.close().line();
            }
            out.close().line();
        }
        String without = contributors.stream()
                .filter(contributor -> !HistogramPlot.isThere(contributor))
                .map(contributor -> contributor.feature() + " (" + times(contributor) + ")")
                .collect(Collectors.joining(", "));
        if (!without.isEmpty()) {
            out.element(
                    "p", "Without a histogram, being no number of each row: " + without + ".", "class", "soft small");
        }
    }

    private static String times(Contributor contributor) {
        return contributor.statistic() + " at " + Shown.number(contributor.excess()) + " times its threshold";
    }
}
