package io.streamgauge.drift;

import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Counter;

/**
 * Something that happens in an operator, counted since its task started: a metric of the operator for whoever scrapes Flink, and an
 * accumulator of the job, which adds up its tasks, for {@link EmbeddedDriftJob#counts}.
 */
final class JobCount {

    /** Name of the count of predictions that came too late to enter their window. */
    static final String LATE_PREDICTIONS = "latePredictions";

    /** Name of the count of windows that closed while a partition was idle. */
    static final String INCOMPLETE_WINDOWS = "incompleteWindows";

    private final Counter metric;
    private final LongCounter accumulator = new LongCounter();

    private JobCount(Counter metric) {
        this.metric = metric;
    }

    /** @param name of the metric and of the accumulator */
    static JobCount of(RuntimeContext context, String name) {
        JobCount count = new JobCount(context.getMetricGroup().counter(name));
        context.addAccumulator(name, count.accumulator);
        return count;
    }

    /** Counts more of it; true when they are the first. */
    boolean add(long more) {
        boolean first = metric.getCount() == 0;
        metric.inc(more);
        accumulator.add(more);
        return first;
    }
}
