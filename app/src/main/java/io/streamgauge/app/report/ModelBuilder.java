package io.streamgauge.app.report;

import io.streamgauge.app.report.DriftReport.Alert;
import io.streamgauge.app.report.DriftReport.Figure;
import io.streamgauge.app.report.DriftReport.FigureSeries;
import io.streamgauge.app.report.DriftReport.Model;
import io.streamgauge.app.report.DriftReport.Profile;
import io.streamgauge.app.report.DriftReport.Retraining;
import io.streamgauge.app.report.DriftReport.Series;
import io.streamgauge.app.report.DriftReport.Summary;
import io.streamgauge.app.report.DriftReport.Verdict;
import io.streamgauge.drift.labels.PerformanceWatch;
import io.streamgauge.schemas.DriftAlert;
import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.ReferenceProfile;
import io.streamgauge.schemas.RetrainingAck;
import io.streamgauge.schemas.RetrainingEvent;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The part of a report about one version of a model, while its records come. */
final class ModelBuilder {

    /** Variant that answers, whose drift raises alerts. */
    static final String CHAMPION = "champion";

    private final FeatureSeries features = new FeatureSeries();
    private final Figures figures = new Figures();
    private final AlertStories alerts = new AlertStories();
    private final Map<String, RetrainingEvent> events = new TreeMap<>();
    private final Map<String, Profile> profiles = new TreeMap<>();

    void add(DriftMetric metric) {
        if (metric.getFeature().equals(PerformanceWatch.FEATURE)) {
            figures.add(metric);
        } else {
            features.add(metric);
        }
    }

    void add(DriftAlert alert) {
        alerts.add(alert);
    }

    void add(RetrainingEvent event) {
        events.put(event.getEventId(), event);
    }

    void add(ReferenceProfile profile) {
        profiles.put(profile.getFeature(), Converted.profile(profile));
    }

    Model build(String model, String version, Period period, Map<String, RetrainingAck> acks) {
        List<Series> watched = features.all();
        List<FigureSeries> performance = figures.all();
        List<Alert> opened = alerts.all(period);
        List<Retraining> retraining = events.values().stream()
                .map(event -> Converted.retraining(event, acks.get(event.getEventId())))
                .sorted(Comparator.comparing(Retraining::raisedAt).thenComparing(Retraining::eventId))
                .toList();
        return new Model(
                model,
                version,
                summary(watched, performance, opened, retraining.size()),
                List.copyOf(profiles.values()),
                watched,
                performance,
                opened,
                retraining);
    }

    private static Summary summary(
            List<Series> watched, List<FigureSeries> performance, List<Alert> alerts, int retrainingEvents) {
        List<Verdict> verdicts =
                watched.stream().flatMap(series -> series.verdicts().stream()).toList();
        List<FigureSeries> ofChampion = performance.stream()
                .filter(series -> series.variant().equals(CHAMPION))
                .toList();
        Set<Instant> known = withOutcomes(ofChampion);
        return new Summary(
                verdicts.stream()
                        .map(Verdict::start)
                        .min(Comparator.naturalOrder())
                        .orElse(null),
                verdicts.stream()
                        .map(Verdict::end)
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                windows(verdicts, verdict -> true),
                windows(verdicts, Verdict::drifted),
                known.size(),
                (int) ofChampion.stream()
                        .flatMap(series -> series.windows().stream())
                        .filter(figure -> figure.drifted() && known.contains(figure.start()))
                        .map(Figure::start)
                        .distinct()
                        .count(),
                alerts.size(),
                (int) alerts.stream().filter(ReportBuilder::open).count(),
                retrainingEvents);
    }

    /**
     * Starts of windows with a figure made of outcomes. The share of predictions that have one is told of a window without any, and gaps
     * between decisions need none.
     */
    private static Set<Instant> withOutcomes(List<FigureSeries> ofChampion) {
        return ofChampion.stream()
                .filter(series -> series.group() == null && !series.statistic().equals(PerformanceWatch.LABELLED))
                .flatMap(series -> series.windows().stream())
                .filter(figure -> figure.realised() != null && figure.labelled() > 0)
                .map(Figure::start)
                .collect(Collectors.toSet());
    }

    private static int windows(List<Verdict> verdicts, Predicate<Verdict> wanted) {
        return (int)
                verdicts.stream().filter(wanted).map(Verdict::start).distinct().count();
    }
}
