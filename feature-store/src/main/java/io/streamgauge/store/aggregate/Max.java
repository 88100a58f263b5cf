package io.streamgauge.store.aggregate;

/** The greatest value, in the order of {@link Math#max}: -0.0 is less than 0.0, and a NaN makes it NaN. */
final class Max implements ScanAggregate {

    private double greatest;

    @Override
    public int fewest() {
        return 1;
    }

    @Override
    public double extend(double[] newestFirst, int from, int to) {
        double result = from == 0 ? Double.NEGATIVE_INFINITY : greatest;
        for (int i = from; i < to; i++) {
            result = Math.max(result, newestFirst[i]);
        }
        greatest = result;
        return result;
    }
}
