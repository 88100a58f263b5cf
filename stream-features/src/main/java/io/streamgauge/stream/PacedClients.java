package io.streamgauge.stream;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Kafka's own clients for Kafka Streams; each stream thread's consumer tells the thread's {@link CommitPace} what it polls, and its
 * {@link RoundEnds} that it is about to poll, and each consumer of changelogs how far it has come.
 */
final class PacedClients implements KafkaClientSupplier {

    private final long commitIntervalMs;
    private final ChangelogPositions positions;

    /**
     * @param commitIntervalMs how often a thread commits that keeps up
     * @param positions told how far copies of state have come
     */
    PacedClients(long commitIntervalMs, ChangelogPositions positions) {
        this.commitIntervalMs = commitIntervalMs;
        this.positions = positions;
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
        return new FollowingConsumer(config, positions);
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
        private final RoundEnds rounds = new RoundEnds();

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
            rounds.takeThread();
            rounds.ended();
            ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
            pace.polled(records.count(), Time.SYSTEM.hiResClockMs());
            return records;
        }
    }

    /**
     * A consumer of changelogs: used by one thread only, which puts what a poll has given into the stores before it polls
     * again.
     */
    private static final class FollowingConsumer extends KafkaConsumer<byte[], byte[]> {

        private final ChangelogPositions.OfConsumer told;

        FollowingConsumer(Map<String, Object> config, ChangelogPositions positions) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            this.told = positions.new OfConsumer();
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            Set<TopicPartition> changelogs = assignment();
            told.onlyFollows(changelogs);
            changelogs.forEach(changelog -> offset(changelog).ifPresent(offset -> told.reached(changelog, offset)));
            return super.poll(timeout);
        }

        private OptionalLong offset(TopicPartition changelog) {
            try {
                return OptionalLong.of(position(changelog, Duration.ZERO));
            } catch (TimeoutException e) {
                return OptionalLong.empty(); // it does not know yet where to begin
            }
        }

        @Override
        public void assign(Collection<TopicPartition> partitions) {
            told.onlyFollows(partitions);
            super.assign(partitions);
        }

        @Override
        public void unsubscribe() {
            told.close();
            super.unsubscribe();
        }

        @Override
        public void close() {
            told.close();
            super.close();
        }

        @Override
        public void close(CloseOptions option) {
            told.close();
            super.close(option);
        }
    }
}
