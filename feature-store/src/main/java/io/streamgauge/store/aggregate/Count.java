package io.streamgauge.store.aggregate;

/** How many values there are. */
final class Count implements ScanAggregate {

    @Override
    public int fewest() {
        return 0;
    }

    @Override
    public double extend(double[] newestFirst, int from, int to) {
        return to;
    }
}
