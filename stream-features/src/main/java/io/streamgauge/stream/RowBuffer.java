package io.streamgauge.stream;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * A store of rows that keeps what changes between two commits in memory and writes each row once, before the commit; or
 * earlier, when the buffers of a topology hold more than their bound. What a commit that fails has left here is dropped with
 * the task.
 *
 * <p>One thread writes: the task's. Any may read single rows, and never waits: Kafka Streams' own record cache keeps readers out for as
 * long as it writes what a commit holds.
 */
final class RowBuffer implements KeyValueStore<String, byte[]>, CachedStateStore<String, byte[]> {

    private static final byte[] DELETED = {};
    /** What an entry takes beside its row and the characters of its key. */
    private static final int ENTRY_BYTES = 96;

    private final KeyValueStore<String, byte[]> written;
    private final AtomicLong bytesOfAll;
    private final ConcurrentMap<String, byte[]> unwritten = new ConcurrentHashMap<>();
    private long bytes;
    private long mostBytesOfAll;

    /**
     * A buffer before a store.
     *
     * @param bytesOfAll what the buffers that share one bound hold together
     */
    RowBuffer(KeyValueStore<String, byte[]> written, AtomicLong bytesOfAll) {
        this.written = written;
        this.bytesOfAll = bytesOfAll;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        Object most = context.appConfigs().get(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG);
        mostBytesOfAll = most == null ? 0 : Long.parseLong(most.toString());
        written.init(context, root);
    }

    @Override
    public byte @Nullable [] get(String entity) {
        byte[] row = unwritten.get(entity);
        if (row == null) {
            return written.get(entity); // it was written before it left the buffer
        }
        return row == DELETED ? null : row;
    }

    @Override
    public void put(String entity, byte @Nullable [] row) {
        byte[] now = row == null ? DELETED : row;
        byte[] before = unwritten.put(entity, now);
        hold(before == null ? bytesOf(entity, now) : now.length - before.length);
        if (bytesOfAll.get() > mostBytesOfAll) {
            flushCache();
        }
    }

    @Override
    public byte @Nullable [] putIfAbsent(String entity, byte @Nullable [] row) {
        byte[] there = get(entity);
        if (there == null) {
            put(entity, row);
        }
        return there;
    }

    @Override
    public void putAll(List<KeyValue<String, byte[]>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte @Nullable [] delete(String entity) {
        byte[] there = get(entity);
        put(entity, null);
        return there;
    }

    /** Writes what is held; Kafka Streams calls it before each commit, on the task's thread. */
    @Override
    public void flushCache() {
        for (Map.Entry<String, byte[]> entry : unwritten.entrySet()) {
            byte[] row = entry.getValue();
            written.put(entry.getKey(), row == DELETED ? null : row);
            unwritten.remove(entry.getKey(), row);
        }
        hold(-bytes);
    }

    /** Drops what is held. */
    @Override
    public void clearCache() {
        unwritten.clear();
        hold(-bytes);
    }

    @Override
    public void flush() {
        flushCache();
        written.flush();
    }

    @Override
    public void close() {
        clearCache();
        written.close();
    }

    /** For the task's own thread, as every walk over the rows: what is held is written first. */
    @Override
    public KeyValueIterator<String, byte[]> range(@Nullable String from, @Nullable String to) {
        flushCache();
        return written.range(from, to);
    }

    @Override
    public KeyValueIterator<String, byte[]> all() {
        flushCache();
        return written.all();
    }

    @Override
    public long approximateNumEntries() {
        return written.approximateNumEntries();
    }

    @Override
    public String name() {
        return written.name();
    }

    @Override
    public boolean persistent() {
        return written.persistent();
    }

    @Override
    public boolean isOpen() {
        return written.isOpen();
    }

    @Override
    public Position getPosition() {
        return written.getPosition();
    }

    /** Nobody is told of what is written. */
    @Override
    public boolean setFlushListener(CacheFlushListener<String, byte[]> listener, boolean sendOldValues) {
        return false;
    }

    private void hold(long moreBytes) {
        bytes += moreBytes;
        bytesOfAll.addAndGet(moreBytes);
    }

    private static long bytesOf(String entity, byte[] row) {
        return (long) ENTRY_BYTES + entity.length() + row.length;
    }
}
