package io.streamgauge.examples.chaos;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.demo.GeneratedEvents;
import io.streamgauge.app.generator.Transaction;
import io.streamgauge.app.replay.EventPublisher;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Generated events published at a rate, and their predictions as a {@code read_committed} consumer sees them: how many, whose,
 * and how long after the event. Of events only a sum of their ids' hashes is kept, so it can go on for hours.
 */
final class SoakFlow implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(20);
    /** One in so many events is timed. */
    private static final int TIMED = 20;

    private final EventPublisher publisher;
    private final GeneratedEvents events;
    private final Iterator<Transaction> transactions;
    private final Map<String, Long> publishedNanos = new ConcurrentHashMap<>();
    private final List<Double> latenciesMs = new ArrayList<>();
    private final AtomicLong scored = new AtomicLong();
    private final AtomicLong scoredHashes = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread reader;
    private long published;
    private long publishedHashes;
    private volatile boolean closing;

    /** @param transactions without an end */
    SoakFlow(Cluster cluster, Pipeline pipeline, Iterator<Transaction> transactions) {
        SourceDefinition source = pipeline.features().scoredSource();
        EventWriter writer = EventWriter.of(
                pipeline.name(), source, new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry()));
        this.publisher = new EventPublisher(cluster, pipeline.name(), source, writer);
        this.events = new GeneratedEvents(source);
        this.transactions = transactions;
        String topic = new TopicCatalogue(pipeline.name()).predictions().name();
        this.reader = new Thread(() -> read(cluster, topic), "soak-reader");
        reader.setDaemon(true);
        reader.start();
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
                consumer.poll(POLL).forEach(record -> seen(new String(record.key(), StandardCharsets.UTF_8)));
            }
        } catch (RuntimeException e) {
            failure.set(e);
        }
    }

    private void seen(String id) {
        Long since = publishedNanos.remove(id);
        if (since != null) {
            synchronized (latenciesMs) {
                latenciesMs.add((System.nanoTime() - since) / 1e6);
            }
        }
        scoredHashes.addAndGet(hash(id));
        scored.incrementAndGet();
    }

    /** FNV-1a of 64 bits: sums of it agree for the same ids, and hardly for others. */
    private static long hash(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    /** Publishes so many events evenly over some time, or as fast as they go. */
    void publish(long count, double seconds) throws InterruptedException {
        long beganNanos = System.nanoTime();
        for (long i = 0; i < count; i++) {
            long earlyNanos = (long) (seconds * 1e9 * i / count) - (System.nanoTime() - beganNanos);
            if (earlyNanos > 10_000_000) {
                publisher.commit();
                TimeUnit.NANOSECONDS.sleep(earlyNanos + 10_000_000);
            }
            Event event = events.of(transactions.next());
            if (published % TIMED == 0) {
                publishedNanos.put(event.id(), System.nanoTime());
            }
            publisher.publish(event);
            publishedHashes += hash(event.id());
            published++;
        }
        publisher.commit();
    }

    /** Returns once so many predictions have been seen. */
    void await(long count, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (scored.get() < count) {
            Throwable failed = failure.get();
            if (failed != null) {
                throw new AssertionError("predictions cannot be read", failed);
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError(scored + " of " + count + " events are scored after " + patience);
            }
            Thread.sleep(5);
        }
    }

    long published() {
        return published;
    }

    long scored() {
        return scored.get();
    }

    /** Whether the predictions are of the events published, each once. */
    boolean each() {
        return scored.get() == published && scoredHashes.get() == publishedHashes;
    }

    /** The median of what was timed since the last call, from the call of the producer to the consumer; NaN for nothing. */
    double medianMs() {
        synchronized (latenciesMs) {
            double[] sorted =
                    latenciesMs.stream().mapToDouble(Double::doubleValue).toArray();
            latenciesMs.clear();
            Arrays.sort(sorted);
            return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
        }
    }

    @Override
    public void close() throws InterruptedException {
        closing = true;
        reader.join();
        publisher.close();
    }
}
