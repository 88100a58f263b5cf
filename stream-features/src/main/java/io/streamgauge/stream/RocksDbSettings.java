package io.streamgauge.stream;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * RocksDB for rows read by exact key: all stores of the process share one block cache and one budget of write buffers, so
 * that memory does not grow with the number of partitions; a Bloom filter of 10 bits a key spares the disk a read for an
 * entity without a row (one miss in a hundred gets through). The block cache also holds index, filters and write buffers:
 * its size bounds them all together.
 */
public final class RocksDbSettings implements RocksDBConfigSetter {

    /** Setting: size of the shared block cache in bytes. */
    public static final String CACHE_BYTES = "streamgauge.rocksdb.cache.bytes";

    /** Default of {@link #CACHE_BYTES}: 128 MiB. */
    public static final long DEFAULT_CACHE_BYTES = 128L << 20;

    private static final int BLOCK_BYTES = 8 << 10;
    private static final long WRITE_BUFFER_BYTES = 8L << 20;
    private static final int WRITE_BUFFERS = 3;
    private static final int FILTER_BITS_PER_KEY = 10;

    private final BloomFilter filter = new BloomFilter(FILTER_BITS_PER_KEY);

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        Shared shared = Shared.of(configs);
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(shared.cache);
        table.setBlockSize(BLOCK_BYTES);
        table.setFilterPolicy(filter);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinL0FilterAndIndexBlocksInCache(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(shared.writeBuffers);
        options.setStatistics(RocksDbStatistics.of(storeName));
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        options.setMaxWriteBufferNumber(WRITE_BUFFERS);
    }

    /**
     * The block cache that all stores of the process share, in bytes: {@code capacity}, {@code used}, of which {@code pinned}
     * cannot be given up. Empty before the first store is opened.
     */
    public static Map<String, Long> sharedBytes() {
        Shared shared = Shared.opened();
        return shared == null
                ? Map.of()
                : Map.of(
                        "capacity", shared.bytes,
                        "used", shared.cache.getUsage(),
                        "pinned", shared.cache.getPinnedUsage());
    }

    /** Frees what belongs to one store; what all share lives as long as the process. */
    @Override
    public void close(String storeName, Options options) {
        filter.close();
    }

    /** What all stores of the process share; the first store's settings size it. */
    private record Shared(long bytes, Cache cache, WriteBufferManager writeBuffers) {

        private static final double HIGH_PRIORITY_SHARE = 0.2;
        private static final int DEFAULT_SHARDS = -1;
        private static @Nullable Shared instance;

        static synchronized Shared of(Map<String, Object> configs) {
            Shared shared = instance;
            if (shared == null) {
                RocksDB.loadLibrary();
                long bytes = bytes(configs.get(CACHE_BYTES));
                Cache cache = new LRUCache(bytes, DEFAULT_SHARDS, false, HIGH_PRIORITY_SHARE);
                shared = new Shared(bytes, cache, new WriteBufferManager(bytes / 2, cache));
                instance = shared;
            }
            return shared;
        }

        static synchronized @Nullable Shared opened() {
            return instance;
        }

        private static long bytes(@Nullable Object setting) {
            return setting == null ? DEFAULT_CACHE_BYTES : Long.parseLong(setting.toString());
        }
    }
}
