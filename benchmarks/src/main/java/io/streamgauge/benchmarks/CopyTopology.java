package io.streamgauge.benchmarks;

import io.streamgauge.app.run.Cluster;
import io.streamgauge.stream.StreamSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * The reference: a topology with the fraud pipeline's hops that only copies bytes, under the same settings.
 *
 * <pre>
 *   transactions ══ hop ══▶ copy
 * </pre>
 */
final class CopyTopology implements AutoCloseable {

    static final String OUT = "benchmark-copy";

    private final KafkaStreams streams;

    CopyTopology(Cluster cluster, String source, int partitions, int threads, Path stateDirectory) {
        StreamSettings settings = new StreamSettings(
                "benchmark-copy-topology", cluster.bootstrapServers(), stateDirectory, threads, Map.of());
        StreamsBuilder builder = new StreamsBuilder(settings.topologyConfig());
        builder.stream(
                        source,
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                                .withTimestampExtractor((record, partitionTime) -> Math.max(0, record.timestamp()))
                                .withName("source"))
                .repartition(Repartitioned.<byte[], byte[]>as("hop")
                        .withKeySerde(Serdes.ByteArray())
                        .withValueSerde(Serdes.ByteArray())
                        .withNumberOfPartitions(partitions))
                .to(
                        OUT,
                        Produced.<byte[], byte[]>as("sink")
                                .withKeySerde(Serdes.ByteArray())
                                .withValueSerde(Serdes.ByteArray()));
        streams = new KafkaStreams(builder.build(settings.toProperties()), settings.toProperties());
    }

    void start() {
        streams.start();
    }

    @Override
    public void close() {
        streams.close(Duration.ofSeconds(10));
    }
}
