package io.streamgauge.drift.policy;

import io.streamgauge.drift.definition.WatchedColumn;
import io.streamgauge.drift.profile.Column;
import io.streamgauge.drift.profile.FeatureReference;
import io.streamgauge.drift.profile.FeatureTotals;
import io.streamgauge.drift.profile.QuantileBins;
import io.streamgauge.drift.profile.Reference;
import io.streamgauge.drift.profile.WindowSummary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A change that looks like a broken source rather than a changed world.
 *
 * <ul>
 *   <li>missing: the share of rows without a value rose by {@value #SHARE} or more;
 *   <li>stuck: one value makes up {@value #STUCK} or more, and none made up half of the reference;
 *   <li>off scale: {@value #SHARE} or more lie outside the reference's range by more than its whole width, as after a change of unit;
 *   <li>never seen: {@value #SHARE} or more are none of the values of the reference, of which there were ten or fewer.
 * </ul>
 *
 * @param feature which input
 * @param what one sentence for a person, without its subject
 */
record SourceFault(String feature, String what) {

    static final double SHARE = 0.1;
    static final double STUCK = 0.9;

    /** The faults of the inputs that drifted, in their order; what the model says, and how long it took, are no source's. */
    static List<SourceFault> among(
            List<FeatureVerdict> drifted, List<WatchedColumn> watched, Reference reference, WindowSummary window) {
        List<String> features = watched.stream().map(WatchedColumn::name).toList();
        List<Column> columns = window.columns();
        List<SourceFault> faults = new ArrayList<>();
        for (FeatureVerdict verdict : drifted) {
            int column = features.indexOf(verdict.feature());
            if (column >= 0 && Role.of(verdict.feature(), watched) == Role.INPUT) {
                what(reference.features().get(column), window.totals(column), columns.get(column))
                        .ifPresent(what -> faults.add(new SourceFault(verdict.feature(), what)));
            }
        }
        return faults;
    }

    private static Optional<String> what(FeatureReference reference, FeatureTotals totals, Column window) {
        double missingThen = missing(reference.totals());
        double missingNow = missing(totals);
        if (missingNow - missingThen >= SHARE) {
            return Optional.of("is missing in " + percent(missingNow) + " of the rows, in " + percent(missingThen)
                    + " of the reference");
        }
        double[] then = reference.column().sorted();
        double[] now = window.sorted();
        if (then.length == 0 || now.length == 0) {
            return Optional.empty();
        }
        int most = mostCommon(now);
        double stuck = share(now, value -> value == now[most]);
        if (stuck >= STUCK && share(then, value -> value == then[mostCommon(then)]) < 0.5) {
            return Optional.of("is " + now[most] + " in " + percent(stuck) + " of the rows");
        }
        double least = reference.totals().minimum();
        double greatest = reference.totals().maximum();
        double width = greatest - least;
        double offScale = share(now, value -> value < least - width || value > greatest + width);
        if (width > 0 && offScale >= SHARE) {
            return Optional.of("lies in " + percent(offScale) + " of the rows further outside of [" + least + ", "
                    + greatest + "] than that is wide");
        }
        double[] distinct = Arrays.stream(then)
                .distinct()
                .limit(QuantileBins.QUANTILES + 1L)
                .toArray();
        double unseen = share(now, value -> Arrays.binarySearch(distinct, value) < 0);
        if (distinct.length <= QuantileBins.QUANTILES && unseen >= SHARE) {
            return Optional.of("has in " + percent(unseen) + " of the rows a value that the reference never has");
        }
        return Optional.empty();
    }

    private static double missing(FeatureTotals totals) {
        long rows = totals.count() + totals.missing();
        return rows == 0 ? 0 : (double) totals.missing() / rows;
    }

    private static double share(double[] values, java.util.function.DoublePredicate test) {
        return (double) Arrays.stream(values).filter(test).count() / values.length;
    }

    /** Where in an ascending, non-empty array a value that is met most often stands; of several the least. */
    private static int mostCommon(double[] sorted) {
        int best = 0;
        int bestLength = 0;
        int from = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (sorted[i] != sorted[from]) {
                from = i;
            }
            if (i - from + 1 > bestLength) {
                best = from;
                bestLength = i - from + 1;
            }
        }
        return best;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
