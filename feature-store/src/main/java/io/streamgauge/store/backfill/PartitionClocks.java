package io.streamgauge.store.backfill;

import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.expression.Murmur2;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Which events of a file would be late on a topic: each is put on the partition where {@code replay} publishes it, by the hash
 * of its record key, and is late when its time is before the greatest time above it in the file that is on the same
 * partition, less the source's lateness. The key is the source's key field, or the event's id where it has none.
 *
 * <p>A row of a table is never late. An event whose key field is null may be on any partition. It is late when it would be on every one, and moves no clock.
 *
 * <p>Not thread-safe.
 */
public final class PartitionClocks {

    private final boolean table;
    private final long latenessMs;
    private final int key;
    private final long[] greatestMs;

    public PartitionClocks(SourceDefinition source, int partitions) {
        if (partitions < 1) {
            throw new IllegalArgumentException("a topic has at least 1 partition, not " + partitions);
        }
        this.table = source.table();
        this.latenessMs = source.lateness().toMillis();
        this.key = source.keyField().map(source.schema()::indexOf).orElse(-1);
        this.greatestMs = new long[partitions];
        Arrays.fill(greatestMs, Long.MIN_VALUE);
    }

    /** Whether the event comes in time; if so, its partition's clock has seen it. */
    public boolean inTime(Event event) {
        return inTime(event.timeMs(), partitionOf(event));
    }

    /** The partition on which {@code replay} publishes the event; -1 when it may be any. */
    public int partitionOf(Event event) {
        String text = key < 0 ? event.id() : event.keyAt(key);
        if (text == null) {
            return -1;
        }
        return greatestMs.length == 1
                ? 0
                : Murmur2.partitionOf(text.getBytes(StandardCharsets.UTF_8), greatestMs.length);
    }

    /**
     * Whether an event of a partition comes in time; if so, the partition's clock has seen it.
     *
     * @param partition where it is; -1 when it may be anywhere
     */
    public boolean inTime(long timeMs, int partition) {
        if (partition < 0) {
            return !isLate(timeMs, Arrays.stream(greatestMs).min().orElseThrow());
        }
        if (isLate(timeMs, greatestMs[partition])) {
            return false;
        }
        greatestMs[partition] = Math.max(greatestMs[partition], timeMs);
        return true;
    }

    private boolean isLate(long timeMs, long clockMs) {
        return !table && clockMs != Long.MIN_VALUE && timeMs < clockMs - latenessMs;
    }
}
