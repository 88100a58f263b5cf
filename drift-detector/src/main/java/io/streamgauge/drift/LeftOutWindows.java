package io.streamgauge.drift;

import io.streamgauge.drift.policy.MissingPartitions;
import io.streamgauge.drift.policy.ModelKey;
import java.time.Instant;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Windows that are no part of a reference, since they lack a partition: counted, and the first is logged. */
final class LeftOutWindows {

    /** Name of the metric. */
    static final String NAME = "windowsLeftOutOfReference";

    private static final Logger LOGGER = LoggerFactory.getLogger(LeftOutWindows.class);

    private final Counter metric;

    private LeftOutWindows(Counter metric) {
        this.metric = metric;
    }

    static LeftOutWindows of(RuntimeContext context) {
        return new LeftOutWindows(context.getMetricGroup().counter(NAME));
    }

    /** Counts one that ends at a moment. */
    void count(ModelKey model, long endMs, MissingPartitions missing) {
        if (metric.getCount() == 0) {
            LOGGER.warn(
                    "the window of {} that ends at {} lacks partitions {} of the predictions and is left out of the reference; further ones"
                            + " are only counted",
                    model,
                    Instant.ofEpochMilli(endMs),
                    missing.partitions());
        }
        metric.inc();
    }
}
