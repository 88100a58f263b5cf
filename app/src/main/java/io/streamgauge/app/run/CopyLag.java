package io.streamgauge.app.run;

import io.streamgauge.stream.ChangelogPositions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the copies of rows in this process are behind what others have committed. Every {@value #EVERY_MS} ms it notes where
 * the changelogs that are followed end. A copy has everything committed before the last note whose end it has reached, so
 * the time since is how far it is behind at most: up to one pace more than it is, and never less. While Kafka does not answer
 * nothing is noted, and copies get older. Thread-safe.
 */
final class CopyLag implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CopyLag.class);
    private static final long EVERY_MS = 200;
    private static final long ANSWER_MS = 5_000;
    /** Of one changelog; beyond them a copy that falls behind seems older than it is. */
    private static final int MOST_NOTES = 3_000;

    private final Positions positions;
    private final Function<Set<TopicPartition>, Map<TopicPartition, Long>> ends;
    private final LongSupplier nanoClock;
    private final Runnable stop;
    private final Map<TopicPartition, Notes> notes = new HashMap<>();

    /** How far copies have come in their changelogs; see {@link ChangelogPositions}. */
    interface Positions {

        Set<TopicPartition> followed();

        OptionalLong of(TopicPartition changelog);

        static Positions of(ChangelogPositions positions) {
            return new Positions() {
                @Override
                public Set<TopicPartition> followed() {
                    return positions.followed();
                }

                @Override
                public OptionalLong of(TopicPartition changelog) {
                    return positions.of(changelog);
                }
            };
        }
    }

    /**
     * How far behind a copy is, at most.
     *
     * @param ms everything committed up to so long ago is in it
     * @param records how many offsets of its changelogs it has not taken in, as of the last look
     */
    record Behind(long ms, long records) {

        private Behind and(Behind other) {
            return new Behind(Math.max(ms, other.ms), records + other.records);
        }
    }

    /** Where a changelog ended and when. */
    private record End(long offset, long atNanos) {}

    /** Of one changelog, those that the copy has not reached yet, oldest first. */
    private static final class Notes {
        private final Deque<End> ahead = new ArrayDeque<>();
        private Optional<End> reached = Optional.empty();
        private long lastEnd;
        private long lastOffset;

        void add(End end) {
            lastEnd = end.offset();
            if (ahead.size() < MOST_NOTES) {
                ahead.add(end);
            }
        }

        Optional<Behind> at(long offset, long nowNanos) {
            if (offset < lastOffset) {
                reached = Optional.empty(); // another copy, which has begun again
                ahead.clear();
            }
            lastOffset = offset;
            for (End next = ahead.peek(); next != null && next.offset() <= offset; next = ahead.peek()) {
                reached = Optional.of(ahead.remove());
            }
            return reached.map(end ->
                    new Behind(TimeUnit.NANOSECONDS.toMillis(nowNanos - end.atNanos()), Math.max(0, lastEnd - offset)));
        }
    }

    /**
     * Looks when told to.
     *
     * @param ends where changelogs end, for readers of committed records
     * @param stop run when it is closed
     */
    CopyLag(
            Positions positions,
            Function<Set<TopicPartition>, Map<TopicPartition, Long>> ends,
            LongSupplier nanoClock,
            Runnable stop) {
        this.positions = positions;
        this.ends = ends;
        this.nanoClock = nanoClock;
        this.stop = stop;
    }

    /** One that looks by itself until it is closed. */
    @SuppressWarnings("FutureReturnValueIgnored") // it runs until it is shut down
    static CopyLag watch(ChangelogPositions positions, Admin admin) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "copy-lag");
            thread.setDaemon(true);
            return thread;
        });
        CopyLag lag = new CopyLag(Positions.of(positions), followed -> ends(admin, followed), System::nanoTime, () -> {
            timer.shutdownNow();
            admin.close(Duration.ZERO);
        });
        timer.scheduleWithFixedDelay(lag::look, 0, EVERY_MS, TimeUnit.MILLISECONDS);
        return lag;
    }

    private static Map<TopicPartition, Long> ends(Admin admin, Set<TopicPartition> changelogs) {
        try {
            return admin
                    .listOffsets(
                            changelogs.stream()
                                    .collect(Collectors.toMap(changelog -> changelog, all -> OffsetSpec.latest())),
                            new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                    .all()
                    .get(ANSWER_MS, TimeUnit.MILLISECONDS)
                    .entrySet()
                    .stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> entry.getValue().offset()));
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("Kafka does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("stopped", e);
        }
    }

    void look() {
        Set<TopicPartition> followed = positions.followed();
        try {
            if (!followed.isEmpty()) {
                long askedNanos = nanoClock.getAsLong();
                note(ends.apply(followed), askedNanos);
            }
            forgetAllBut(followed);
        } catch (RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) {
                LOG.warn("cannot ask where changelogs end, so copies of rows seem to get older: {}", e.toString());
            }
        }
    }

    private synchronized void note(Map<TopicPartition, Long> found, long atNanos) {
        found.forEach((changelog, end) ->
                notes.computeIfAbsent(changelog, each -> new Notes()).add(new End(end, atNanos)));
    }

    private synchronized void forgetAllBut(Set<TopicPartition> followed) {
        notes.keySet().retainAll(followed);
        followed.forEach(this::behind); // lets go of what is reached
    }

    /** How far behind the copy of these changelogs is; empty when there is none, or it has never come to an end noted. */
    synchronized Optional<Behind> of(Collection<TopicPartition> changelogs) {
        Optional<Behind> worst = Optional.of(new Behind(0, 0));
        for (TopicPartition changelog : changelogs) {
            Optional<Behind> of = behind(changelog);
            worst = worst.flatMap(before -> of.map(before::and));
        }
        return worst;
    }

    private synchronized Optional<Behind> behind(TopicPartition changelog) {
        OptionalLong offset = positions.of(changelog);
        Notes of = notes.get(changelog);
        return offset.isEmpty() || of == null ? Optional.empty() : of.at(offset.getAsLong(), nanoClock.getAsLong());
    }

    @Override
    public void close() {
        stop.run();
    }
}
