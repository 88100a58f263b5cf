package io.streamgauge.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.view.EntityState;
import io.streamgauge.store.view.EntityStates;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The rows of a table that were deleted and are still remembered: by time, then entity. So long as a deletion is remembered a
 * row of an earlier time that comes after it stays deleted; then the entity's state goes, and nothing is left of it.
 *
 * <pre>
 * key     time of the deletion (8, big-endian, sign flipped) | entity in UTF-8          value   empty
 * </pre>
 */
final class DeletedRows {

    private static final byte[] NOTHING = {};

    private final KeyValueStore<Bytes, byte[]> store;
    private final EntityStates states;
    private final long rememberedMs;
    /** None remembered is of an earlier time. */
    private long leastMs = Long.MIN_VALUE;

    /** The deleted rows of a task. */
    DeletedRows(ProcessingContext context, ViewStep step, EntityStates states) {
        this.store = context.getStateStore(storeName(step.view()));
        this.states = states;
        this.rememberedMs =
                1 + step.feedLateness().toMillis() + step.view().delay().toMillis();
    }

    static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder(ViewDefinition view) {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(storeName(view)), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(Map.of())
                .withCachingDisabled(); // it is walked in order, and hardly an entry is written twice
    }

    private static String storeName(ViewDefinition view) {
        return view.name() + "-deleted";
    }

    void add(String entity, long timeMs) {
        byte[] text = entity.getBytes(UTF_8);
        store.put(
                Bytes.wrap(ByteBuffer.allocate(Long.BYTES + text.length)
                        .putLong(timeMs ^ Long.MIN_VALUE)
                        .put(text)
                        .array()),
                NOTHING);
        leastMs = Math.min(leastMs, timeMs);
    }

    /** Forgets those that are old enough, with the states of their entities. */
    void forget(long noReadBeforeMs) {
        if (noReadBeforeMs < leastMs + rememberedMs) {
            return;
        }
        List<Bytes> due = new ArrayList<>();
        leastMs = Long.MAX_VALUE - rememberedMs;
        try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                long timeMs = ByteBuffer.wrap(entry.key.get()).getLong() ^ Long.MIN_VALUE;
                if (timeMs + rememberedMs > noReadBeforeMs) {
                    leastMs = timeMs;
                    break;
                }
                due.add(entry.key);
            }
        }
        for (Bytes key : due) {
            store.delete(key);
            forget(new String(key.get(), Long.BYTES, key.get().length - Long.BYTES, UTF_8), noReadBeforeMs);
        }
    }

    /** Forgets an entity unless it has a row again, or another deletion since. */
    private void forget(String entity, long noReadBeforeMs) {
        EntityState state = states.reading(entity);
        state.evict(noReadBeforeMs);
        if (state.deleted()) {
            states.forget(entity);
        }
    }
}
