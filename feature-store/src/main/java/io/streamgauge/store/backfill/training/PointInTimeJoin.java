package io.streamgauge.store.backfill.training;

import io.streamgauge.store.backfill.PartitionClocks;
import io.streamgauge.store.backfill.Progress;
import io.streamgauge.store.backfill.RowCounter;
import io.streamgauge.store.backfill.Workers;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.Origin;
import io.streamgauge.store.vector.FeedEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Joins rows to features as they stood, in one pass over each source, with memory that the length of history does not
 * change.
 *
 * <pre>
 *   source ──▶ rules, ──▶ buckets of entities, ──▶ each bucket by itself: ──▶ merged in ──▶ rows with
 *   (read once) lateness   on disk, view by view    ViewBucket                 order         their features
 *   wanted ──▶ buckets of event ids, on disk
 * </pre>
 *
 * <p><b>Method.</b> Entities are independent of each other, so a view is computed bucket by bucket, as a hash join is: the
 * scored events go to buckets by their entity of the first view, from there to buckets by that of the second, and so on,
 * carrying their features. Rows that name events are joined to them by buckets of the event's name before that.
 *
 * <p><b>Memory.</b> As many buckets as threads are on the heap at a time, and 32 KiB per bucket and view. A bucket holds
 * whole entities: one entity's events must fit. Disk takes about twice the size of the events, in the scratch directory.
 *
 * <p>What counts for a row says {@link ViewBucket}; which events are late, {@link PartitionClocks}.
 */
public final class PointInTimeJoin {

    private final FeatureDefinition definition;
    private final Path scratch;
    private final int buckets;
    private final int threads;
    private final Progress progress;

    /**
     * @param definition the features
     * @param scratch an empty directory, for the buckets
     * @param buckets how many; one should fit into the heap, times the threads
     * @param threads how many compute
     */
    public PointInTimeJoin(FeatureDefinition definition, Path scratch, int buckets, int threads, Progress progress) {
        if (buckets < 1) {
            throw new IllegalArgumentException("a join needs at least one bucket, not " + buckets);
        }
        this.definition = definition;
        this.scratch = scratch;
        this.buckets = buckets;
        this.threads = threads;
        this.progress = progress;
    }

    /** Names of the sources that a definition's features need the history of. */
    public static Set<String> sourcesOf(FeatureDefinition definition, boolean events) {
        Set<String> sources = new TreeSet<>();
        if (events) {
            sources.add(definition.scored());
        }
        definition.views().forEach(view -> sources.add(view.source()));
        return sources;
    }

    /**
     * Runs the join.
     *
     * @param histories by source, of those that {@link #sourcesOf} names
     * @return what was read, by source
     */
    public Map<String, SourceRead> run(Map<String, History> histories, Wanted wanted, JoinedRows out)
            throws IOException {
        return run(histories, wanted, out, () -> Served.NOTHING);
    }

