package io.streamgauge.benchmarks.load;

import io.streamgauge.app.run.Cluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/** The changelogs of a pipeline, read from their beginning to their end by one plain consumer of committed records. */
final class Changelogs {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Cluster cluster;
    private final String prefix;

    /** @param application whose changelogs */
    Changelogs(Cluster cluster, String application) {
        this.cluster = cluster;
        this.prefix = application + "-";
    }

    /**
     * What one read of them took.
     *
     * @param bytes of keys and values
     */
    record Read(long records, long bytes, double seconds) {

        double megabytesPerSecond() {
            return bytes / 1e6 / seconds;
        }
    }

    /** Takes records. */
    private interface Sink {
        void take(ConsumerRecord<byte[], byte[]> each) throws RocksDBException;
    }

    /** Reads them and keeps nothing. */
    Read intoNothing() throws Exception {
        return read(each -> {});
    }

    /** Reads them into a database of RocksDB's own settings, without its log. */
    Read intoRocksDb(Path folder) throws Exception {
        RocksDB.loadLibrary();
        try (Options options = new Options().setCreateIfMissing(true);
                WriteOptions unlogged = new WriteOptions().setDisableWAL(true);
                RocksDB rocks = RocksDB.open(options, folder.toString())) {
            return read(each -> {
                if (each.value() == null) {
                    rocks.delete(unlogged, each.key());
                } else {
                    rocks.put(unlogged, each.key(), each.value());
                }
            });
        }
    }

    private Read read(Sink sink) throws Exception {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                "1000");
        List<TopicPartition> partitions = partitions();
        long beganNanos = System.nanoTime();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                cluster.kafka(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long records = 0;
            long bytes = 0;
            while (!ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                if (System.nanoTime() - beganNanos > PATIENCE.toNanos()) {
                    throw new IllegalStateException("the changelogs' ends are not reached: " + ends);
                }
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
                    sink.take(each);
                    records++;
                    bytes += each.serializedKeySize() + Math.max(0, each.serializedValueSize());
                }
            }
            return new Read(records, bytes, (System.nanoTime() - beganNanos) / 1e9);
        }
    }

    /** What the broker keeps of them on its disk. */
    long brokerBytes() throws Exception {
        List<TopicPartition> ours = partitions();
        try (Admin admin = Admin.create(cluster.kafka(Map.of()))) {
            List<Integer> brokers = admin.describeCluster().nodes().get().stream()
                    .map(node -> node.id())
                    .toList();
            return admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
                    .flatMap(byPath -> byPath.values().stream())
                    .flatMap(folder -> folder.replicaInfos().entrySet().stream())
                    .filter(replica -> ours.contains(replica.getKey()))
                    .mapToLong(replica -> replica.getValue().size())
                    .sum();
        }
    }

    private List<TopicPartition> partitions() throws Exception {
        try (Admin admin = Admin.create(cluster.kafka(Map.of()))) {
            List<String> topics = admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith(prefix) && name.endsWith("-changelog"))
                    .toList();
            return admin.describeTopics(topics).allTopicNames().get().values().stream()
                    .flatMap(topic -> topic.partitions().stream()
                            .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                    .toList();
        }
    }
}
