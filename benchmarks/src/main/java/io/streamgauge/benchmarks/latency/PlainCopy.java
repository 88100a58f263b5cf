package io.streamgauge.benchmarks.latency;

import io.streamgauge.app.run.Cluster;
import io.streamgauge.stream.StreamSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/** The reference: copies the records of a topic to another, exactly once, under the same settings as the pipeline. */
final class PlainCopy implements AutoCloseable {

    private static final Duration STOP = Duration.ofSeconds(10);

    private final KafkaStreams streams;

    /** @param name application id and name of the topic copied to, which must be there */
    PlainCopy(String name, String source, Cluster cluster, Duration commitInterval, Path stateDirectory) {
        Map<String, String> overrides = new HashMap<>(cluster.kafka());
        overrides.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, Long.toString(commitInterval.toMillis()));
        StreamSettings settings = new StreamSettings(name, cluster.bootstrapServers(), stateDirectory, 1, overrides);
        StreamsBuilder builder = new StreamsBuilder(settings.topologyConfig());
        builder.stream(
                        source,
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("source"))
                .to(
                        name,
                        Produced.<byte[], byte[]>as("sink")
                                .withKeySerde(Serdes.ByteArray())
                                .withValueSerde(Serdes.ByteArray()));
        streams = settings.streams(builder.build(settings.toProperties()));
        streams.start();
    }

    @Override
    public void close() {
        streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(STOP));
    }
}
