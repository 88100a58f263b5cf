package io.streamgauge.stream;

import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.row.RowStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The state stores of one view in Kafka Streams: rows, under the entity's text, and chunks, under
 * {@code length of the entity in UTF-8 (4) entity, series (4), chunk id (8)}, big-endian, the id with its sign flipped, so
 * that a range holds one series' chunks in order.
 */
final class ViewStores implements RowStore {

    private final ReadOnlyKeyValueStore<String, byte[]> rows;
    private final ReadOnlyKeyValueStore<Bytes, byte[]> chunks;

    /** Stores that are only read. */
    ViewStores(ReadOnlyKeyValueStore<String, byte[]> rows, ReadOnlyKeyValueStore<Bytes, byte[]> chunks) {
        this.rows = rows;
        this.chunks = chunks;
    }

    static ViewStores of(ViewDefinition view, ProcessingContext context) {
        KeyValueStore<String, byte[]> rows = context.getStateStore(rowsName(view));
        KeyValueStore<Bytes, byte[]> chunks = context.getStateStore(chunksName(view));
        return new ViewStores(rows, chunks);
    }

    /** Name of the store with a view's rows. */
    static String rowsName(ViewDefinition view) {
        return view.name() + "-rows";
    }

    /** Name of the store with the older values of a view's entities that have many. */
    static String chunksName(ViewDefinition view) {
        return view.name() + "-chunks";
    }

    /**
     * What makes the stores.
     *
     * @param buffered what the buffers of rows in this process hold, in bytes; empty where each row is written at once
     */
    static Set<StoreBuilder<?>> builders(ViewDefinition view, Optional<AtomicLong> buffered) {
        StoreBuilder<KeyValueStore<String, byte[]>> rows = Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(rowsName(view)), Serdes.String(), Serdes.ByteArray())
                .withLoggingEnabled(Map.of());
        StoreBuilder<KeyValueStore<Bytes, byte[]>> chunks = Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(chunksName(view)), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(Map.of());
        Set<StoreBuilder<?>> builders = new LinkedHashSet<>(); // in one order, so that topologies are alike
        builders.add(buffered.isPresent() ? new BufferedRows(rows, buffered.get()) : rows);
        builders.add(chunks);
        return builders;
    }

    @Override
    public byte @Nullable [] row(String entity) {
        return rows.get(entity);
    }

    @Override
    public void putRow(String entity, byte[] row) {
        writable(rows).put(entity, row);
    }

    @Override
    public void deleteRow(String entity) {
        writable(rows).delete(entity);
    }

    @Override
    public void chunks(String entity, int series, ChunkVisitor visitor) {
        Bytes from = key(entity, series, Long.MIN_VALUE);
        Bytes to = key(entity, series, Long.MAX_VALUE);
        try (KeyValueIterator<Bytes, byte[]> found = chunks.range(from, to)) {
            found.forEachRemaining(entry -> visitor.chunk(id(entry.key), entry.value));
        }
    }

    @Override
    public void putChunk(String entity, int series, long id, byte[] chunk) {
        writable(chunks).put(key(entity, series, id), chunk);
    }

    @Override
    public void deleteChunk(String entity, int series, long id) {
        writable(chunks).delete(key(entity, series, id));
    }

    private static Bytes key(String entity, int series, long id) {
        byte[] text = entity.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(Integer.BYTES + text.length + Integer.BYTES + Long.BYTES)
                .putInt(text.length)
                .put(text)
                .putInt(series)
                .putLong(id ^ Long.MIN_VALUE)
                .array());
    }

    private static long id(Bytes key) {
        byte[] bytes = key.get();
        return ByteBuffer.wrap(bytes).getLong(bytes.length - Long.BYTES) ^ Long.MIN_VALUE;
    }

    private static <K> KeyValueStore<K, byte[]> writable(ReadOnlyKeyValueStore<K, byte[]> store) {
        if (store instanceof KeyValueStore<K, byte[]> writable) {
            return writable;
        }
        throw new IllegalStateException("these stores are only read");
    }
}
