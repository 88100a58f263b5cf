package io.streamgauge.drift.profile;

import io.streamgauge.drift.definition.WatchedColumn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The reference of the rows that have one value in one column, or any value that is none of the others': rows of the same sample,
 * so that segments need no further state in windows. A window's rows are told apart in the same way.
 *
 * @param column place of that column in a row
 * @param value its value; NaN for all others together
 * @param name as metrics show it, such as {@code country=DE}
 * @param features one per feature, of these rows alone
 */
public record SegmentReference(int column, double value, String name, List<FeatureReference> features) {

    /** Values of one column that are told apart; the rest is pooled. */
    public static final int MOST_VALUES = 20;

    /** Rows of the reference's sample that a value needs to be told apart, and a window's to be judged. */
    public static final int LEAST_ROWS = 100;

    /** Name of the values that are pooled. */
    static final String OTHER = "other";

    public SegmentReference {
        features = List.copyOf(features);
    }

    static List<SegmentReference> of(int column, WindowSummary collected, List<WatchedColumn> columns) {
        Map<Double, List<SampledRow>> byValue = new TreeMap<>();
        for (SampledRow row : collected.sample().rows()) {
            byValue.computeIfAbsent(row.value(column), value -> new ArrayList<>())
                    .add(row);
        }
        List<Map.Entry<Double, List<SampledRow>>> frequent = byValue.entrySet().stream()
                .filter(entry ->
                        entry.getValue().size() >= LEAST_ROWS && !entry.getKey().isNaN())
                .sorted(Comparator.comparingInt((Map.Entry<Double, List<SampledRow>> entry) ->
                        -entry.getValue().size()))
                .limit(MOST_VALUES)
                .toList();
        Map<Double, List<SampledRow>> parts = new LinkedHashMap<>();
        frequent.forEach(entry -> parts.put(entry.getKey(), entry.getValue()));
        Set<Double> named = parts.keySet();
        List<SampledRow> others = collected.sample().rows().stream()
                .filter(row -> !named.contains(row.value(column)))
                .collect(Collectors.toList());
        List<SegmentReference> segments = new ArrayList<>();
        parts.forEach((value, rows) -> segments.add(of(column, value, rows, collected, columns)));
        if (others.size() >= LEAST_ROWS) {
            segments.add(of(column, Double.NaN, others, collected, columns));
        }
        return segments;
    }

    private static SegmentReference of(
            int column, double value, List<SampledRow> rows, WindowSummary collected, List<WatchedColumn> columns) {
        WatchedColumn by = columns.get(column);
        String shown = Double.isNaN(value)
                ? OTHER
                : by.category() ? collected.names().getOrDefault(value, Double.toString(value)) : number(value);
        return new SegmentReference(
                column, value, by.name() + "=" + shown, Reference.features(rows, collected, columns));
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** The rows of a window that are of this segment, among all segments of the reference. */
    public static List<SampledRow> rows(SegmentReference of, List<SegmentReference> all, List<SampledRow> rows) {
        if (!Double.isNaN(of.value())) {
            return rows.stream()
                    .filter(row -> row.value(of.column()) == of.value())
                    .toList();
        }
        Set<Double> named = all.stream()
                .filter(segment -> segment.column() == of.column() && !Double.isNaN(segment.value()))
                .map(SegmentReference::value)
                .collect(Collectors.toSet());
        return rows.stream()
                .filter(row -> !named.contains(row.value(of.column())))
                .toList();
    }
}
