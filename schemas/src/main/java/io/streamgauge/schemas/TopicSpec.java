package io.streamgauge.schemas;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * One topic that Streamgauge writes.
 *
 * @param name its name in Kafka
 * @param key what its keys are, in words; keys are text in UTF-8
 * @param value what its values are, in words
 * @param valueSchema the Avro schema of its values, registered under {@code <name>-value}; empty where values are passed
 *     on as received
 * @param compacted whether Kafka keeps only the newest record of each key
 * @param retention how long records are kept, counted from their event time; {@link #FOR_EVER} keeps all
 */
public record TopicSpec(
        String name, String key, String value, Optional<Schema> valueSchema, boolean compacted, Duration retention) {

    /** Retention without end, which Kafka writes as -1 ms. */
    public static final Duration FOR_EVER = Duration.ofMillis(-1);

    /**
     * Largest record of a topic in bytes: 16 MiB, sixteen times what Kafka grants by default. A source's record of the
     * default's full size grows by the headers that say why it was put aside, or by the features of its event.
     */
    public static final int LARGEST_RECORD_BYTES = 16 << 20;

    public TopicSpec {
        if (retention.isZero() || (retention.isNegative() && !retention.equals(FOR_EVER))) {
            throw new IllegalArgumentException(
                    "retention of " + name + " must be positive or FOR_EVER (-1 ms) but is " + retention);
        }
    }

    /** The subject of the value's schema in the registry. */
    public String subject() {
        return name + "-value";
    }

    /**
     * Kafka's own settings for the topic. Records carry event time, which may lie years back or, where a source's clock
     * is wrong, ahead: neither may make the broker delete or refuse them.
     */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("cleanup.policy", compacted ? "compact" : "delete");
        settings.put("retention.ms", Long.toString(retention.toMillis()));
        settings.put("message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
        settings.put("max.message.bytes", Integer.toString(LARGEST_RECORD_BYTES));
        return settings;
    }

    /** The topic as Kafka's admin client creates it. */
    public NewTopic newTopic(int partitions, short replicationFactor) {
        return new NewTopic(name, partitions, replicationFactor).configs(settings());
    }
}
