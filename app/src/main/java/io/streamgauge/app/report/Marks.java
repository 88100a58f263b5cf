package io.streamgauge.app.report;

import io.streamgauge.app.report.DriftReport.Alert;
import io.streamgauge.app.report.DriftReport.Change;
import io.streamgauge.app.report.DriftReport.Evidence;
import io.streamgauge.app.report.DriftReport.Model;
import io.streamgauge.app.report.DriftReport.Retraining;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What is marked on a timeline.
 *
 * @param alerts the times in which alerts were open
 * @param retraining the moments at which retraining events were raised
 */
record Marks(List<Span> alerts, List<Moment> retraining) {

    /** The time in which an alert was open, from the start of its first window. */
    record Span(Instant from, Instant to, String name) {}

    /** A moment with a name. */
    record Moment(Instant at, String name) {}

    /** Those of alerts and events whose evidence names what {@code about} wants. */
    static Marks of(Model model, Instant end, Predicate<Evidence> about) {
        List<Span> spans = new ArrayList<>();
        for (Alert alert : model.alerts()) {
            List<Change> changes = alert.changes();
            if (changes.stream().flatMap(change -> change.evidence().stream()).anyMatch(about)) {
                Instant until =
                        ReportBuilder.open(alert) && alert.lastChange().isBefore(end) ? end : alert.lastChange();
                spans.add(new Span(
                        changes.get(0).windowStart(),
                        until,
                        "Alert " + alert.alertId() + ", " + Shown.words(alert.status())));
            }
        }
        List<Moment> moments = model.retrainingEvents().stream()
                .filter(event -> event.evidence().stream().anyMatch(about))
                .map(Marks::moment)
                .toList();
        return new Marks(spans, moments);
    }

    private static Moment moment(Retraining event) {
        return new Moment(event.raisedAt(), "Retraining event " + event.eventId());
    }
}
