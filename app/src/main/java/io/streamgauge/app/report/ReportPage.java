package io.streamgauge.app.report;

import io.streamgauge.app.report.DriftReport.Alert;
import io.streamgauge.app.report.DriftReport.Change;
import io.streamgauge.app.report.DriftReport.Model;
import io.streamgauge.app.report.DriftReport.Summary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A report as one HTML page that needs nothing else: no script, no font, no picture, no link. */
public final class ReportPage {

    /** Said to the browser as well: whatever data should smuggle in, it loads and runs nothing. */
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    /**
     * What a page says of where its report is from.
     *
     * @param title of page and browser's tab
     * @param origin a sentence below it; empty where there is nothing to say
     * @param nothing what a report without anything means
     */
    private record Heading(String title, String origin, String nothing) {}

    private ReportPage() {}

    /** The page; of the same report the same, to the byte. */
    public static String of(DriftReport report) {
        return of(
                report,
                new Heading(
                        "Drift of " + report.pipeline(),
                        "",
                        "The drift topics hold nothing of this period: no reference, no window, no alert."));
    }

    /**
     * The page of a backtest.
     *
     * @param history the file or topic that was replayed
     */
    public static String ofBacktest(DriftReport report, String history) {
        return of(
                report,
                new Heading(
                        "Backtest: drift of " + report.pipeline(),
                        "A replay of " + history
                                + ": what the drift job would have told of it. Nothing on this page was published.",
                        "The replay made nothing of this period: no reference, no window, no alert."));
    }

    private static String of(DriftReport report, Heading heading) {
        Markup out = new Markup();
        out.open("html", "lang", "en").line().open("head").line();
        out.empty("meta", "charset", "utf-8").line();
        out.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY)
                .line();
        out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .line();
        out.element("title", heading.title()).line();
        out.element("style", style()).line().close().line().open("body").line();
        header(out, report, heading);
        out.open("main").line();
        for (Model model : report.models()) {
            model(out, model);
        }
        operations(out, report.operations());
        out.close().line();
        out.element(
                        "footer",
                        "Moments are UTC and event time. A window drifted when a change was significant and at least the"
                                + " effect declared; adjusted p is by Benjamini and Hochberg over the window.")
                .line();
        return out.end();
    }

    private static void header(Markup out, DriftReport report, Heading heading) {
        out.open("header").element("h1", heading.title());
        if (!heading.origin().isEmpty()) {
            out.element("p", heading.origin());
        }
        String asked = report.from() == null && report.to() == null
                ? "All windows."
                : "Windows from " + (report.from() == null ? "the beginning" : Shown.moment(report.from())) + " to "
                        + (report.to() == null ? "the last" : Shown.moment(report.to())) + ".";
        out.element("p", asked, "class", "soft");
        if (report.models().isEmpty()) {
            out.element("p", heading.nothing());
        }
        out.close().line();
    }

    private static void model(Markup out, Model model) {
        out.open("section").line();
        out.element("h2", model.model() + ", version " + model.modelVersion());
        Summary summary = model.summary();
        out.element(
                "p",
                summary.firstWindow() == null
                        ? "No window has been compared with the reference."
                        : "Windows from " + Shown.range(summary.firstWindow(), summary.lastWindow()) + ".",
                "class",
                "soft");
        tiles(out, summary);
        OverviewPart.write(out, model);
        AlertsPart.write(out, model.alerts());
        RetrainingPart.write(out, model.retrainingEvents());
        PerformancePart.write(out, model);
        FeaturesPart.write(out, model);
        ReferencePart.write(out, model.reference());
        out.close().line();
    }

    private static void tiles(Markup out, Summary summary) {
        out.open("div", "class", "tiles").line();
        tile(out, "Windows judged", summary.windows(), "");
        tile(out, "Drifted", summary.driftedWindows(), "windows in which anything did");
        tile(out, "Alerts", summary.alerts(), summary.openAlerts() == 0 ? "none open" : summary.openAlerts() + " open");
        tile(out, "Retraining events", summary.retrainingEvents(), "");
        if (summary.performanceWindows() > 0) {
            tile(
                    out,
                    "Windows with outcomes",
                    summary.performanceWindows(),
                    summary.performanceDriftedWindows() + " with worse performance");
        }
        out.close().line();
    }

    private static void tile(Markup out, String name, int count, String remark) {
        out.open("div", "class", "tile").element("div", name, "class", "soft");
        out.element("div", Shown.count(count), "class", "big");
        out.element("div", remark, "class", "soft small").close().line();
    }

    private static void operations(Markup out, List<Alert> alerts) {
        if (alerts.isEmpty()) {
            return;
        }
        out.element("h2", "The drift job itself").line();
        Table table = Table.open(out, "~opened", "~until", "", "what");
        for (Alert alert : alerts) {
            Change last = alert.changes().get(alert.changes().size() - 1);
            table.row(
                    ReportBuilder.open(alert),
                    Shown.moment(alert.openedAt()),
                    Shown.moment(alert.lastChange()),
                    Shown.words(alert.status()),
                    last.message());
        }
        table.close();
    }

    private static String style() {
        try (InputStream in = ReportPage.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("the build lacks report.css");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
