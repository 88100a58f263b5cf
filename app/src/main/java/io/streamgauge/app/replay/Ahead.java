package io.streamgauge.app.replay;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.app.run.Groups;
import io.streamgauge.app.writer.CommittedRecords;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * Keeps a replay within so much event time of what its pipeline has scored. A file goes out in stretches of that length: one is begun
 * once all that was published before is scored. However fast events are published then, no partition's predictions are further behind
 * another's than that.
 *
 * <p>Scored is what the pipeline's group has committed, in the source's topic and in those by which events travel between its views.
 * What others publish meanwhile is not waited for. Not thread-safe.
 */
public final class Ahead implements AutoCloseable {

    private static final long LOOK_MS = 20;
    /** Instances may be restarted one after the other, and agree anew on who reads what. */
    private static final Duration WITHOUT_INSTANCE = Duration.ofMinutes(2);

    private final long mostMs;
    private final String pipeline;
    private final String topic;
    private final Groups groups;
    private final CommittedRecords records;
    private long stretchMs;
    private boolean begun;

    private Ahead(Duration most, String pipeline, String topic, Groups groups, CommittedRecords records) {
        this.mostMs = most.toMillis();
        this.pipeline = pipeline;
        this.topic = topic;
        this.groups = groups;
        this.records = records;
    }

    /**
     * Of a pipeline that runs.
     *
     * @param topic of its scored source
     * @throws CommandFailedException when no instance reads it: nothing would ever be scored
     */
    public static Ahead of(Cluster cluster, String pipeline, String topic, Duration most) {
        Groups groups = new Groups(cluster);
        Ahead ahead = new Ahead(most, pipeline, topic, groups, new CommittedRecords(cluster.kafka()));
        try {
            if (ahead.reads().isEmpty()) {
                throw new CommandFailedException(
                        "no instance of pipeline " + pipeline + " runs, or none is ready yet, so"
                                + " nothing would be scored that --max-ahead could wait for; start 'streamgauge run' first");
            }
        } catch (RuntimeException e) {
            ahead.close();
            throw e;
        }
        return ahead;
    }

    /**
     * Whether an event begins a stretch: all before it are to be published, and waited for, before it is. One that is further back than
     * a stretch is long does as well: a time far ahead may have been a mistake of a single row.
     */
    boolean begins(long timeMs) {
        return !begun || timeMs >= stretchMs + mostMs || timeMs < stretchMs - mostMs;
    }

    /** Begins a stretch with an event. */
    void begin(long timeMs) {
        begun = true;
        stretchMs = timeMs;
    }

    /**
     * Waits until all that is published is scored.
     *
     * @param stopped ends it early
     * @param waiting told now and then
     * @throws CommandFailedException when no instance has run for long
     */
    void await(BooleanSupplier stopped, Runnable waiting) throws InterruptedException {
        Set<TopicPartition> partitions = awaitReads(stopped, waiting);
        long hops = partitions.stream()
                .map(TopicPartition::topic)
                .filter(name -> !name.equals(topic))
                .distinct()
                .count();
        // What is read from one topic is in the next before it counts as read, so each turn brings everything one topic
        // further.
        for (long turn = 0; turn <= hops && !stopped.getAsBoolean(); turn++) {
            Map<TopicPartition, Long> ends = groups.ends(partitions);
            while (!stopped.getAsBoolean() && anythingBefore(ends, stopped)) {
                waiting.run();
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
                awaitReads(stopped, waiting);
            }
        }
    }

    /** Ends of transactions take offsets too, so what lies between is looked into. */
    private boolean anythingBefore(Map<TopicPartition, Long> ends, BooleanSupplier stopped) {
        Map<TopicPartition, Long> committed = groups.committed(pipeline);
        Map<TopicPartition, Long> from = new HashMap<>();
        Map<TopicPartition, Long> to = new HashMap<>();
        ends.forEach((partition, end) -> {
            long next = committed.getOrDefault(partition, 0L);
            if (next < end) {
                from.put(partition, next);
                to.put(partition, end);
            }
        });
        return !from.isEmpty() && records.anyBetween(from, to, stopped);
    }

    /** The partitions that instances read, once they have agreed on it. */
    private Set<TopicPartition> awaitReads(BooleanSupplier stopped, Runnable waiting) throws InterruptedException {
        long beganNanos = System.nanoTime();
        Set<TopicPartition> reads = reads();
        while (reads.isEmpty() && !stopped.getAsBoolean()) {
            if (System.nanoTime() - beganNanos > WITHOUT_INSTANCE.toNanos()) {
                throw new CommandFailedException(
                        "no instance of pipeline " + pipeline + " has run for " + WITHOUT_INSTANCE.toSeconds()
                                + " s, so what is published is not scored; start it and replay the rest");
            }
            waiting.run();
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            reads = reads();
        }
        return reads;
    }

    /** Partitions of the source and of the topics between the views, when all of the source's are read; else none. */
    private Set<TopicPartition> reads() {
        Set<TopicPartition> reads = groups.read(pipeline).stream()
                .filter(partition -> partition.topic().equals(topic) || Groups.isHop(pipeline, partition.topic()))
                .collect(Collectors.toSet());
        return reads.containsAll(records.partitions(topic)) ? reads : Set.of();
    }

    @Override
    public void close() {
        records.close();
        groups.close();
    }
}
