package io.streamgauge.app.report;

import io.streamgauge.app.report.DriftReport.Figure;
import io.streamgauge.app.report.DriftReport.FigureSeries;
import io.streamgauge.drift.labels.PerformanceMetric;
import io.streamgauge.schemas.DriftMetric;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Figures that need outcomes, window after window: what was expected before, and what came true. */
final class Figures {

    private record Key(String variant, @Nullable String group, String statistic) {

        private static final Comparator<Key> ORDER = Comparator.comparing(
                        (Key key) -> key.variant().equals(ModelBuilder.CHAMPION) ? "" : key.variant())
                .thenComparing(Key::group, Comparator.nullsFirst(Comparator.<String>naturalOrder()))
                .thenComparing(Key::statistic);
    }

    private final Map<Key, Map<Instant, DriftMetric>> expected = new TreeMap<>(Key.ORDER);
    private final Map<Key, Map<Instant, DriftMetric>> realised = new TreeMap<>(Key.ORDER);

    /** The greatest revision holds; of two that are equal, the later. */
    void add(DriftMetric metric) {
        String statistic = metric.getStatistic();
        boolean before = statistic.startsWith(PerformanceMetric.EXPECTED);
        Key key = new Key(
                metric.getVariant(),
                metric.getGroup(),
                before ? statistic.substring(PerformanceMetric.EXPECTED.length()) : statistic);
        (before ? expected : realised)
                .computeIfAbsent(key, none -> new TreeMap<>())
                .merge(
                        metric.getWindowStart(),
                        metric,
                        (old, now) -> now.getRevision() >= old.getRevision() ? now : old);
    }

    List<FigureSeries> all() {
        TreeSet<Key> keys = new TreeSet<>(Key.ORDER);
        keys.addAll(expected.keySet());
        keys.addAll(realised.keySet());
        List<FigureSeries> all = new ArrayList<>();
        for (Key key : keys) {
            Map<Instant, DriftMetric> before = expected.getOrDefault(key, Map.of());
            Map<Instant, DriftMetric> known = realised.getOrDefault(key, Map.of());
            TreeSet<Instant> starts = new TreeSet<>(before.keySet());
            starts.addAll(known.keySet());
            List<Figure> figures = starts.stream()
                    .map(start -> figure(before.get(start), known.get(start)))
                    .toList();
            all.add(new FigureSeries(
                    key.variant(),
                    key.group(),
                    key.statistic(),
                    (int) figures.stream().filter(Figure::drifted).count(),
                    figures));
        }
        return all;
    }

    /** One of the two is there. */
    private static Figure figure(@Nullable DriftMetric before, @Nullable DriftMetric known) {
        if (known == null) {
            if (before == null) {
                throw new IllegalArgumentException("neither expected nor realised");
            }
            return new Figure(
                    before.getWindowStart(),
                    before.getWindowEnd(),
                    Converted.finite(before.getValue()),
                    null,
                    null,
                    null,
                    null,
                    Converted.finite(before.getReferenceValue()),
                    null,
                    null,
                    null,
                    false,
                    before.getReferenceCount(),
                    before.getWindowCount(),
                    before.getWindowMissing(),
                    before.getRevision());
        }
        Double then = known.getExpectedValue();
        return new Figure(
                known.getWindowStart(),
                known.getWindowEnd(),
                Converted.finite(then == null && before != null ? Double.valueOf(before.getValue()) : then),
                Converted.finite(known.getValue()),
                Converted.finite(known.getStandardError()),
                Converted.finite(known.getLower()),
                Converted.finite(known.getUpper()),
                Converted.finite(known.getReferenceValue()),
                Converted.finite(known.getThreshold()),
                Converted.finite(known.getPValue()),
                Converted.finite(known.getAdjustedPValue()),
                known.getDrifted(),
                known.getReferenceCount(),
                known.getWindowCount(),
                known.getWindowMissing(),
                known.getRevision());
    }
}
