package io.streamgauge.drift;

import io.streamgauge.drift.labels.LabelFate;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Counter;

/**
 * Labels that told nobody anything, since the job started: metrics of the operator for whoever scrapes Flink, and accumulators of the job.
 * Late are those that came when their windows were forgotten; dropped those that waited for their predictions when too many did; unmatched
 * those of no event that is held.
 */
final class LabelCounts {

    static final String LATE = "lateLabels";
    static final String DROPPED = "droppedEarlyLabels";
    static final String UNMATCHED = "unmatchedLabels";

    private final Count late;
    private final Count dropped;
    private final Count unmatched;

    private record Count(Counter metric, LongCounter accumulator) {
        static Count of(String name, RuntimeContext context) {
            Count count = new Count(context.getMetricGroup().counter(name), new LongCounter());
            context.addAccumulator(name, count.accumulator);
            return count;
        }

        /** Counts one; true when it is the first. */
        boolean add() {
            metric.inc();
            accumulator.add(1);
            return metric.getCount() == 1;
        }
    }

    private LabelCounts(Count late, Count dropped, Count unmatched) {
        this.late = late;
        this.dropped = dropped;
        this.unmatched = unmatched;
    }

    static LabelCounts of(RuntimeContext context) {
        return new LabelCounts(Count.of(LATE, context), Count.of(DROPPED, context), Count.of(UNMATCHED, context));
    }

    /** Counts a label; true when somebody should be told, since it is the first that was late or was dropped. */
    boolean add(LabelFate fate) {
        return switch (fate) {
            case KEPT -> false;
            case UNMATCHED -> {
                unmatched.add();
                yield false;
            }
            case LATE -> late.add();
            case DROPPED -> dropped.add();
        };
    }
}
