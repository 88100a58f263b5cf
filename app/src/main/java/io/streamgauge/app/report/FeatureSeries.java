package io.streamgauge.app.report;

import io.streamgauge.app.report.DriftReport.Series;
import io.streamgauge.app.report.DriftReport.Verdict;
import io.streamgauge.drift.GreatestRevisions;
import io.streamgauge.schemas.DriftMetric;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Verdicts on watched things, window after window. */
final class FeatureSeries {

    private record Key(String feature, String statistic) {

        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::feature).thenComparing(Key::statistic);
    }

    private final Map<Key, Map<Instant, DriftMetric>> series = new TreeMap<>(Key.ORDER);
    private final GreatestRevisions revisions = new GreatestRevisions();

    /** Takes one of the model; those of a thing in the order in which they were published. */
    void add(DriftMetric metric) {
        revisions.add(metric);
        series.computeIfAbsent(new Key(metric.getFeature(), metric.getStatistic()), key -> new TreeMap<>())
                .merge(metric.getWindowStart(), metric, GreatestRevisions::holding);
    }

    /** What holds; nothing of a thing of which nothing does. */
    List<Series> all() {
        List<Series> all = new ArrayList<>();
        series.forEach((key, windows) -> {
            List<Verdict> verdicts = windows.values().stream()
                    .filter(revisions::hold)
                    .map(Converted::verdict)
                    .toList();
            if (verdicts.isEmpty()) {
                return;
            }
            OptionalDouble greatest = verdicts.stream()
                    .map(FeatureSeries::excess)
                    .filter(Objects::nonNull)
                    .mapToDouble(Double::doubleValue)
                    .max();
            all.add(new Series(
                    key.feature(),
                    key.statistic(),
                    (int) verdicts.stream().filter(Verdict::drifted).count(),
                    greatest.isPresent() ? greatest.getAsDouble() : null,
                    verdicts));
        });
        return all;
    }

    /** Value divided by threshold; null where there is no such number. */
    static @Nullable Double excess(Verdict verdict) {
        Double value = verdict.value();
        Double threshold = verdict.threshold();
        return value == null || threshold == null || threshold <= 0 ? null : Double.valueOf(value / threshold);
    }
}
