package io.streamgauge.app.replay;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.CsvEvents;
import io.streamgauge.store.event.CsvException;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the rows of a file to a source's topic, in file order: key is the field the source declares, or the event's
 * id; the record's timestamp is the event's time. Rows that are no event are counted and left out.
 */
public final class FileReplay {

    private static final int REJECTED_SHOWN = 5;
    /** Waits shorter than this are not worth a system call; the events go out a little early and on average on time. */
    private static final long SLEEP_AT_LEAST_NANOS = 500_000;
    /** A stop is noticed so soon. */
    private static final long SLEEP_AT_MOST_NANOS = 50_000_000;

    private final Cluster cluster;
    private final String pipeline;
    private final SourceDefinition source;
    private volatile boolean stopped;
    private volatile @Nullable Run run;

    public FileReplay(Cluster cluster, String pipeline, SourceDefinition source) {
        this.cluster = cluster;
        this.pipeline = pipeline;
        this.source = source;
    }

    /** One that is under way, or was. */
    private static final class Run {

        private final CountDownLatch end = new CountDownLatch(1);
        private volatile OptionalLong committed = OptionalLong.empty();
    }

    /**
     * How far a replay is.
     *
     * @param published events published
     * @param rejected rows left out
     * @param share of the file, 0 to 1
     * @param perSecond events per second so far
     * @param eventTime time of the last event
     * @param waiting until the pipeline has scored them
     */
    public record Progress(
            long published, long rejected, double share, long perSecond, Instant eventTime, boolean waiting) {}

    /**
     * Publishes the file and waits until Kafka has all of it, or until it is {@linkplain #stop stopped}.
     *
     * @param limit events to publish at most
     * @param progress told after every event; cheap unless it looks
     * @throws CommandFailedException when the file cannot be read or Kafka does not take an event
     */
    public ReplayReport publish(Path file, Pace pace, long limit, Consumer<Progress> progress)
            throws InterruptedException {
        return publish(file, pace, null, limit, progress);
    }

    /**
     * The same, no further ahead of what is scored than is allowed.
     *
     * @param ahead null for any distance
     */
    public ReplayReport publish(Path file, Pace pace, @Nullable Ahead ahead, long limit, Consumer<Progress> progress)
            throws InterruptedException {
        Tally tally = new Tally(file);
        Run now = new Run();
        run = now;
        try (CsvEvents events = CsvEvents.open(file, source);
                EventPublisher publisher = new EventPublisher(cluster, pipeline, source, writer())) {
            while (!stopped && tally.published < limit && events.hasNext()) {
                Optional<Event> event = tally.next(events);
                if (event.isPresent()) {
                    if (ahead != null && ahead.begins(event.get().timeMs())) {
                        publisher.commit();
                        ahead.await(() -> stopped, () -> progress.accept(tally.progress(events, true)));
                        ahead.begin(event.get().timeMs());
                    }
                    tally.await(pace, event.get(), publisher);
                    publisher.publish(event.get());
                    tally.published(event.get());
                    progress.accept(tally.progress(events, false));
                }
            }
            if (stopped) {
                publisher.abort();
            } else {
                publisher.commit();
            }
            now.committed = OptionalLong.of(publisher.committed());
        } catch (CsvException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CommandFailedException("cannot read " + file + ": " + e, e);
        } finally {
            now.end.countDown();
        }
        return tally.report();
    }

    /**
     * Ends a replay that is under way before its next event, and waits until the transaction that it has open is aborted.
     *
     * @return how many of its events others see; empty when none was under way, or when it failed
     */
    public OptionalLong stop() throws InterruptedException {
        stopped = true;
        Run now = run;
        if (now == null || now.end.getCount() == 0) {
            return OptionalLong.empty();
        }
        now.end.await();
        return now.committed;
    }

    private EventWriter writer() {
        return EventWriter.of(
                pipeline, source, new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry()));
    }

    /** Counts of one replay, and its clock. */
    private final class Tally {

        private final Path file;
        private final long sizeBytes;
        private final long startedNanos = System.nanoTime();
        private final List<String> rejectedFirst = new ArrayList<>();
        private long published;
        private long rejected;
        private long firstMs;
        private long leastMs = Long.MAX_VALUE;
        private long greatestMs = Long.MIN_VALUE;

        Tally(Path file) {
            this.file = file;
            try {
                this.sizeBytes = Files.size(file);
            } catch (IOException e) {
                throw new CommandFailedException("cannot read " + file + ": " + e, e);
            }
        }

        Optional<Event> next(CsvEvents events) {
            try {
                return Optional.of(events.next());
            } catch (CsvException e) {
                rejected++;
                if (rejectedFirst.size() < REJECTED_SHOWN) {
                    rejectedFirst.add(String.valueOf(e.getMessage()));
                }
                return Optional.empty();
            }
        }

        void await(Pace pace, Event event, EventPublisher publisher) throws InterruptedException {
            if (published == 0) {
                firstMs = event.timeMs();
            }
            long early = pace.dueNanos(published, event.timeMs() - firstMs) - (System.nanoTime() - startedNanos);
            if (early > EventPublisher.COMMIT_INTERVAL.toNanos()) {
                publisher.commit();
            }
            long dueNanos = System.nanoTime() + early;
            while (early > SLEEP_AT_LEAST_NANOS && !stopped) {
                TimeUnit.NANOSECONDS.sleep(Math.min(early, SLEEP_AT_MOST_NANOS));
                early = dueNanos - System.nanoTime();
            }
        }

        void published(Event event) {
            published++;
            leastMs = Math.min(leastMs, event.timeMs());
            greatestMs = Math.max(greatestMs, event.timeMs());
        }

        Progress progress(CsvEvents events, boolean waiting) {
            return new Progress(
                    published,
                    rejected,
                    sizeBytes == 0 ? 1 : (double) events.bytesRead() / sizeBytes,
                    perSecond(),
                    Instant.ofEpochMilli(greatestMs),
                    waiting);
        }

        private double seconds() {
            return (System.nanoTime() - startedNanos) / 1e9;
        }

        private long perSecond() {
            return Math.round(published / Math.max(1e-3, seconds()));
        }

        ReplayReport report() {
            boolean any = published > 0;
            return new ReplayReport(
                    source.name(),
                    source.topic(),
                    file.toString(),
                    published + rejected,
                    published,
                    rejected,
                    List.copyOf(rejectedFirst),
                    any ? Optional.of(Instant.ofEpochMilli(leastMs)) : Optional.empty(),
                    any ? Optional.of(Instant.ofEpochMilli(greatestMs)) : Optional.empty(),
                    Math.round(seconds() * 1_000) / 1_000.0,
                    perSecond());
        }
    }
}
