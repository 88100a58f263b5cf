package io.streamgauge.stream;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.streams.KafkaClientSupplier;

/** Kafka's own clients for Kafka Streams; each stream thread's consumer tells the thread's {@link CommitPace} what it polls. */
final class PacedClients implements KafkaClientSupplier {

    private final long commitIntervalMs;

    /** @param commitIntervalMs how often a thread commits that keeps up */
    PacedClients(long commitIntervalMs) {
        this.commitIntervalMs = commitIntervalMs;
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new PacedConsumer(config, commitIntervalMs);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return plain(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return plain(config);
    }

    private static Consumer<byte[], byte[]> plain(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** A stream thread's consumer: polled by that thread only. */
    private static final class PacedConsumer extends KafkaConsumer<byte[], byte[]> {

        private final CommitPace pace;

        PacedConsumer(Map<String, Object> config, long commitIntervalMs) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            Object fullPoll = config.getOrDefault(
                    ConsumerConfig.MAX_POLL_RECORDS_CONFIG, ConsumerConfig.DEFAULT_MAX_POLL_RECORDS);
            this.pace = new CommitPace(commitIntervalMs, Integer.parseInt(fullPoll.toString()));
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            // Tasks begin within or after a poll: they find their thread's pace.
            pace.takeThread();
            ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
            pace.polled(records.count(), Time.SYSTEM.hiResClockMs());
            return records;
        }
    }
}
