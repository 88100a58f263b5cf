package io.streamgauge.store.aggregate;

/** The least value, in the order of {@link Math#min}: -0.0 is less than 0.0, and a NaN makes it NaN. */
final class Min implements ScanAggregate {

    private double least;

    @Override
    public int fewest() {
        return 1;
    }

    @Override
    public double extend(double[] newestFirst, int from, int to) {
        double result = from == 0 ? Double.POSITIVE_INFINITY : least;
        for (int i = from; i < to; i++) {
            result = Math.min(result, newestFirst[i]);
        }
        least = result;
        return result;
    }
}
