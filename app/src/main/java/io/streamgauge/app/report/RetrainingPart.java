package io.streamgauge.app.report;

import io.streamgauge.app.report.DriftReport.Acknowledgement;
import io.streamgauge.app.report.DriftReport.Range;
import io.streamgauge.app.report.DriftReport.Retraining;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Retraining events, newest first: what is suggested and why, which data, and what became of it. */
final class RetrainingPart {

    private RetrainingPart() {}

    static void write(Markup out, List<Retraining> events) {
        if (events.isEmpty()) {
            return;
        }
        out.element("h3", "Retraining events").line();
        for (int i = events.size() - 1; i >= 0; i--) {
            event(out, events.get(i));
        }
    }

    private static void event(Markup out, Retraining event) {
        out.open("div", "class", "card").open("h4").text("Raised " + Shown.moment(event.raisedAt()));
        out.element("span", "suggested: " + Shown.words(event.action()), "class", "badge act");
        out.element(
                        "span",
                        "urgency " + Shown.words(event.urgency()),
                        "class",
                        event.urgency().equals("HIGH") ? "badge bad" : "badge")
                .close();
        out.open("p", "class", "soft small").text("Event ").element("code", event.eventId());
        event.alertIds().forEach(alert -> out.text(" of alert ").element("code", alert));
        out.close().line();
        out.element("p", event.reason());
        if (!event.actionReason().isEmpty()) {
            out.element("p", event.actionReason());
        }
        out.element(
                "p",
                "Data since the change: " + Shown.range(event.trainFrom(), event.trainTo()) + ". Reference: "
                        + Shown.range(event.referenceFrom(), event.referenceTo()) + ".",
                "class",
                "soft");
        out.element("p", became(event.acknowledgement()), "class", "soft").line();
        EvidenceTables.verdicts(out, event.evidence());
        if (!event.ranges().isEmpty()) {
            out.open("details").element("summary", "Offsets of that data");
            Table table = Table.open(out, "topic", "#partition", "#first offset", "#last offset");
            for (Range range : event.ranges()) {
                table.row(
                        false,
                        range.topic(),
                        Integer.toString(range.partition()),
                        Shown.count(range.firstOffset()),
                        Shown.count(range.lastOffset()));
            }
            table.close();
            out.close().line();
        }
        out.close().line();
    }

    private static String became(@Nullable Acknowledgement ack) {
        if (ack == null) {
            return "Not acknowledged.";
        }
        String version = ack.modelVersion() == null ? "" : ", version " + ack.modelVersion();
        String note = ack.note().isEmpty() ? "" : ": " + ack.note();
        return "Last acknowledgement: " + Shown.words(ack.status()) + " by " + ack.author() + " at "
                + Shown.moment(ack.at()) + version + note;
    }
}
