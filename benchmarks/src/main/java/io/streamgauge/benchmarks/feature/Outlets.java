package io.streamgauge.benchmarks.feature;

/** Where the results of one column go, by aggregate, so that a read asks for none by name. */
final class Outlets {

    private final int count;
    private final int sum;
    private final int mean;
    private final int min;
    private final int max;
    private final int deviation;
    private final int last;

    Outlets(FeatureSet set, int column) {
        this.count = first(set, Measure.Kind.COUNT, column);
        this.sum = first(set, Measure.Kind.SUM, column);
        this.mean = first(set, Measure.Kind.MEAN, column);
        this.min = first(set, Measure.Kind.MIN, column);
        this.max = first(set, Measure.Kind.MAX, column);
        this.deviation = first(set, Measure.Kind.STDDEV, column);
        this.last = first(set, Measure.Kind.LAST, column);
    }

    /**
     * Writes the results of one window.
     *
     * @param n how many events it holds; at least 1, the current one
     * @param partial its sums are of differences from {@code origin}
     * @param current the current event's value
     */
    void write(int window, int n, Partial partial, double origin, double current, double[] features) {
        if (count >= 0) {
            features[count + window] = n;
        }
        if (sum >= 0) {
            features[sum + window] = partial.sum + n * origin;
        }
        if (mean >= 0) {
            features[mean + window] = partial.sum / n + origin;
        }
        if (min >= 0) {
            features[min + window] = partial.least;
        }
        if (max >= 0) {
            features[max + window] = partial.greatest;
        }
        if (deviation >= 0) {
            double spread = Math.max(0, partial.squares - partial.sum * partial.sum / n);
            features[deviation + window] = n < 2 ? Double.NaN : Math.sqrt(spread / (n - 1));
        }
        if (last >= 0) {
            features[last + window] = current;
        }
    }

    /** Index of a measure's feature over the first window; -1 when it is not asked for. */
    private static int first(FeatureSet set, Measure.Kind kind, int column) {
        int measure = set.measures().indexOf(new Measure(kind, column));
        return measure < 0 ? -1 : measure * set.windows().size();
    }
}
