package io.streamgauge.drift;

import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Counter;

/**
 * Predictions that came too late to enter their window, since the job started: a metric of the operator for whoever scrapes Flink,
 * and an accumulator of the job for {@link EmbeddedDriftJob#latePredictions}.
 */
final class LateCount {

    /** Name of the metric and of the accumulator. */
    static final String NAME = "latePredictions";

    private final Counter metric;
    private final LongCounter accumulator = new LongCounter();

    private LateCount(Counter metric) {
        this.metric = metric;
    }

    static LateCount of(RuntimeContext context) {
        LateCount count = new LateCount(context.getMetricGroup().counter(NAME));
        context.addAccumulator(NAME, count.accumulator);
        return count;
    }

    /** Counts rows; true when they are the first. */
    boolean add(long rows) {
        boolean first = metric.getCount() == 0;
        metric.inc(rows);
        accumulator.add(rows);
        return first;
    }
}
