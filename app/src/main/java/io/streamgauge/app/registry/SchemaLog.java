package io.streamgauge.app.registry;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The registry's memory: the compacted topic {@code _schemas} of one partition. One registry writes it. */
final class SchemaLog implements AutoCloseable {

    static final String TOPIC = "_schemas";

    private static final String CLIENT_ID = "schema-registry";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, String> clientProperties;
    private final KafkaProducer<byte[], byte[]> producer;

    /**
     * @param clientProperties how to reach the cluster, {@code bootstrap.servers} among them
     */
    SchemaLog(Map<String, String> clientProperties) {
        this.clientProperties = Map.copyOf(clientProperties);
        create();
        Map<String, Object> settings = settings(Map.of(
                "acks", "all",
                "linger.ms", "0",
                "request.timeout.ms", "5000",
                "delivery.timeout.ms", "15000",
                "max.block.ms", "15000"));
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Map<String, Object> settings(Map<String, String> own) {
        Map<String, Object> all = new HashMap<>(clientProperties);
        all.put("client.id", CLIENT_ID);
        all.putAll(own);
        return all;
    }

    /** With as many copies as the cluster gives a topic of its own accord. */
    private void create() {
        NewTopic topic =
                new NewTopic(TOPIC, Optional.of(1), Optional.empty()).configs(Map.of("cleanup.policy", "compact"));
        try (Admin admin = Admin.create(settings(Map.of()))) {
            join(admin.createTopics(List.of(topic)).all()::get);
        } catch (TopicExistsException e) {
            // made by an earlier start
        }
    }

    /** Reads every change up to the end, oldest first. */
    void replay(Consumer<Change> changes) {
        Map<String, Object> settings = settings(Map.of("enable.auto.commit", "false"));
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long end =
                    consumer.endOffsets(List.of(PARTITION)).values().iterator().next();
            while (consumer.position(PARTITION) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    changes.accept(ChangeCodec.decode(record.key(), record.value()));
                }
            }
        }
    }

    /**
     * Writes changes and waits until the broker has them all.
     *
     * @throws KafkaException when it is not known to have all; it may have some
     */
    void append(List<Change> changes) {
        for (Change change : changes) {
            ChangeCodec.Entry entry = ChangeCodec.encode(change);
            join(producer.send(new ProducerRecord<>(TOPIC, 0, entry.key(), entry.value()))::get);
        }
    }

    private interface Wait {
        Object get() throws ExecutionException, InterruptedException;
    }

    private static void join(Wait wait) {
        try {
            wait.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
