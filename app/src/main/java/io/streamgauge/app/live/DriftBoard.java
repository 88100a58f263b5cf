package io.streamgauge.app.live;

import io.streamgauge.app.live.DriftWindow.FeatureDrift;
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

    private final NavigableMap<Instant, Map<String, DriftMetric>> windows = new TreeMap<>();
    private final Map<String, ReferenceProfile> profiles = new TreeMap<>();
    private final Map<String, DriftAlert> alerts = new LinkedHashMap<>();
    private final Recent<RetrainingEvent> retraining = new Recent<>(EVENTS);

    /** Of a model that is not served nothing is shown; of a verdict that was corrected the greatest revision. */
    void add(DriftMetric metric) {
        if (!metric.getVariant().equals(CHAMPION)) {
            return;
        }
        windows.computeIfAbsent(metric.getWindowEnd(), end -> new LinkedHashMap<>())
                .merge(
                        metric.getFeature() + '\n' + metric.getStatistic(),
                        metric,
                        (old, now) -> now.getRevision() >= old.getRevision() ? now : old);
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
                .map(metrics -> List.copyOf(metrics.values()))
                .map(DriftBoard::window)
                .toList();
    }

    Optional<DriftWindow> lastWindow() {
        return Optional.ofNullable(windows.lastEntry())
                .map(entry -> window(List.copyOf(entry.getValue().values())));
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

    private static DriftWindow window(List<DriftMetric> metrics) {
        DriftMetric any = metrics.get(0);
        return new DriftWindow(
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
