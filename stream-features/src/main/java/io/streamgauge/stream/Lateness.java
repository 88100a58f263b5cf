package io.streamgauge.stream;

import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Which events of one source partition come too late: those with a time before the greatest seen so far - lateness. It
 * depends on the partition's events and their offsets only, and the greatest time is kept in a store, so the same records
 * are late on every run and after every restart.
 */
final class Lateness {

    /** The least that Kafka allows. */
    private static final String CHANGELOG_SEGMENT_BYTES = Integer.toString(1 << 20);

    /** Of a source of which no event is late. */
    static final long NEVER = Long.MAX_VALUE / 2;

    private final KeyValueStore<Integer, Long> greatestTimes;
    private final int partition;
    private final long latenessMs;
    private long greatestMs = Long.MIN_VALUE;
    private boolean recalled;

    Lateness(KeyValueStore<Integer, Long> greatestTimes, int partition, long latenessMs) {
        this.greatestTimes = greatestTimes;
        this.partition = partition;
        this.latenessMs = latenessMs;
    }

    /**
     * The store: partition to greatest event time. It is cached, so that the changelog gets a record per commit instead of
     * one per event, and its changelog is compacted often, since one record of it is enough to restore.
     */
    static StoreBuilder<KeyValueStore<Integer, Long>> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.Integer(), Serdes.Long())
                .withCachingEnabled()
                .withLoggingEnabled(Map.of(TopicConfig.SEGMENT_BYTES_CONFIG, CHANGELOG_SEGMENT_BYTES));
    }

    boolean isLate(long timeMs) {
        recall();
        return greatestMs != Long.MIN_VALUE && timeMs < greatestMs - latenessMs;
    }

    /** Takes note of an event that is not late; returns the greatest time seen so far, this one included. */
    long observe(long timeMs) {
        recall();
        if (timeMs > greatestMs) {
            greatestMs = timeMs;
            greatestTimes.put(partition, timeMs);
        }
        return greatestMs;
    }

    /** The greatest time seen so far. */
    long greatestMs() {
        recall();
        return greatestMs;
    }

    /** What the store knows now, of which nothing is kept: the earliest long before the first event. */
    long storedMs() {
        Long stored = greatestTimes.get(partition);
        return stored == null ? Long.MIN_VALUE : stored;
    }

    /** What the store knows, asked for once. */
    private void recall() {
        if (!recalled) {
            greatestMs = storedMs();
            recalled = true;
        }
    }
}
