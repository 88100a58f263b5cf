package io.streamgauge.app.report;

import io.streamgauge.app.report.DriftReport.Alert;
import io.streamgauge.app.report.DriftReport.Change;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Alerts, newest first: their life, and what the last window that drifted looked like. */
final class AlertsPart {

    private AlertsPart() {}

    static void write(Markup out, List<Alert> alerts) {
        if (alerts.isEmpty()) {
            return;
        }
        out.element("h3", "Alerts").line();
        for (int i = alerts.size() - 1; i >= 0; i--) {
            alert(out, alerts.get(i));
        }
    }

    private static void alert(Markup out, Alert alert) {
        boolean open = ReportBuilder.open(alert);
        out.open("div", "class", "card").open("h4").text("Opened " + Shown.moment(alert.openedAt()));
        out.element("span", Shown.words(alert.status()), "class", open ? "badge bad" : "badge");
        out.element("span", Shown.words(alert.severity()), "class", "badge" + style(alert))
                .close();
        out.open("p", "class", "soft small")
                .text("Alert ")
                .element("code", alert.alertId())
                .close()
                .line();
        Table table = Table.open(out, "~window", "~change", "~severity", "what");
        for (Change change : alert.changes()) {
            table.row(
                    false,
                    Shown.range(change.windowStart(), change.windowEnd()),
                    Shown.words(change.status()),
                    Shown.words(change.severity()),
                    change.message());
        }
        table.close();
        Change shown = strongest(alert);
        if (shown != null) {
            out.element(
                    "p",
                    "Evidence of the window " + Shown.range(shown.windowStart(), shown.windowEnd()) + ":",
                    "class",
                    "soft small");
            EvidenceTables.groups(out, shown.groups());
            EvidenceTables.verdicts(out, shown.evidence());
            EvidenceTables.histograms(out, shown.contributors());
        }
        out.close().line();
    }

    private static String style(Alert alert) {
        return switch (alert.severity()) {
            case "CRITICAL" -> " bad";
            case "WARNING" -> " warn";
            default -> "";
        };
    }

    /** The last change that rests on something; null where none does. */
    private static @Nullable Change strongest(Alert alert) {
        for (int i = alert.changes().size() - 1; i >= 0; i--) {
            if (!alert.changes().get(i).evidence().isEmpty()) {
                return alert.changes().get(i);
            }
        }
        return null;
    }
}
