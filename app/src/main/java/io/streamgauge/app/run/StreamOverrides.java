package io.streamgauge.app.run;

import io.streamgauge.app.config.RuntimeDefinition;
import io.streamgauge.stream.RocksDbSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** What the document, the kind of cluster and the user say about Kafka Streams' settings; the user has the last word. */
final class StreamOverrides {

    /** An embedded broker grants sessions this short, so that a start after a kill need not wait long. */
    static final Duration EMBEDDED_SESSION = Duration.ofSeconds(2);

    private StreamOverrides() {}

    /** @param address where other instances reach this one, {@code host:port} */
    static Map<String, String> of(RuntimeDefinition runtime, Cluster cluster, boolean embedded, String address) {
        Map<String, String> overrides = new HashMap<>();
        overrides.put(StreamsConfig.APPLICATION_SERVER_CONFIG, address);
        overrides.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, Integer.toString(runtime.standbys()));
        overrides.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                Long.toString(runtime.commitInterval().toMillis()));
        overrides.put(
                StreamsConfig.MAX_TASK_IDLE_MS_CONFIG,
                Long.toString(runtime.taskIdle().toMillis()));
        overrides.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, Long.toString(runtime.cacheBytes()));
        overrides.put(RocksDbSettings.CACHE_BYTES, Long.toString(runtime.storeCacheBytes()));
        if (embedded) {
            overrides.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, Long.toString(EMBEDDED_SESSION.toMillis()));
            overrides.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, Long.toString(EMBEDDED_SESSION.toMillis() / 4));
        }
        overrides.putAll(cluster.kafka());
        return overrides;
    }
}
