package io.streamgauge.app.config;

import java.time.Duration;

/**
 * How the pipeline runs, as far as that is the document's business.
 *
 * @param threads threads of the topology in one process
 * @param commitInterval how often the topology commits; latency is about hops times this
 * @param taskIdle how long a task waits for a partition that has no record yet, to keep event time in order
 * @param partitions partitions of the topics that the embedded broker makes
 * @param corrections whether vectors are published again when an event out of order changes them
 * @param cacheMb memory for records of the state rows between commits, in MiB, all threads together
 * @param retention how far before the low watermark the rows can be read
 * @param storeCacheMb memory that all RocksDB stores of the process share, in MiB
 * @param standbys how many other instances keep a copy of each row
 * @param standbyLag how far behind a copy may be that answers reads
 */
public record RuntimeDefinition(
        int threads,
        Duration commitInterval,
        Duration taskIdle,
        int partitions,
        boolean corrections,
        int cacheMb,
        Duration retention,
        int storeCacheMb,
        int standbys,
        Duration standbyLag) {

    /** {@link #cacheMb} in bytes. */
    public long cacheBytes() {
        return cacheMb * 1024L * 1024L;
    }

    /** {@link #storeCacheMb} in bytes. */
    public long storeCacheBytes() {
        return storeCacheMb * 1024L * 1024L;
    }
}
