package io.streamgauge.store.aggregate;

/** The newest value: the latest in event time; of those at one moment, the one that arrived last. */
final class Last implements ScanAggregate {

    @Override
    public int fewest() {
        return 1;
    }

    @Override
    public double extend(double[] newestFirst, int from, int to) {
        return to == 0 ? Double.NaN : newestFirst[0];
    }
}
