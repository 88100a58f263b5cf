package io.streamgauge.benchmarks;

import io.streamgauge.app.run.Cluster;
import io.streamgauge.stream.StreamSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * The reference: a topology with the fraud pipeline's sources and hops that only copies bytes, under the same settings. It
 * reads the labels in the same tasks and the same order of time, and drops them.
 *
 * <pre>
 *   transactions ══ hop ══▶ merged ══▶ copy
 *                             ▲
 *   labels ──▶ (dropped) ─────┘
 * </pre>
 */
final class CopyTopology implements AutoCloseable {

    private static final Duration STOP = Duration.ofSeconds(10);

    private final KafkaStreams streams;

    /**
     * @param name application id and name of the topic copied to, which must be there
     */
    CopyTopology(String name, Cluster cluster, Sources sources, int threads, Path stateDirectory) {
        StreamSettings settings =
                new StreamSettings(name, cluster.bootstrapServers(), stateDirectory, threads, cluster.kafka());
        streams = settings.streams(wire(name, sources, settings));
    }

    /**
     * What is read.
     *
     * @param scored topic of the events that are copied
     * @param feeding topic of those that are dropped
     * @param partitions number of partitions of either
     */
    record Sources(String scored, String feeding, int partitions) {}

    private static Topology wire(String out, Sources sources, StreamSettings settings) {
        StreamsBuilder builder = new StreamsBuilder(settings.topologyConfig());
        KStream<byte[], byte[]> scored = read(builder, sources.scored(), 0, "scored")
                .repartition(Repartitioned.<byte[], byte[]>as("hop")
                        .withKeySerde(Serdes.ByteArray())
                        .withValueSerde(Serdes.ByteArray())
                        .withNumberOfPartitions(sources.partitions()));
        KStream<byte[], byte[]> dropped =
                read(builder, sources.feeding(), 1, "feeding").filter((key, value) -> false, Named.as("dropped"));
        scored.merge(dropped, Named.as("merged"))
                .to(
                        out,
                        Produced.<byte[], byte[]>as("sink")
                                .withKeySerde(Serdes.ByteArray())
                                .withValueSerde(Serdes.ByteArray()));
        return builder.build(settings.toProperties());
    }

    /** Event time, which replayed records carry; the feeding source goes first, as in the pipeline. */
    private static KStream<byte[], byte[]> read(StreamsBuilder builder, String topic, long aheadMs, String node) {
        return builder.stream(
                topic,
                Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                        .withTimestampExtractor((record, partitionTime) -> Math.max(0, record.timestamp() - aheadMs))
                        .withName(node));
    }

    void start() {
        streams.start();
    }

    @Override
    public void close() {
        streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(STOP));
    }
}
