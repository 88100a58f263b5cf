package io.streamgauge.stream;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import org.rocksdb.HistogramType;
import org.rocksdb.RocksDB;
import org.rocksdb.Statistics;
import org.rocksdb.StatsLevel;
import org.rocksdb.TickerType;

/**
 * What RocksDB counts of each store, over all its partitions in this process, since the process began.
 *
 * <p>Kafka Streams has these counts too, but only where all of its metrics are recorded at level DEBUG, which costs every
 * record. Here it is counts alone, without times or histograms.
 */
public final class RocksDbStatistics {

    /**
     * One of the counts.
     *
     * @param name such as {@code memtable.hits}
     * @param description what it says, with its unit
     */
    public record Figure(String name, String description) {}

    private static final Map<Figure, Set<TickerType>> COUNTED = new LinkedHashMap<>();

    static {
        count("reads", "Point reads that reached RocksDB.", TickerType.NUMBER_KEYS_READ);
        count("memtable.hits", "Point reads answered from a memtable.", TickerType.MEMTABLE_HIT);
        count("memtable.misses", "Point reads that went on to the files.", TickerType.MEMTABLE_MISS);
        count("filter.spared", "Looks into a file that its Bloom filter spared.", TickerType.BLOOM_FILTER_USEFUL);
        count("data.block.hits", "Data blocks found in the shared cache.", TickerType.BLOCK_CACHE_DATA_HIT);
        count("data.block.misses", "Data blocks read from the disk.", TickerType.BLOCK_CACHE_DATA_MISS);
        count(
                "index.block.hits",
                "Index and filter blocks found in the shared cache.",
                TickerType.BLOCK_CACHE_INDEX_HIT,
                TickerType.BLOCK_CACHE_FILTER_HIT);
        count(
                "index.block.misses",
                "Index and filter blocks read from the disk.",
                TickerType.BLOCK_CACHE_INDEX_MISS,
                TickerType.BLOCK_CACHE_FILTER_MISS);
        count("flush.write.bytes", "Bytes that memtables were written as.", TickerType.FLUSH_WRITE_BYTES);
        count("compaction.read.bytes", "Bytes that compactions have read.", TickerType.COMPACT_READ_BYTES);
        count("compaction.write.bytes", "Bytes that compactions have written.", TickerType.COMPACT_WRITE_BYTES);
        count("stall.micros", "Microseconds that writes waited for flushes or compactions.", TickerType.STALL_MICROS);
    }

    private static final Map<String, Statistics> BY_STORE = new ConcurrentSkipListMap<>();

    private RocksDbStatistics() {}

    private static void count(String name, String description, TickerType first, TickerType... more) {
        COUNTED.put(new Figure(name, description), EnumSet.of(first, more));
    }

    /** All the counts there are of a store. */
    public static List<Figure> figures() {
        return List.copyOf(COUNTED.keySet());
    }

    /** A count of each store that this process has or has had, by the store's name. */
    public static Map<String, Long> totals(Figure figure) {
        Map<String, Long> totals = new LinkedHashMap<>();
        Set<TickerType> tickers = COUNTED.getOrDefault(figure, Set.of());
        BY_STORE.forEach((store, statistics) -> totals.put(
                store, tickers.stream().mapToLong(statistics::getTickerCount).sum()));
        return totals;
    }

    /** What counts for a store, the same for all its partitions; it lives as long as the process. */
    static Statistics of(String store) {
        return BY_STORE.computeIfAbsent(store, name -> {
            RocksDB.loadLibrary();
            EnumSet<HistogramType> none = EnumSet.allOf(HistogramType.class);
            none.remove(HistogramType.HISTOGRAM_ENUM_MAX);
            Statistics statistics = new Statistics(none);
            statistics.setStatsLevel(StatsLevel.EXCEPT_DETAILED_TIMERS);
            return statistics;
        });
    }
}
