package io.streamgauge.stream;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** Builds a {@link RowBuffer} before each store that another builder makes; those of one builder share their bound. */
final class BufferedRows implements StoreBuilder<KeyValueStore<String, byte[]>> {

    private final StoreBuilder<KeyValueStore<String, byte[]>> stores;
    private final AtomicLong bytesOfAll;

    /**
     * Buffers before stores.
     *
     * @param stores without a cache of their own
     * @param bytesOfAll what the buffers that share one bound hold together
     */
    BufferedRows(StoreBuilder<KeyValueStore<String, byte[]>> stores, AtomicLong bytesOfAll) {
        this.stores = stores;
        this.bytesOfAll = bytesOfAll;
    }

    @Override
    public KeyValueStore<String, byte[]> build() {
        return new RowBuffer(stores.build(), bytesOfAll);
    }

    @Override
    public StoreBuilder<KeyValueStore<String, byte[]>> withCachingEnabled() {
        throw new UnsupportedOperationException("these rows have a buffer in place of a cache");
    }

    @Override
    public StoreBuilder<KeyValueStore<String, byte[]>> withCachingDisabled() {
        return stores;
    }

    @Override
    public StoreBuilder<KeyValueStore<String, byte[]>> withLoggingEnabled(Map<String, String> config) {
        return new BufferedRows(stores.withLoggingEnabled(config), bytesOfAll);
    }

    @Override
    public StoreBuilder<KeyValueStore<String, byte[]>> withLoggingDisabled() {
        return new BufferedRows(stores.withLoggingDisabled(), bytesOfAll);
    }

    @Override
    public Map<String, String> logConfig() {
        return stores.logConfig();
    }

    @Override
    public boolean loggingEnabled() {
        return stores.loggingEnabled();
    }

    @Override
    public String name() {
        return stores.name();
    }
}
