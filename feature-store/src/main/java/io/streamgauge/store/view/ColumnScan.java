package io.streamgauge.store.view;

import io.streamgauge.store.aggregate.ScanAggregate;
import io.streamgauge.store.vector.FeatureValues;
import java.util.ArrayList;
import java.util.List;

/** One pass over one column, newest to oldest, that serves all windows of all aggregates over it. */
final class ColumnScan implements Scan {

    private final int column;
    private final List<AggregateOutputs> aggregates = new ArrayList<>();
    private final int[] counts;
    private double[] values = new double[64];

    ColumnScan(int column, int windows) {
        this.column = column;
        this.counts = new int[windows];
    }

    void add(ScanAggregate aggregate, Outputs outputs) {
        aggregates.add(new AggregateOutputs(aggregate, outputs));
    }

    @Override
    public void read(Moment moment, FeatureValues out, int offset) {
        if (moment.mostEvents() > values.length) {
            values = new double[Math.max(moment.mostEvents(), 2 * values.length)];
        }
        moment.gather(column, values, counts);
        for (AggregateOutputs aggregate : aggregates) {
            aggregate.read(values, counts, moment.found(), out, offset);
        }
    }

    private record AggregateOutputs(ScanAggregate aggregate, Outputs outputs) {

        void read(double[] values, int[] counts, boolean found, FeatureValues out, int offset) {
            int taken = 0;
            for (int i = 0; i < outputs.size(); i++) {
                int count = counts[outputs.window(i)];
                double result = aggregate.extend(values, taken, count);
                taken = count;
                if (count < aggregate.fewest()) {
                    outputs.missing(i, found, out, offset);
                } else {
                    outputs.present(i, result, out, offset);
                }
            }
        }
    }
}
