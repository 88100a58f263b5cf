package io.streamgauge.drift;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How far each partition of a topic has been replayed, in event time. One of which nothing has come yet holds back all, one without any
 * record none: so it has to be said which there will be records of.
 */
final class ReplayClocks {

    /** No time yet. */
    static final long NONE = Long.MIN_VALUE;

    private final Map<Integer, Long> latestMs = new TreeMap<>();
    private long leastMs = NONE;

    /** @param filled partitions that hold any record; may be none */
    ReplayClocks(Set<Integer> filled) {
        filled.forEach(partition -> latestMs.put(partition, NONE));
    }

    /** Whether a record is the latest of its partition, which then has come that far. */
    boolean move(int partition, long timeMs) {
        long beforeMs = latestMs.getOrDefault(partition, NONE);
        if (timeMs <= beforeMs) {
            return false;
        }
        latestMs.put(partition, timeMs);
        if (beforeMs <= leastMs) {
            leastMs = Collections.min(latestMs.values());
        }
        return true;
    }

    /** How far the partition furthest behind has come; {@link #NONE} until each has come anywhere. */
    long leastMs() {
        return leastMs;
    }

    /** How far the partition furthest ahead has come; {@link #NONE} until one has come anywhere. */
    long greatestMs() {
        return latestMs.isEmpty() ? NONE : Collections.max(latestMs.values());
    }

    boolean isEmpty() {
        return latestMs.isEmpty();
    }
}
