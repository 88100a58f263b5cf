package io.streamgauge.drift.profile;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Bins frozen on a sample's quantiles. With k − 1 ascending inner edges, value bin i is (edge[i−1], edge[i]], the outer ones
 * unbounded; one more bin counts missing values.
 *
 * <p>A feature of at most {@value #QUANTILES} distinct values gets a bin for each. Where the least value fills a bin of its
 * own, a bin for anything below it stands in front, and where the greatest does, one for anything above: so a constant feature
 * has three, and any new value shows.
 */
public final class QuantileBins {

    /** Bins aimed at. */
    public static final int QUANTILES = 10;

    private final double[] edges;

    /** @param edges ascending; not copied, not to be changed */
    public QuantileBins(double[] edges) {
        this.edges = edges;
    }

    /** Bins of an ascending sample; a single one when it is empty. */
    public static QuantileBins of(double[] sorted) {
        if (sorted.length == 0) {
            return new QuantileBins(new double[0]);
        }
        double[] distinct =
                Arrays.stream(sorted).distinct().limit(QUANTILES + 1L).toArray();
        double[] upper = distinct.length <= QUANTILES ? distinct : quantiles(sorted);
        if (upper[0] > sorted[0]) {
            return new QuantileBins(upper);
        }
        double[] edges = new double[upper.length + 1];
        edges[0] = Math.nextDown(sorted[0]);
        System.arraycopy(upper, 0, edges, 1, upper.length);
        return new QuantileBins(edges);
    }

    private static double[] quantiles(double[] sorted) {
        return IntStream.range(1, QUANTILES)
                .mapToDouble(i -> sorted[(int) (((long) i * sorted.length + QUANTILES - 1) / QUANTILES) - 1])
                .distinct()
                .toArray();
    }

    /** Counts per bin: the value bins in order, then the missing. */
    public long[] count(Column column) {
        long[] counts = new long[edges.length + 2];
        int bin = 0;
        for (double value : column.sorted()) {
            while (bin < edges.length && value > edges[bin]) {
                bin++;
            }
            counts[bin]++;
        }
        counts[edges.length + 1] = column.missing();
        return counts;
    }

    /** Inner edges, ascending; not to be changed. */
    public double[] edges() {
        return edges;
    }
}
