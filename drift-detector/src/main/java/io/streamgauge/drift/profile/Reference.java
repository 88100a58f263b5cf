package io.streamgauge.drift.profile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The frozen reference of every feature.
 *
 * @param startMs first event time covered, inclusive
 * @param endMs end of the event time covered, exclusive
 * @param features one per feature, in model input order, the score last
 */
public record Reference(long startMs, long endMs, List<FeatureReference> features) {

    /** Rows a window of the reference needs in the sample to count towards the spread. */
    static final int SPREAD_ROWS = 100;

    public Reference {
        features = List.copyOf(features);
    }

    /** Freezes what was collected between the two times. */
    public static Reference freeze(long startMs, long endMs, WindowSummary collected) {
        Map<Long, List<SampledRow>> byWindow = new TreeMap<>();
        List<SampledRow> rows = collected.sample().rows();
        for (SampledRow row : rows) {
            byWindow.computeIfAbsent(row.windowStartMs(), start -> new ArrayList<>())
                    .add(row);
        }
        Collection<List<SampledRow>> windows = byWindow.values();
        windows.removeIf(window -> window.size() < SPREAD_ROWS);
        List<FeatureReference> features = new ArrayList<>();
        for (int i = 0; i < collected.width(); i++) {
            int feature = i;
            List<Column> columns =
                    windows.stream().map(window -> Column.of(feature, window)).toList();
            features.add(FeatureReference.freeze(Column.of(feature, rows), collected.totals(i), columns));
        }
        return new Reference(startMs, endMs, features);
    }
}
