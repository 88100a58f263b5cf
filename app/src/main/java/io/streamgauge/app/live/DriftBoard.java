package io.streamgauge.app.live;

import io.streamgauge.app.live.DriftWindow.FeatureDrift;
import io.streamgauge.drift.GreatestRevisions;
import io.streamgauge.schemas.AlertStatus;
import io.streamgauge.schemas.DriftAlert;
import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.ReferenceProfile;
import io.streamgauge.schemas.RetrainingEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What the drift job has written: reference, the last windows, alerts, retraining events. Not thread-safe. */
final class DriftBoard {

    private static final int WINDOWS = 60;
    private static final int ALERTS = 100;
    private static final int EVENTS = 50;
    private static final String CHAMPION = "champion";

    private record Model(String name, String version) {}

    private record Thing(String feature, String statistic) {}

    /** By their end; where models took turns within a window, it is there once for each, in the order in which they were first heard of. */
    private final NavigableMap<Instant, Map<Model, Map<Thing, DriftMetric>>> windows = new TreeMap<>();

    private final Map<String, ReferenceProfile> profiles = new TreeMap<>();
    private final Map<String, DriftAlert> alerts = new LinkedHashMap<>();
    private final Recent<RetrainingEvent> retraining = new Recent<>(EVENTS);

    /** Of a model that is not served nothing is shown; of a verdict that was corrected the greatest revision. */
    void add(DriftMetric metric) {
        if (!metric.getVariant().equals(CHAMPION)) {
            return;
        }
        windows.computeIfAbsent(metric.getWindowEnd(), end -> new LinkedHashMap<>())
                .computeIfAbsent(new Model(metric.getModel(), metric.getModelVersion()), model -> new LinkedHashMap<>())
                .merge(new Thing(metric.getFeature(), metric.getStatistic()), metric, GreatestRevisions::holding);
        if (windows.size() > WINDOWS) {
            windows.pollFirstEntry();
        }
    }

    void add(ReferenceProfile profile) {
        profiles.put(profile.getFeature(), profile);
    }

    /** The newest state of an alert replaces the one before; the oldest resolved alerts are forgotten first. */
    void add(DriftAlert alert) {
        alerts.put(alert.getAlertId(), alert);
        if (alerts.size() > ALERTS) {
            String oldest = alerts.values().stream()
                    .filter(a -> a.getStatus() == AlertStatus.RESOLVED)
                    .findFirst()
                    .map(DriftAlert::getAlertId)
                    .orElse(alerts.keySet().iterator().next());
            alerts.remove(oldest);
        }
    }

    void add(RetrainingEvent event) {
        retraining.add(event);
    }

    /** Oldest first. */
    List<DriftWindow> windows() {
        return windows.values().stream()
                .flatMap(models -> models.values().stream())
                .map(DriftBoard::window)
                .toList();
    }

    Optional<DriftWindow> lastWindow() {
        return Optional.ofNullable(windows.lastEntry())
                .flatMap(last -> last.getValue().values().stream()
                        .reduce((earlier, later) -> later)
                        .map(DriftBoard::window));
    }

    Optional<ReferenceProfile> anyProfile() {
        return profiles.values().stream().findFirst();
    }

    /** Newest first. */
    List<DriftAlert> alerts() {
        List<DriftAlert> newestFirst = new ArrayList<>(alerts.values());
        java.util.Collections.reverse(newestFirst);
        return newestFirst;
    }

    long openAlerts() {
        return alerts.values().stream()
                .filter(a -> a.getStatus() != AlertStatus.RESOLVED)
                .count();
    }

    /** Newest first. */
    List<RetrainingEvent> retrainingEvents() {
        return retraining.newest(EVENTS);
    }

    private static DriftWindow window(Map<Thing, DriftMetric> published) {
        GreatestRevisions revisions = new GreatestRevisions();
        published.values().forEach(revisions::add);
        List<DriftMetric> metrics =
                published.values().stream().filter(revisions::hold).toList();
        DriftMetric any = metrics.get(0);
        return new DriftWindow(
                any.getModel(),
                any.getModelVersion(),
                any.getWindowStart(),
                any.getWindowEnd(),
                metrics.stream()
                        .map(m -> new FeatureDrift(
                                m.getFeature(),
                                m.getStatistic(),
                                m.getValue(),
                                m.getThreshold(),
                                m.getDrifted(),
                                m.getWindowCount()))
                        .toList(),
                List.copyOf(any.getMissingPartitions()),
                any.getCounts());
    }
}
