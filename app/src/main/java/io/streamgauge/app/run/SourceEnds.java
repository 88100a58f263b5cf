package io.streamgauge.app.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where partitions end, asked of the broker a few times a second at most: for readers of committed records, and with what
 * transactions that are open hold back. Thread-safe.
 */
final class SourceEnds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SourceEnds.class);
    private static final long FRESH_NANOS = 200_000_000;
    /** Whoever asks for the status waits for it. */
    private static final long ANSWER_MS = 500;

    private final Asked asked;
    private final Runnable stop;
    private final LongSupplier nanoClock;
    private Map<TopicPartition, End> known = Map.of();
    private Set<TopicPartition> knownOf = Set.of();
    private long knownNanos;

    /** Asks the broker. */
    interface Asked {
        Map<TopicPartition, End> ends(Set<TopicPartition> partitions) throws InterruptedException;
    }

    /**
     * Of one partition.
     *
     * @param readable the first offset that readers of committed records cannot have yet
     * @param written the offset of the next record
     */
    record End(long readable, long written) {

        /** Offsets that a transaction that is open holds back, its own among them. */
        long heldBack() {
            return Math.max(0, written - readable);
        }
    }

    SourceEnds(Asked asked, LongSupplier nanoClock, Runnable stop) {
        this.asked = asked;
        this.nanoClock = nanoClock;
        this.stop = stop;
    }

    static SourceEnds of(Admin admin) {
        return new SourceEnds(
                partitions -> ends(admin, partitions), System::nanoTime, () -> admin.close(Duration.ZERO));
    }

    /** Those that are known; none while the broker does not answer. */
    synchronized Map<TopicPartition, End> of(Set<TopicPartition> partitions) {
        if (!partitions.equals(knownOf) || nanoClock.getAsLong() - knownNanos >= FRESH_NANOS) {
            known = partitions.isEmpty() ? Map.of() : asked(partitions);
            knownOf = Set.copyOf(partitions);
            knownNanos = nanoClock.getAsLong();
        }
        return known;
    }

    private Map<TopicPartition, End> asked(Set<TopicPartition> partitions) {
        try {
            return asked.ends(partitions);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Map.of();
        } catch (KafkaException e) {
            LOG.debug("where the sources end is not known", e);
            return Map.of();
        }
    }

    /** What is readable is asked first: what becomes readable between the two counts as held back, never the other way. */
    private static Map<TopicPartition, End> ends(Admin admin, Set<TopicPartition> partitions)
            throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ANSWER_MS);
        try {
            Map<TopicPartition, ListOffsetsResultInfo> readable = ask(admin, partitions, IsolationLevel.READ_COMMITTED)
                    .get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            Map<TopicPartition, ListOffsetsResultInfo> written = ask(admin, partitions, IsolationLevel.READ_UNCOMMITTED)
                    .get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            Map<TopicPartition, End> ends = new HashMap<>();
            readable.forEach((partition, end) -> ends.put(
                    partition,
                    new End(end.offset(), written.getOrDefault(partition, end).offset())));
            return ends;
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("Kafka does not answer", e);
        }
    }

    private static KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> ask(
            Admin admin, Set<TopicPartition> partitions, IsolationLevel level) {
        return admin.listOffsets(
                        partitions.stream()
                                .collect(Collectors.toMap(partition -> partition, all -> OffsetSpec.latest())),
                        new ListOffsetsOptions(level))
                .all();
    }

    @Override
    public void close() {
        stop.run();
    }
}
