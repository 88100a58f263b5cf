package io.streamgauge.drift;

import io.streamgauge.drift.policy.PartitionWatch;
import io.streamgauge.drift.state.PartitionsCodec;
import java.util.List;
import java.util.Map;

/**
 * What a subtask that reads predictions tells of its partitions: how far they have come, each time it has closed windows, and when it has
 * nothing more to read. Travels among parts of windows, in order with them, under a key that no model has.
 */
final class PartitionReport {

    /** Key of reports, which no model has. */
    static final String KEY = "partitions";

    /** In place of the moment to which windows are closed, of a subtask that has nothing more to read. */
    private static final long IDLE = Long.MIN_VALUE;

    /** The same of one that has just been restored and tells what it remembers, of partitions that others may read now. */
    private static final long RESTORED = Long.MAX_VALUE;

    private PartitionReport() {}

    /** All windows that end by a moment have been sent. */
    static WindowPart closed(long closedToMs, List<PartitionWatch.Progress> partitions) {
        return WindowPart.of(KEY, closedToMs, PartitionsCodec.encode(partitions));
    }

    /** All there is has been sent, and nobody waits for more. */
    static WindowPart idle(List<PartitionWatch.Progress> partitions) {
        return WindowPart.of(KEY, IDLE, PartitionsCodec.encode(partitions));
    }

    /** How far all partitions had come when the state was written. */
    static WindowPart restored(Map<Integer, Long> clocksMs) {
        return WindowPart.of(
                KEY,
                RESTORED,
                PartitionsCodec.encode(clocksMs.entrySet().stream()
                        .map(clock -> new PartitionWatch.Progress(clock.getKey(), clock.getValue(), 0))
                        .toList()));
    }

    /**
     * Tells a watch what a report says.
     *
     * @param judgedToMs end of the windows that are judged
     */
    static void tell(PartitionWatch watch, WindowPart report, long judgedToMs) {
        for (PartitionWatch.Progress partition : PartitionsCodec.decode(report.summary)) {
            if (report.windowStartMs == RESTORED) {
                watch.known(partition);
            } else if (report.windowStartMs == IDLE) {
                watch.idle(partition, judgedToMs);
            } else {
                watch.closed(partition, report.windowStartMs, judgedToMs);
            }
        }
    }
}
