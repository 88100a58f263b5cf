package io.streamgauge.app.report;

import io.streamgauge.app.report.DriftReport.Alert;
import io.streamgauge.app.report.DriftReport.Change;
import io.streamgauge.schemas.AlertStatus;
import io.streamgauge.schemas.DriftAlert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Alerts, each put together from its changes. The changes of one come in their order. */
final class AlertStories {

    static final String RESOLVED = AlertStatus.RESOLVED.name();

    private final Map<String, Map<String, Change>> changes = new TreeMap<>();
    private final Map<String, Instant> openedAt = new TreeMap<>();

    void add(DriftAlert alert) {
        openedAt.putIfAbsent(alert.getAlertId(), alert.getOpenedAt());
        Change change = Converted.change(alert);
        changes.computeIfAbsent(alert.getAlertId(), id -> new LinkedHashMap<>())
                .put(change.status() + ' ' + change.severity() + ' ' + change.windowEnd(), change);
    }

    /** Those that were open at some time of a period, in order of their opening. */
    List<Alert> all(Period period) {
        List<Alert> alerts = new ArrayList<>();
        changes.forEach((id, ofAlert) -> {
            Alert alert = alert(id, List.copyOf(ofAlert.values()));
            if (ReportBuilder.open(alert) || period.holdsEnd(alert.lastChange())) {
                alerts.add(alert);
            }
        });
        alerts.sort(Comparator.comparing(Alert::openedAt).thenComparing(Alert::alertId));
        return alerts;
    }

    private Alert alert(String id, List<Change> ordered) {
        Change last = ordered.get(ordered.size() - 1);
        return new Alert(
                id,
                last.status(),
                last.severity(),
                openedAt.getOrDefault(id, last.windowEnd()),
                last.windowEnd(),
                ordered);
    }
}
