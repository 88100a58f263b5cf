package io.streamgauge.stream;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the copies of state that this process follows or restores have come in their changelogs: the offset up to which
 * each has everything that was committed. A task that does its own work follows nothing. Thread-safe.
 *
 * <p>Kafka Streams' own lag does not count the markers that end a transaction, so a copy that lacks nothing never shows a
 * lag of 0 there; a consumer's position counts them.
 */
public final class ChangelogPositions {

    private final Map<TopicPartition, Long> offsets = new ConcurrentHashMap<>();

    /** The changelog partitions that are followed or restored now. */
    public Set<TopicPartition> followed() {
        return Set.copyOf(offsets.keySet());
    }

    /** The offset up to which a copy has everything; empty when there is no copy here that follows. */
    public OptionalLong of(TopicPartition changelog) {
        Long offset = offsets.get(changelog);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /** What one of the process' consumers tells. Not thread-safe; each has its own. */
    final class OfConsumer implements AutoCloseable {

        private final Set<TopicPartition> told = new HashSet<>();

        /** Everything before {@code offset} is in the copy. */
        void reached(TopicPartition changelog, long offset) {
            told.add(changelog);
            offsets.put(changelog, offset);
        }

        /** No other changelog is followed by it. */
        void onlyFollows(Collection<TopicPartition> changelogs) {
            if (told.size() != changelogs.size() || !changelogs.containsAll(told)) {
                told.removeIf(changelog -> {
                    boolean gone = !changelogs.contains(changelog);
                    if (gone) {
                        offsets.remove(changelog);
                    }
                    return gone;
                });
            }
        }

        @Override
        public void close() {
            onlyFollows(Set.of());
        }
    }
}