    /**
     * Runs the join as a replay.
     *
     * @param served makes, for each thread, what is known of what the stream made of the events
     */
    public Map<String, SourceRead> run(
            Map<String, History> histories, Wanted wanted, JoinedRows out, Supplier<Served> served) throws IOException {
        try (Workers workers = new Workers(threads)) {
            return new Run(histories, wanted, out, workers, served).run();
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** One run. */
    private final class Run {

        private final Map<String, History> histories;
        private final Wanted wanted;
        private final JoinedRows out;
        private final Workers workers;
        private final Supplier<Served> served;
        private final boolean byEvent;
        /** Whether the scored events visit the views: they are asked for, or views are made of what they carry. */
        private final boolean eventsVisit;

        private final Spine spine;
        private final List<Feed> feeds = new ArrayList<>();
        private final Spill events;
        private final Spill names;
        private final RowCounter read = new RowCounter(progress, Progress.Phase.READING, -1);

        Run(Map<String, History> histories, Wanted wanted, JoinedRows out, Workers workers, Supplier<Served> served) {
            this.served = served;
            this.histories = histories;
            this.wanted = wanted;
            this.out = out;
            this.workers = workers;
            this.byEvent = wanted.eventName() != null;
            this.eventsVisit =
                    byEvent || definition.views().stream().anyMatch(view -> !new FeedEvents(definition, view).plain());
            this.spine = new Spine(definition, scratch, buckets);
            this.events = new Spill(scratch, "events", buckets);
            this.names = new Spill(scratch, "names", buckets);
            for (ViewDefinition view : definition.views()) {
                feeds.add(new Feed(definition, view, scratch, buckets));
            }
        }

        Map<String, SourceRead> run() throws IOException {
            Map<String, Future<SourceRead>> reading = new LinkedHashMap<>();
            for (String source : sourcesOf(definition, byEvent)) {
                History history = histories.get(source);
                if (history == null) {
                    throw new IllegalArgumentException(
                            "no history of source '" + source + "'; there is one of " + histories.keySet());
                }
                reading.put(source, workers.executor().submit(() -> read(definition.source(source), history)));
            }
            wanted.read(taker());
            Map<String, SourceRead> reads = new LinkedHashMap<>();
            reading.forEach((source, done) -> reads.put(source, Workers.await(done)));
            read.finish();
            RowCounter computed = new RowCounter(
                    progress,
                    Progress.Phase.COMPUTING,
                    (long) buckets * (definition.views().size() + (byEvent ? 1 : 0)));
            if (byEvent) {
                workers.share(buckets, 1, () -> bucket -> {
                    joinNames(bucket);
                    computed.add(1);
                });
            }
            for (int view = 0; view < definition.views().size(); view++) {
                int at = view;
                workers.share(buckets, 1, () -> {
                    ViewBucket one =
                            new ViewBucket(definition, definition.views().get(at), served.get());
                    return bucket -> {
                        compute(at, bucket, one);
                        computed.add(1);
                    };
                });
            }
            computed.finish();
            write();
            return reads;
        }

        private SourceRead read(SourceDefinition source, History history) {
            SourceRead seen = new SourceRead();
            PartitionClocks clocks = new PartitionClocks(source, history.partitions());
            boolean scored = source.name().equals(definition.scored());
            List<Feed> fed = feeds.stream()
                    .filter(feed -> feed.takes(source.name()) && !(scored && eventsVisit))
                    .toList();
            try {
                history.read(new History.Arrivals() {
                    @Override
                    public void accept(Event event, Origin origin) {
                        read.add(1);
                        seen.saw(placeOf(origin), origin);
                        if (!clocks.inTime(event.timeMs(), origin.partition())) {
                            seen.cameLate();
                            return;
                        }
                        long number = seen.events();
                        seen.took(event);
                        fed.forEach(feed -> feed.take(event));
                        if (scored && eventsVisit) {
                            visit(number, event, origin);
                        }
                    }

                    @Override
                    public void refuse(String why) {
                        read.add(1);
                        seen.refuse(why);
                    }
                });
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "cannot read the events of '" + source.name() + "': " + e.getMessage(), e);
            }
            return seen;
        }

        private void visit(long number, Event event, Origin origin) {
            SpineRow row = new SpineRow(number, true, spine.enriched(event, origin), List.of());
            Wanted.EventName name = wanted.eventName();
            if (name != null) {
                events.append(Spill.bucketOf(name.of(event, origin), buckets), spine.encode(row));
            } else {
                spine.send(row, 0, 0);
            }
        }

        private Wanted.Taker taker() {
            return new Wanted.Taker() {
                private long number;

                @Override
                public void event(String name, byte[] attached) {
                    names.append(Spill.bucketOf(name, buckets), NameJoin.named(name, attached));
                }

                @Override
                public void moment(Event moment, byte[] attached) {
                    Origin nowhere = new Origin("", 0, number);
                    spine.send(new SpineRow(number++, false, spine.enriched(moment, nowhere), List.of(attached)), 0, 0);
                }
            };
        }

        private void joinNames(int bucket) {
            Wanted.EventName name = wanted.eventName();
            if (name == null) {
                return;
            }
            NameJoin join = new NameJoin(names.read(bucket));
            Spill.Records records = events.read(bucket);
            for (byte[] bytes = records.next(); bytes != null; bytes = records.next()) {
                SpineRow row = spine.decode(bytes);
                String named = name.of(row.enriched().event(), row.enriched().origin());
                spine.send(new SpineRow(row.number(), true, row.enriched(), join.take(named)), 0, bucket);
            }
            synchronized (out) {
                join.unmatched().forEach(out::unmatched);
            }
            names.delete(bucket);
            events.delete(bucket);
        }

        private void compute(int view, int bucket, ViewBucket one) {
            List<SpineRow> rows = spine.take(view, bucket);
            rows.forEach(one::add);
            feeds.get(view).give(bucket, one);
            one.compute();
            rows.forEach(row -> spine.send(row, view + 1, bucket));
        }

        private void write() throws IOException {
            RowCounter written = new RowCounter(progress, Progress.Phase.WRITING, spine.wanted());
            Merged merged = spine.merged();
            for (byte[] bytes = merged.next(); bytes != null; bytes = merged.next()) {
                SpineRow row = spine.decode(bytes);
                for (byte[] attached : row.attached()) {
                    out.row(row.enriched(), attached);
                }
                written.add(1);
            }
            written.finish();
        }

        private String placeOf(Origin origin) {
            return origin.topic() + (origin.partition() < 0 ? "" : "-" + origin.partition());
        }
    }
}
