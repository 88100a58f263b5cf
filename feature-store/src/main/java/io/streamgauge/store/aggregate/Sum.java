package io.streamgauge.store.aggregate;

/** The compensated sum of the values. */
final class Sum implements ScanAggregate {

    private final CompensatedSum sum = new CompensatedSum();

    @Override
    public int fewest() {
        return 1;
    }

    @Override
    public double extend(double[] newestFirst, int from, int to) {
        sum.extend(newestFirst, from, to);
        return sum.value();
    }
}
