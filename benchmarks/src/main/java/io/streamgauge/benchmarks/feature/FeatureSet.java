package io.streamgauge.benchmarks.feature;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The features to compute: each measure over each window. Feature {@code m * windows + w} is measure m over window w.
 *
 * @param windows ascending
 * @param measures in order
 */
record FeatureSet(List<Duration> windows, List<Measure> measures) {

    /** Count, mean, max and deviation of one column over three windows. */
    static final FeatureSet TWELVE = new FeatureSet(
            List.of(Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(30)),
            List.of(
                    new Measure(Measure.Kind.COUNT, Measure.AMOUNT),
                    new Measure(Measure.Kind.MEAN, Measure.AMOUNT),
                    new Measure(Measure.Kind.MAX, Measure.AMOUNT),
                    new Measure(Measure.Kind.STDDEV, Measure.AMOUNT)));

    /** Twelve measures of two columns over five windows. */
    static final FeatureSet SIXTY = new FeatureSet(
            List.of(
                    Duration.ofHours(1),
                    Duration.ofDays(1),
                    Duration.ofDays(7),
                    Duration.ofDays(14),
                    Duration.ofDays(30)),
            twelveMeasures());

    FeatureSet {
        windows = List.copyOf(windows);
        measures = List.copyOf(measures);
    }

    /** The set of that many features. */
    static FeatureSet of(int features) {
        return switch (features) {
            case 12 -> TWELVE;
            case 60 -> SIXTY;
            default ->
                throw new IllegalArgumentException("there are sets of 12 and of 60 features, not of " + features);
        };
    }

    int size() {
        return windows.size() * measures.size();
    }

    /** How many columns the measures take: 1 or 2. */
    int columns() {
        return 1 + measures.stream().mapToInt(Measure::column).max().orElse(0);
    }

    /** Window lengths, ascending. */
    long[] windowsMs() {
        return windows.stream().mapToLong(Duration::toMillis).toArray();
    }

    long longestMs() {
        return windows.get(windows.size() - 1).toMillis();
    }

    /** The measure of a feature. */
    Measure measureOf(int feature) {
        return measures.get(feature / windows.size());
    }

    /** Length of a feature's window. */
    long windowMsOf(int feature) {
        return windows.get(feature % windows.size()).toMillis();
    }

    private static List<Measure> twelveMeasures() {
        List<Measure> measures = new ArrayList<>();
        measures.add(new Measure(Measure.Kind.COUNT, Measure.AMOUNT));
        for (int column : new int[] {Measure.AMOUNT, Measure.SECOND}) {
            measures.add(new Measure(Measure.Kind.SUM, column));
            measures.add(new Measure(Measure.Kind.MEAN, column));
            measures.add(new Measure(Measure.Kind.MIN, column));
            measures.add(new Measure(Measure.Kind.MAX, column));
            measures.add(new Measure(Measure.Kind.STDDEV, column));
        }
        measures.add(new Measure(Measure.Kind.LAST, Measure.AMOUNT));
        return measures;
    }
}
