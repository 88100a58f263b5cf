package io.streamgauge.stream;

import java.time.Duration;
import java.util.Arrays;

/**
 * How far event time has come for certain: the least, over the upstream partitions, of the greatest time heard from
 * each. Nothing earlier than this, less the source's lateness, is still to come.
 *
 * <p>It is {@link #UNKNOWN} until every partition has been heard, or {@link #PATIENCE_MS} after the start: a partition
 * silent for so long is taken for empty. Not persisted: after a restart it is unknown again, which only keeps more.
 */
final class LowWatermark {

    /** Before all times: nothing is certain yet. */
    static final long UNKNOWN = Long.MIN_VALUE;

    /** How long after the start an unheard partition holds the watermark back, by a clock that nobody sets. */
    static final long PATIENCE_MS = Duration.ofMinutes(10).toMillis();

    private final long[] greatestMs;
    private final boolean[] heard;
    private final long startedAtMs;
    private int unheard;
    private long leastMs = UNKNOWN;
    private int leastAt;

    LowWatermark(int partitions, long startedAtMs) {
        if (partitions < 1) {
            throw new IllegalArgumentException("a watermark needs a partition to hear, there are " + partitions);
        }
        this.greatestMs = new long[partitions];
        Arrays.fill(greatestMs, UNKNOWN);
        this.heard = new boolean[partitions];
        this.startedAtMs = startedAtMs;
        this.unheard = partitions;
    }

    /** Takes note that a partition has come to a moment of event time; earlier ones than it has had change nothing. */
    void observe(int partition, long timeMs) {
        boolean wasLeast = !heard[partition] || greatestMs[partition] == leastMs;
        if (!heard[partition]) {
            heard[partition] = true;
            unheard--;
        }
        greatestMs[partition] = Math.max(greatestMs[partition], timeMs);
        if (wasLeast) {
            findLeast();
        }
    }

    /** The watermark, or UNKNOWN. */
    long timeMs(long nowMs) {
        return unheard > 0 && nowMs - startedAtMs < PATIENCE_MS ? UNKNOWN : leastMs;
    }

    /** The partition that holds the watermark back: the first not heard, else the one with the earliest time. */
    int heldBackBy() {
        return leastAt;
    }

    private void findLeast() {
        leastMs = Long.MAX_VALUE;
        int silent = -1;
        for (int i = 0; i < heard.length; i++) {
            if (!heard[i]) {
                silent = silent < 0 ? i : silent;
            } else if (greatestMs[i] < leastMs) {
                leastMs = greatestMs[i];
                leastAt = i;
            }
        }
        leastAt = silent < 0 ? leastAt : silent;
    }
}
