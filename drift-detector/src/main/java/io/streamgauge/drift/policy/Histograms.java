package io.streamgauge.drift.policy;

import io.streamgauge.drift.profile.Column;
import io.streamgauge.drift.profile.FeatureReference;
import java.util.Arrays;
import java.util.List;

/**
 * A feature's sampled values then and now, counted in the same bins: those frozen on the reference.
 *
 * @param edges inner edges, ascending; bin i is (edge[i−1], edge[i]], the outer ones unbounded
 * @param reference values of the reference per bin, one bin more than edges
 * @param window values of the window in the same bins
 * @param referenceMissing sampled rows of the reference without a value
 * @param windowMissing sampled rows of the window without a value
 */
public record Histograms(
        List<Double> edges, List<Long> reference, List<Long> window, long referenceMissing, long windowMissing) {

    /** Of what has no values per row, such as the number of rows, or none with an order: texts. */
    public static final Histograms NONE = new Histograms(List.of(), List.of(), List.of(), 0, 0);

    public Histograms {
        edges = List.copyOf(edges);
        reference = List.copyOf(reference);
        window = List.copyOf(window);
    }

    static Histograms of(FeatureReference reference, Column window) {
        if (reference.category()) {
            return NONE;
        }
        return new Histograms(
                Arrays.stream(reference.bins().edges()).boxed().toList(),
                values(reference.bins().count(reference.column())),
                values(reference.bins().count(window)),
                reference.column().missing(),
                window.missing());
    }

    /** All bins but the last, which counts the missing. */
    private static List<Long> values(long[] counts) {
        return Arrays.stream(counts, 0, counts.length - 1).boxed().toList();
    }
}
