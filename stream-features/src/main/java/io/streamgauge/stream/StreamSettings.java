package io.streamgauge.stream;

import io.streamgauge.schemas.TopicSpec;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;

/**
 * The Kafka Streams settings a pipeline runs with. Whatever Kafka Streams and its clients know may be set under its own
 * name, with or without {@code consumer.}, {@code producer.} or {@code topic.}, in {@code overrides}, which win over the
 * defaults here; these carry no prefix, so that an override without one wins too.
 *
 * @param applicationId id of the application: prefix of its group and internal topics
 * @param bootstrapServers brokers
 * @param stateDir where state is kept between starts; not a temporary folder
 * @param threads stream threads of this process
 * @param overrides the user's own settings
 */
public record StreamSettings(
        String applicationId, String bootstrapServers, Path stateDir, int threads, Map<String, String> overrides) {

    /** A commit is what a hop waits for: latency is about hops times this. */
    private static final int COMMIT_INTERVAL_MS = 20;

    /** How often a thread commits that works off a backlog, if the interval is no longer; see {@link CommitPace}. */
    private static final long BACKLOG_COMMIT_INTERVAL_MS = 200;

    /** Kafka's own 16 KiB hold two dozen predictions; each batch more is a request more within a commit. */
    private static final int BATCH_BYTES = 64 << 10;

    /** How long a poll may wait for records; commits wait with it. */
    private static final int POLL_MS = 10;

    private static final int RECORDS_PER_POLL = 1_000;
    private static final int RECORDS_PER_PARTITION = 1_000;
    private static final long STATE_CACHE_BYTES = 64L << 20;
    private static final int SESSION_TIMEOUT_MS = 10_000;
    private static final int INTERNAL_SEGMENT_BYTES = 50 << 20;

    public StreamSettings {
        if (threads < 1) {
            throw new IllegalArgumentException("stream threads must be at least 1, not " + threads);
        }
        overrides = Map.copyOf(overrides);
        String guarantee = overrides.get(StreamsConfig.PROCESSING_GUARANTEE_CONFIG);
        if (guarantee != null && !guarantee.equals(StreamsConfig.EXACTLY_ONCE_V2)) {
            throw new IllegalArgumentException("'processing.guarantee' is '" + guarantee
                    + "'; it can only be 'exactly_once_v2', which it is unless told otherwise: an entity's row and its"
                    + " older values, and predictions and state, are right only when they are committed together");
        }
    }

    /** The settings, for {@code KafkaStreams}. */
    public Properties toProperties() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_INTERVAL_MS);
        properties.put(StreamsConfig.POLL_MS_CONFIG, POLL_MS);
        properties.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, RECORDS_PER_PARTITION);
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, STATE_CACHE_BYTES);
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksDbSettings.class);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_PER_POLL);
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicSpec.LARGEST_RECORD_BYTES);
        internalTopics(properties);
        properties.putAll(overrides);
        return properties;
    }

    /** A topology, ready to start, that commits at the interval while it keeps up, and more at once under a backlog. */
    public KafkaStreams streams(Topology topology) {
        return streams(topology, new ChangelogPositions());
    }

    /**
     * The same.
     *
     * @param positions told how far copies of state have come
     */
    public KafkaStreams streams(Topology topology, ChangelogPositions positions) {
        Properties properties = toProperties();
        long intervalMs = new StreamsConfig(properties).getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, Math.max(intervalMs, BACKLOG_COMMIT_INTERVAL_MS));
        return new KafkaStreams(topology, properties, new PacedClients(intervalMs, positions));
    }

    /** The part of the settings that a {@code StreamsBuilder} must be made with. */
    public TopologyConfig topologyConfig() {
        return new TopologyConfig(new StreamsConfig(toProperties()));
    }

    /**
     * Repartition and changelog topics carry event time. Replayed history would close a segment every seven days of it, and
     * an event ahead of the broker's clock be refused. An event between hops carries features beside its own fields.
     */
    private static void internalTopics(Properties properties) {
        topic(properties, TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, Long.toString(Long.MAX_VALUE));
        topic(properties, TopicConfig.SEGMENT_MS_CONFIG, Long.toString(Long.MAX_VALUE));
        topic(properties, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(TopicSpec.LARGEST_RECORD_BYTES));
        topic(properties, TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(INTERNAL_SEGMENT_BYTES));
    }

    private static void topic(Properties properties, String name, String value) {
        properties.put(StreamsConfig.topicPrefix(name), value);
    }
}
