package io.streamgauge.stream;

import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.EnrichedEventCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The scored events that have read a view lately, with the features they have by now, by entity, time and arrival:
 *
 * <pre>
 * key     length of the entity in UTF-8 (4) | entity | time (8) | arrival (8)     big-endian, signs flipped
 * value   layout of the features (4) | corrections so far (4) | EnrichedEventCodec
 * </pre>
 *
 * Events with another layout of features, of a definition before this one, are as good as gone.
 */
final class RecentEvents {

    private final KeyValueStore<Bytes, byte[]> store;
    private final EnrichedEventCodec codec;
    private final int layout;

    RecentEvents(KeyValueStore<Bytes, byte[]> store, EnrichedEventCodec codec, int layout) {
        this.store = store;
        this.codec = codec;
        this.layout = layout;
    }

    static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(Map.of())
                .withCachingDisabled(); // ranges over a cached store merge two iterators, and hardly a value is written
        // twice
    }

    /** One of them. */
    final class Recent {

        private final Bytes key;
        private final byte[] value;

        private Recent(Bytes key, byte[] value) {
            this.key = key;
            this.value = value;
        }

        /** How often it was corrected. */
        int corrections() {
            return ByteBuffer.wrap(value).getInt(Integer.BYTES);
        }

        /** The event with its features, a copy for the caller to change. */
        EnrichedEvent event() {
            return codec.decode(Arrays.copyOfRange(value, 2 * Integer.BYTES, value.length));
        }

        boolean equalsBits(EnrichedEvent other) {
            byte[] bytes = codec.encode(other);
            return Arrays.equals(value, 2 * Integer.BYTES, value.length, bytes, 0, bytes.length);
        }

        void replace(EnrichedEvent event, int corrections) {
            store.put(key, bytes(event, corrections));
        }
    }

    /** @param arrival greater than that of every event before */
    void add(String entity, long arrival, EnrichedEvent event) {
        store.put(key(entity, event.event().timeMs(), arrival), bytes(event, 0));
    }

    /** Those of an entity with this time or a later one, by time and arrival. */
    List<Recent> from(String entity, long timeMs) {
        List<Recent> found = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> entries =
                store.range(key(entity, timeMs, Long.MIN_VALUE), key(entity, Long.MAX_VALUE, Long.MAX_VALUE))) {
            entries.forEachRemaining(entry -> {
                if (ByteBuffer.wrap(entry.value).getInt() == layout) {
                    found.add(new Recent(entry.key, entry.value));
                }
            });
        }
        return found;
    }

    /** Lets go of those of an entity with an earlier time. */
    void dropBefore(String entity, long timeMs) {
        if (timeMs == Long.MIN_VALUE) {
            return;
        }
        List<Bytes> old = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> entries =
                store.range(key(entity, Long.MIN_VALUE, Long.MIN_VALUE), key(entity, timeMs - 1, Long.MAX_VALUE))) {
            entries.forEachRemaining(entry -> old.add(entry.key));
        }
        old.forEach(store::delete);
    }

    private byte[] bytes(EnrichedEvent event, int corrections) {
        byte[] encoded = codec.encode(event);
        return ByteBuffer.allocate(2 * Integer.BYTES + encoded.length)
                .putInt(layout)
                .putInt(corrections)
                .put(encoded)
                .array();
    }

    private static Bytes key(String entity, long timeMs, long arrival) {
        byte[] text = entity.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(Integer.BYTES + text.length + 2 * Long.BYTES)
                .putInt(text.length)
                .put(text)
                .putLong(timeMs ^ Long.MIN_VALUE)
                .putLong(arrival ^ Long.MIN_VALUE)
                .array());
    }
}
