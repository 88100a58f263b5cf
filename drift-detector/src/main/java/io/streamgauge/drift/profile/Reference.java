package io.streamgauge.drift.profile;

import io.streamgauge.drift.definition.WatchedColumn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The frozen reference of every feature.
 *
 * @param startMs first event time covered, inclusive
 * @param endMs end of the event time covered, exclusive
 * @param features one per feature, in the order of a row's values
 * @param volumes rows of each window, by rising start
 * @param segments the references of parts of the rows; none when none are watched apart
 * @param id version of the profile that it was made of; empty when it was made of the model's own predictions
 */
public record Reference(
        long startMs,
        long endMs,
        List<FeatureReference> features,
        List<Long> volumes,
        List<SegmentReference> segments,
        String id) {

    /** Rows a window of the reference needs in the sample to count towards the spread. */
    static final int SPREAD_ROWS = 100;

    public Reference {
        features = List.copyOf(features);
        volumes = List.copyOf(volumes);
        segments = List.copyOf(segments);
    }

    /** A reference of which neither volumes nor segments are known. */
    public Reference(long startMs, long endMs, List<FeatureReference> features) {
        this(startMs, endMs, features, List.of(), List.of());
    }

    /** A reference made of the model's own predictions. */
    public Reference(
            long startMs,
            long endMs,
            List<FeatureReference> features,
            List<Long> volumes,
            List<SegmentReference> segments) {
        this(startMs, endMs, features, volumes, segments, "");
    }

    /** The same as a version of a profile. */
    Reference withId(String version) {
        return new Reference(startMs, endMs, features, volumes, segments, version);
    }

    /** Whether it is a profile of the data that the model was trained on. */
    public boolean ofProfile() {
        return !id.isEmpty();
    }

    /**
     * Freezes what was collected between the two times.
     *
     * @param columns what is watched
     * @param segments names of the columns by whose values rows are watched apart as well
     */
    public static Reference freeze(
            long startMs, long endMs, WindowSummary collected, List<WatchedColumn> columns, List<String> segments) {
        List<SampledRow> rows = collected.sample().rows();
        List<FeatureReference> features = features(rows, collected, columns);
        List<SegmentReference> parts = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (segments.contains(columns.get(i).name())) {
                parts.addAll(SegmentReference.of(i, collected, columns));
            }
        }
        return new Reference(
                startMs, endMs, features, List.copyOf(collected.rowsByWindow().values()), parts);
    }

    /** References of some rows; totals are those of all that was collected. */
    static List<FeatureReference> features(
            List<SampledRow> rows, WindowSummary collected, List<WatchedColumn> columns) {
        SortedMap<Long, List<SampledRow>> byWindow = new TreeMap<>();
        for (SampledRow row : rows) {
            byWindow.computeIfAbsent(row.windowStartMs(), start -> new ArrayList<>())
                    .add(row);
        }
        Collection<List<SampledRow>> windows = byWindow.values();
        windows.removeIf(window -> window.size() < SPREAD_ROWS);
        List<FeatureReference> features = new ArrayList<>();
        for (int i = 0; i < collected.width(); i++) {
            int feature = i;
            List<Column> parts =
                    windows.stream().map(window -> Column.of(feature, window)).toList();
            features.add(FeatureReference.freeze(
                    Column.of(feature, rows), collected.totals(i), parts, columns.get(feature)));
        }
        return Collections.unmodifiableList(features);
    }
}
