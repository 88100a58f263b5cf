package io.streamgauge.app.replay;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.app.run.Groups;
import io.streamgauge.app.writer.CommittedRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Keeps a replay within so much event time of what its pipeline has scored. A file goes out in stretches of that length: the next is
 * begun once all of the one before is scored. However fast events are published then, no partition's predictions are further behind
 * another's than that.
 *
 * <p>Scored is what the pipeline's group has committed, in the source's topic and in those by which events travel between its views.
 * Not thread-safe.
 */
public final class Ahead implements AutoCloseable {

    private static final long LOOK_MS = 20;

    private final long mostMs;
    private final String pipeline;
    private final Groups groups;
    private final CommittedRecords records;
    private final List<TopicPartition> partitions = new ArrayList<>();
    private Map<TopicPartition, Long> committed = Map.of();
    private long stretchEndMs;
    private boolean begun;

    private Ahead(Duration most, String pipeline, Groups groups, CommittedRecords records) {
        this.mostMs = most.toMillis();
        this.pipeline = pipeline;
        this.groups = groups;
        this.records = records;
    }

    /**
     * Of a pipeline that runs.
     *
     * @param topic of its scored source
     * @throws CommandFailedException when no instance runs: nothing would ever be scored
     */
    public static Ahead of(Cluster cluster, String pipeline, String topic, Duration most) {
        Groups groups = new Groups(cluster);
        CommittedRecords records = new CommittedRecords(cluster.kafka());
        Ahead ahead = new Ahead(most, pipeline, groups, records);
        try {
            if (!groups.runs(pipeline)) {
                throw new CommandFailedException(
                        "no instance of pipeline " + pipeline
                                + " runs, so nothing would be scored that --max-ahead could wait for; start 'streamgauge run' first");
            }
            ahead.partitions.addAll(records.partitions(topic));
            for (String hop : groups.hops(pipeline)) {
                ahead.partitions.addAll(records.partitions(hop));
            }
        } catch (RuntimeException e) {
            ahead.close();
            throw e;
        }
        return ahead;
    }

    /** Whether an event is of a later stretch than all before it: these are to be published, and waited for, before it is. */
    boolean leaves(long timeMs) {
        return begun && timeMs >= stretchEndMs;
    }

    /** Notes that an event is published. */
    void published(long timeMs) {
        if (!begun || timeMs >= stretchEndMs) {
            begun = true;
            stretchEndMs = timeMs + mostMs;
        }
    }

    /**
     * Waits until all that is published is scored.
     *
     * @param stopped ends it early
     * @param waiting told now and then
     */
    void await(BooleanSupplier stopped, Runnable waiting) throws InterruptedException {
        while (!stopped.getAsBoolean() && anythingLeft()) {
            waiting.run();
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
    }

    /**
     * What is written between two views is written before the offsets are committed by which it was read from the first, so offsets are
     * asked before ends. What lies between is read, since ends of transactions take offsets too; but not while offsets move.
     */
    private boolean anythingLeft() {
        Map<TopicPartition, Long> before = committed;
        committed = groups.committed(pipeline);
        if (!committed.equals(before)) {
            return true;
        }
        boolean[] left = {false};
        records.read(partitions, committed, record -> left[0] = true);
        return left[0];
    }

    @Override
    public void close() {
        records.close();
        groups.close();
    }
}
