package io.streamgauge.store.aggregate;

/** How many values there are. */
final class Count implements Aggregate {

    @Override
    public int fewest() {
        return 0;
    }

    @Override
    public double extend(double[] newestFirst, int from, int to) {
        return to;
    }
}
