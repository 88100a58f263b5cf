package io.streamgauge.app.live;

import io.streamgauge.schemas.DivertHeader;
import io.streamgauge.schemas.DriftAlert;
import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.ModelActivation;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ReferenceProfile;
import io.streamgauge.schemas.RetrainingEvent;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.registry.SchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topics a pipeline writes, committed records only, into {@link LiveStats}: of predictions and drift metrics
 * the last of the past and all that comes, of alerts, retraining events, reference profiles and activations everything, of dead
 * letters and late events what comes. Runs on a thread of its own and belongs to no consumer group. The topics must be
 * there when it starts.
 */
public final class LiveTopics implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveTopics.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long PAST_PREDICTIONS = 100;
    private static final long PAST_METRICS = 5_000;
    private static final long EVERYTHING = Long.MAX_VALUE;
    private static final long NOTHING = 0;
    private static final long CLOSE_S = 5;

    private final LiveStats stats;
    private final Clock clock;
    private final Consumer<byte[], byte[]> consumer;
    private final Map<String, Reader> readers = new HashMap<>();
    private final Map<TopicPartition, Long> countedFrom = new HashMap<>();
    private final CountDownLatch pastRead = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean closing;

    /** What one record of a topic means. */
    private interface Reader {
        void read(ConsumerRecord<byte[], byte[]> record, boolean past);
    }

    private LiveTopics(
            TopicCatalogue topics,
            SchemaRegistry registry,
            Map<String, ?> clientSettings,
            LiveStats stats,
            Clock clock) {
        this.stats = stats;
        this.clock = clock;
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", "false");
        settings.put("auto.offset.reset", "latest");
        settings.put("allow.auto.create.topics", "false");
        settings.put("client.id", topics.pipeline() + "-live");
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        AvroCodec<Prediction> predictions = new AvroCodec<>(Prediction.class, registry);
        AvroCodec<DriftMetric> metrics = new AvroCodec<>(DriftMetric.class, registry);
        AvroCodec<ReferenceProfile> profiles = new AvroCodec<>(ReferenceProfile.class, registry);
        AvroCodec<DriftAlert> alerts = new AvroCodec<>(DriftAlert.class, registry);
        AvroCodec<ModelActivation> activations = new AvroCodec<>(ModelActivation.class, registry);
        AvroCodec<RetrainingEvent> retraining = new AvroCodec<>(RetrainingEvent.class, registry);
        readers.put(
                topics.predictions().name(),
                (r, past) -> stats.prediction(
                        predictions.decode(r.value()), past, SentAt.read(r.headers()), clock.millis()));
        readers.put(topics.driftMetrics().name(), (r, past) -> stats.driftMetric(metrics.decode(r.value()), past));
        readers.put(topics.referenceProfiles().name(), (r, past) -> stats.referenceProfile(profiles.decode(r.value())));
        readers.put(topics.driftAlerts().name(), (r, past) -> stats.alert(alerts.decode(r.value()), past));
        readers.put(
                topics.retrainingEvents().name(),
                (r, past) -> stats.retrainingEvent(retraining.decode(r.value()), past));
        readers.put(topics.activations().name(), (r, past) -> stats.activation(activations.decode(r.value())));
        readers.put(topics.deadLetters().name(), (r, past) -> stats.deadLetter(cause(r)));
        readers.put(topics.lateEvents().name(), (r, past) -> stats.lateEvent());
        Map<String, Long> reachBack = new HashMap<>();
        reachBack.put(topics.predictions().name(), PAST_PREDICTIONS);
        reachBack.put(topics.driftMetrics().name(), PAST_METRICS);
        reachBack.put(topics.deadLetters().name(), NOTHING);
        reachBack.put(topics.lateEvents().name(), NOTHING);
        seek(reachBack);
    }

    /**
     * Starts to read. When this returns, whatever is written from now on will be counted.
     *
     * @param clientSettings how to reach the cluster: {@code bootstrap.servers} and whatever security needs
     */
    public static LiveTopics start(
            TopicCatalogue topics,
            SchemaRegistry registry,
            Map<String, ?> clientSettings,
            LiveStats stats,
            Clock clock) {
        LiveTopics live = new LiveTopics(topics, registry, clientSettings, stats, clock);
        Thread thread = new Thread(live::run, "live-topics");
        thread.setDaemon(true);
        thread.start();
        return live;
    }

    private void seek(Map<String, Long> reachBack) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : readers.keySet()) {
            for (PartitionInfo info : consumer.partitionsFor(topic)) {
                partitions.add(new TopicPartition(topic, info.partition()));
            }
        }
        consumer.assign(partitions);
        Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
        countedFrom.putAll(consumer.endOffsets(partitions));
        for (TopicPartition partition : partitions) {
            long end = countedFrom.getOrDefault(partition, 0L);
            long back = reachBack.getOrDefault(partition.topic(), EVERYTHING);
            consumer.seek(partition, Math.max(first.getOrDefault(partition, 0L), end - Math.min(back, end)));
        }
    }

    private void run() {
        try (consumer) {
            while (!closing) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    read(record);
                }
                if (pastRead.getCount() > 0 && isPastRead()) {
                    pastRead.countDown();
                }
                stats.tick(clock.millis());
            }
        } catch (WakeupException e) {
            LOG.debug("asked to stop");
        } catch (KafkaException e) {
            LOG.warn("counts and the dashboard stand still from now on: {}", e.getMessage(), e);
        } finally {
            ended.countDown();
        }
    }

    private boolean isPastRead() {
        return countedFrom.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** Returns once what was there at the start has been read, or the time is over. */
    public void awaitPast(Duration patience) throws InterruptedException {
        if (!pastRead.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("what the topics held at the start is not read yet after {} s", patience.toSeconds());
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        Reader reader = readers.get(record.topic());
        boolean mayBeEmpty =
                !record.topic().endsWith("-letters") && !record.topic().endsWith("-events");
        if (reader == null || (record.value() == null && mayBeEmpty)) {
            return;
        }
        long from = countedFrom.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
        try {
            reader.read(record, record.offset() < from);
        } catch (RuntimeException e) {
            LOG.warn(
                    "cannot read {}-{} at offset {}: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getMessage(),
                    e);
        }
    }

    private static String cause(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(DivertHeader.CAUSE.key());
        return header == null ? "unknown" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** Stops reading and waits for the thread, a few seconds at most. */
    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            if (!ended.await(CLOSE_S, TimeUnit.SECONDS)) {
                LOG.warn("the reader of live topics did not stop within {} s", CLOSE_S);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
