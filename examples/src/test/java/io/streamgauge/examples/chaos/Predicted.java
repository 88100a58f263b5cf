package io.streamgauge.examples.chaos;

import io.streamgauge.app.run.Cluster;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The predictions of a pipeline as a {@code read_committed} consumer sees them, while they come: how often each event was
 * scored, and what the score and the vector were.
 */
final class Predicted implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(20);

    private final List<String> ids;
    private final AvroCodec<Prediction> codec;
    private final Thread thread;
    /** What was said of each event, the first time. */
    private final Map<String, String> contents = new HashMap<>();

    private final Map<String, Integer> positions = new HashMap<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final boolean[] scored;
    private long records;
    private long lastNanos = System.nanoTime();
    private long longestPauseNanos;
    private int scoredUpTo;
    private volatile boolean closing;

    Predicted(Cluster cluster, String topic, List<String> ids) {
        this.ids = ids;
        this.scored = new boolean[ids.size()];
        for (int i = 0; i < ids.size(); i++) {
            positions.put(ids.get(i), i);
        }
        this.codec = new AvroCodec<>(
                Prediction.class, new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry()));
        this.thread = new Thread(() -> read(cluster, topic), "predicted-" + topic);
        thread.setDaemon(true);
        thread.start();
    }

    private void read(Cluster cluster, String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                cluster.kafka(Map.of("isolation.level", "read_committed", "enable.auto.commit", "false")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!closing) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    add(new String(record.key(), StandardCharsets.UTF_8), codec.decode(record.value()));
                }
            }
        } catch (RuntimeException e) {
            failure.set(e);
        }
    }

    private synchronized void add(String id, Prediction prediction) {
        records++;
        long nowNanos = System.nanoTime();
        longestPauseNanos = Math.max(longestPauseNanos, nowNanos - lastNanos);
        lastNanos = nowNanos;
        contents.putIfAbsent(id, content(prediction));
        Integer position = positions.get(id);
        if (position != null) {
            scored[position] = true;
            while (scoredUpTo < scored.length && scored[scoredUpTo]) {
                scoredUpTo++;
            }
        }
        notifyAll();
    }

    /** A digest of its bytes without what differs between any two runs: names of topics, places in them, wall-clock times. */
    private static String content(Prediction prediction) {
        Prediction plain = Prediction.newBuilder(prediction)
                .setPipeline("")
                .setDefinitionHash("")
                .setSourceTopic("")
                .setSourceOffset(0L)
                .setInputOffset(0L)
                .setProcessedAt(Instant.EPOCH)
                .setScoringNanos(0L)
                .build();
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(plain.toByteBuffer().array()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns once the first {@code count} events have all been scored, or fails after {@code patience}. */
    synchronized void await(int count, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (scoredUpTo < count) {
            Throwable failed = failure.get();
            if (failed != null) {
                throw new AssertionError("predictions cannot be read", failed);
            }
            long leftMs = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                throw new AssertionError("after " + patience.toSeconds() + " s event " + ids.get(scoredUpTo)
                        + ", the " + scoredUpTo + "th of " + count + ", is not scored; " + contents.size()
                        + " are, in " + records + " records");
            }
            wait(Math.min(leftMs, 1_000));
        }
    }

    /** From now on the longest time without a prediction is measured anew. */
    synchronized void beginPause() {
        lastNanos = System.nanoTime();
        longestPauseNanos = 0;
    }

    /** The longest time without a prediction between the first one since and the last. */
    synchronized long longestPauseMs() {
        return longestPauseNanos / 1_000_000;
    }

    /** Distinct events so far. */
    synchronized int events() {
        return contents.size();
    }

    /** What differs from a run without a fault: every event must be there once, and alike. */
    synchronized Differences differencesFrom(Predicted calm) {
        synchronized (calm) {
            int lost = 0;
            int wrong = 0;
            for (Map.Entry<String, String> expected : calm.contents.entrySet()) {
                @Nullable String got = contents.get(expected.getKey());
                if (got == null) {
                    lost++;
                } else if (!got.equals(expected.getValue())) {
                    wrong++;
                }
            }
            int unknown = contents.size() + lost - calm.contents.size();
            return new Differences(lost, records - contents.size(), wrong + unknown);
        }
    }

    /** Records so far, more than events where one was scored twice. */
    synchronized long records() {
        return records;
    }

    /**
     * What the faults cost.
     *
     * @param lost events that were not scored
     * @param duplicated records beyond the first of an event
     * @param wrong events whose vector, score or decision is not that of the run without a fault, byte for byte
     */
    record Differences(int lost, long duplicated, int wrong) {}

    @Override
    public void close() throws InterruptedException {
        closing = true;
        thread.join();
    }
}
