package io.streamgauge.store.aggregate;

/** The arithmetic mean: the compensated sum over the number of values; finite where the values are. */
final class Mean implements ScanAggregate {

    private final CompensatedSum sum = new CompensatedSum();

    @Override
    public int fewest() {
        return 1;
    }

    @Override
    public double extend(double[] newestFirst, int from, int to) {
        sum.extend(newestFirst, from, to);
        return to == 0 ? Double.NaN : sum.over(to);
    }
}
