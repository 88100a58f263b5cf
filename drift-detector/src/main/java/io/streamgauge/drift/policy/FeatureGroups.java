package io.streamgauge.drift.policy;

import io.streamgauge.drift.profile.SampledRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Features that drifted in a window, in groups that move together: two features are in one group when, over the rows of the
 * window's sample, the ranks of their values correlate by at least {@value #CORRELATED}, in either direction, or their being missing
 * does; and so on from one to the next (single linkage).
 *
 * <p>The correlation is Spearman's [1], with mean ranks for ties, over the rows that have both values. A feature that does not vary
 * correlates with none. Cost: pairs of drifted features × rows sampled.
 *
 * <p>[1] Spearman, The proof and measurement of association between two things, American Journal of Psychology 15, 1904.
 */
final class FeatureGroups {

    /** Least correlation of two features that move together: half of one's ranks follow from the other's, or more. */
    static final double CORRELATED = 0.5;

    private FeatureGroups() {}

    /**
     * The groups, in the order of their first features.
     *
     * @param drifted what drifted, furthest first
     * @param features names of the rows' values; what drifted and is not among them stands alone
     */
    static List<List<String>> of(List<String> drifted, List<String> features, List<SampledRow> rows) {
        int[] group = IntStream.range(0, drifted.size()).toArray();
        double[][] ranks = drifted.stream()
                .map(name -> ranks(features.indexOf(name), rows))
                .toArray(double[][]::new);
        double[][] present = Arrays.stream(ranks).map(FeatureGroups::presence).toArray(double[][]::new);
        for (int a = 0; a < group.length; a++) {
            for (int b = a + 1; b < group.length; b++) {
                if (group[a] != group[b] && (correlated(ranks[a], ranks[b]) || correlated(present[a], present[b]))) {
                    join(group, group[a], group[b]);
                }
            }
        }
        List<List<String>> groups = new ArrayList<>();
        IntStream.of(group)
                .distinct()
                .forEach(g -> groups.add(IntStream.range(0, group.length)
                        .filter(i -> group[i] == g)
                        .mapToObj(drifted::get)
                        .toList()));
        return groups;
    }

    private static void join(int[] group, int into, int from) {
        for (int i = 0; i < group.length; i++) {
            group[i] = group[i] == from ? into : group[i];
        }
    }

    /** Mean rank of each row's value, NaN where it is missing; empty for what is no column. */
    private static double[] ranks(int column, List<SampledRow> rows) {
        if (column < 0) {
            return new double[0];
        }
        double[] ranks = new double[rows.size()];
        Arrays.fill(ranks, Double.NaN);
        List<Integer> ascending = IntStream.range(0, rows.size())
                .filter(row -> !Double.isNaN(rows.get(row).value(column)))
                .boxed()
                .sorted(Comparator.comparingDouble(row -> rows.get(row).value(column)))
                .toList();
        for (int from = 0; from < ascending.size(); ) {
            double value = rows.get(ascending.get(from)).value(column);
            int to = from;
            while (to < ascending.size() && rows.get(ascending.get(to)).value(column) == value) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[ascending.get(i)] = (from + to - 1) / 2.0;
            }
            from = to;
        }
        return ranks;
    }

    private static double[] presence(double[] ranks) {
        return Arrays.stream(ranks).map(rank -> Double.isNaN(rank) ? 0 : 1).toArray();
    }

    /** Pearson's correlation over the rows that have both. */
    private static boolean correlated(double[] x, double[] y) {
        int both = 0;
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < Math.min(x.length, y.length); i++) {
            if (!Double.isNaN(x[i]) && !Double.isNaN(y[i])) {
                both++;
                meanX += (x[i] - meanX) / both;
                meanY += (y[i] - meanY) / both;
            }
        }
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int i = 0; i < Math.min(x.length, y.length); i++) {
            if (!Double.isNaN(x[i]) && !Double.isNaN(y[i])) {
                xx += (x[i] - meanX) * (x[i] - meanX);
                yy += (y[i] - meanY) * (y[i] - meanY);
                xy += (x[i] - meanX) * (y[i] - meanY);
            }
        }
        return xx > 0 && yy > 0 && Math.abs(xy) >= CORRELATED * Math.sqrt(xx * yy);
    }
}
