package io.streamgauge.app.rollout;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.schemas.TopicCatalogue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows a pipeline's control topic from its beginning and tells somebody each record, in order. */
public final class DeploymentFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeploymentFollower.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration START = Duration.ofSeconds(30);
    private static final long RETRY_MS = 1_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final DeploymentRecords records;
    private final Function<ModelDeployment, Optional<String>> told;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "deployments");

    private DeploymentFollower(Cluster cluster, String pipeline, Function<ModelDeployment, Optional<String>> told) {
        this.told = told;
        this.records = new DeploymentRecords(cluster);
        this.partition =
                new TopicPartition(new TopicCatalogue(pipeline).models().name(), 0);
        this.consumer = new KafkaConsumer<>(
                cluster.kafka(Map.of(
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        thread.setDaemon(true);
    }

    /**
     * Begins, and returns once all that is in the topic now is told.
     *
     * @param told takes the next deployment and says why it is not accepted; empty when it is
     * @throws CommandFailedException when Kafka does not answer
     */
    public static DeploymentFollower start(
            Cluster cluster, String pipeline, Function<ModelDeployment, Optional<String>> told)
            throws InterruptedException {
        DeploymentFollower follower = new DeploymentFollower(cluster, pipeline, told);
        follower.thread.start();
        try {
            if (!follower.caughtUp.await(START.toSeconds(), TimeUnit.SECONDS)) {
                throw new CommandFailedException(follower.partition.topic() + " at " + cluster.bootstrapServers()
                        + " could not be read within " + START.toSeconds() + " s");
            }
            return follower;
        } catch (InterruptedException | RuntimeException e) {
            follower.close();
            throw e;
        }
    }

    private void run() {
        try {
            long end = -1;
            while (closing.getCount() > 0) {
                try {
                    if (end < 0) {
                        end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
                    }
                    if (consumer.position(partition) >= end) {
                        caughtUp.countDown();
                    }
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                        take(record);
                    }
                } catch (WakeupException e) {
                    return;
                } catch (RuntimeException e) {
                    LOG.warn("cannot follow {}, trying again: {}", partition.topic(), e.toString());
                    if (closing.await(RETRY_MS, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            consumer.close();
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            records.read(record)
                    .flatMap(told)
                    .ifPresent(why -> LOG.info(
                            "the record at offset {} of {} is not accepted: {}", record.offset(), record.topic(), why));
        } catch (RuntimeException e) {
            consumer.seek(partition, record.offset()); // it is told once it can be read, and so is what comes after it
            throw e;
        }
    }

    @Override
    public void close() {
        closing.countDown();
        consumer.wakeup();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
