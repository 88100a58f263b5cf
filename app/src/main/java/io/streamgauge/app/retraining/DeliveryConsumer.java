package io.streamgauge.app.retraining;

import io.streamgauge.app.run.Cluster;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Consumers of committed records, from a topic's beginning where nothing else is said. */
final class DeliveryConsumer {

    private DeliveryConsumer() {}

    /** @param more settings of Kafka's */
    static KafkaConsumer<byte[], byte[]> of(Cluster cluster, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new KafkaConsumer<>(cluster.kafka(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
