package io.streamgauge.stream;

import io.streamgauge.store.change.Completeness;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.row.CorruptRowException;
import io.streamgauge.store.row.RowStore;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.FeedEvents;
import io.streamgauge.store.view.EntityState;
import io.streamgauge.store.view.EntityStates;
import io.streamgauge.store.view.FeatureShape;
import io.streamgauge.store.view.ViewEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * One view's features of an entity as of any moment, from the state of a running topology. It evaluates the row, so an
 * entity without new events ages as it should. As of a moment further back than the rows are kept for, a reading says what
 * may be missing.
 * Thread-safe.
 */
public final class FeatureReader {

    /** How often a row is read again when its chunks changed in between; each time needs 64 more events of one entity. */
    private static final int TRIES = 10;

    private final ViewDefinition view;
    private final boolean own;
    private final EventSchema feed;
    private final Shapes shapes;
    private final Rows rows;
    private final ToLongFunction<OptionalInt> expiredUpToMs;
    /** Engines that no thread reads with now: each is for one at a time, and costs more to make than a read. */
    private final Queue<ViewEngine> idle = new ConcurrentLinkedQueue<>();

    /** Where rows are read; those of all partitions here when none is named. */
    private interface Rows {
        RowStore of(OptionalInt partition);
    }

    private FeatureReader(
            FeatureDefinition definition, ViewDefinition view, Rows rows, ToLongFunction<OptionalInt> expiredUpToMs) {
        this.view = view;
        this.own = view.source().equals(definition.scored());
        this.expiredUpToMs = expiredUpToMs;
        this.feed = new FeedEvents(definition, view).schema();
        this.shapes = new Shapes(FeatureShape.of(view, feed));
        this.rows = rows;
        idle.add(new ViewEngine(view, feed));
    }

    /**
     * A reader of one view over its stores.
     *
     * @param view one of the definition's views
     * @param rows its rows, as Kafka Streams hands them out to readers
     * @param chunks its chunks, likewise
     */
    FeatureReader(
            FeatureDefinition definition,
            ViewDefinition view,
            ReadOnlyKeyValueStore<String, byte[]> rows,
            ReadOnlyKeyValueStore<Bytes, byte[]> chunks) {
        this(definition, view, all -> new ViewStores(rows, chunks), all -> Long.MIN_VALUE);
    }

    /** A reader of a view with a max_age over its stores. */
    FeatureReader(
            FeatureDefinition definition,
            ViewDefinition view,
            ReadOnlyKeyValueStore<String, byte[]> rows,
            ReadOnlyKeyValueStore<Bytes, byte[]> chunks,
            ReadOnlyKeyValueStore<Integer, Long> expiredUpTo) {
        this(definition, view, all -> new ViewStores(rows, chunks), all -> expiredUpToMs(expiredUpTo));
    }

    /**
     * A reader of one view of a running topology. Without a partition it reads those whose events this process takes in; a
     * partition that is named is read whatever this process is to it, also while it follows another one or is restored.
     *
     * @param view one of the definition's views
     */
    public static FeatureReader of(FeatureDefinition definition, ViewDefinition view, KafkaStreams streams) {
        return new FeatureReader(
                definition,
                view,
                partition -> new ViewStores(
                        streams.store(query(ViewStores.rowsName(view), partition)),
                        streams.store(query(ViewStores.chunksName(view), partition))),
                partition -> view.maxAge().isEmpty()
                        ? Long.MIN_VALUE
                        : expiredUpToMs(streams.store(query(IdleEntities.storeName(view), partition))));
    }

    /** The latest time of any partition here: a bound for all, since nobody knows of which an entity without a row would be. */
    static long expiredUpToMs(ReadOnlyKeyValueStore<Integer, Long> byPartition) {
        long latestMs = Long.MIN_VALUE;
        try (KeyValueIterator<Integer, Long> partitions = byPartition.all()) {
            while (partitions.hasNext()) {
                latestMs = Math.max(latestMs, partitions.next().value);
            }
        }
        return latestMs;
    }

    private static <K, V> StoreQueryParameters<ReadOnlyKeyValueStore<K, V>> query(String store, OptionalInt partition) {
        StoreQueryParameters<ReadOnlyKeyValueStore<K, V>> query =
                StoreQueryParameters.fromNameAndType(store, new OneStore<>());
        return partition.isPresent() ? query.withPartition(partition.getAsInt()).enableStaleStores() : query;
    }

    /** A reader of one view over rows of any kind, which are only read. */
    public static FeatureReader over(FeatureDefinition definition, ViewDefinition view, RowStore rows) {
        return new FeatureReader(definition, view, all -> rows, all -> Long.MIN_VALUE);
    }

    /** An entity's features, and what is known of the events they were made from. Not thread-safe. */
    public static final class Reading {

        private final long timeMs;
        private final boolean known;
        private final FeatureValues values;
        private final EntityState state;
        private final Shapes shapes;
        private final long expiredUpToMs;
        /** By {@link Shapes#groupOf}, once asked for; most of a view's features have theirs in common. */
        private long @Nullable [] newestMs;

        /**
         * A reading.
         *
         * @param timeMs the moment
         * @param known whether an event of the entity was ever taken in; in a view with a max_age, one that is no older at the moment
         * @param values in the order of {@link ViewDefinition#featureNames}
         * @param state the entity's state, which the values were read from
         * @param expiredUpToMs the state of entities that were over by this moment may have been deleted, and they are not known
         *     at any moment since then; the earliest long when none has been
         */
        Reading(
                long timeMs,
                boolean known,
                FeatureValues values,
                EntityState state,
                Shapes shapes,
                long expiredUpToMs) {
            this.timeMs = timeMs;
            this.known = known;
            this.values = values;
            this.state = state;
            this.shapes = shapes;
            this.expiredUpToMs = expiredUpToMs;
        }

        /** The moment. */
        public long timeMs() {
            return timeMs;
        }

        /** Whether an event of the entity was ever taken in; in a view with a max_age, one that is no older at the moment. */
        public boolean known() {
            return known;
        }

        /** In the order of {@link ViewDefinition#featureNames}. */
        public FeatureValues values() {
            return values;
        }

        /**
         * Time of the newest event that a feature knows of at the moment, whether it lies in its window or before; empty when
         * there is none, or none is kept any more.
         */
        public OptionalLong newestEventMs(int feature) {
            if (newestMs == null) {
                newestMs = newestByGroup();
            }
            long newest = newestMs[shapes.groupOf(feature)];
            return newest == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(newest);
        }

        private long[] newestByGroup() {
            long[] newest = new long[shapes.groups()];
            for (int group = 0; group < newest.length; group++) {
                FeatureShape shape = shapes.ofGroup(group);
                long endMs = timeMs - shape.delayMs();
                // Of an idle entity nothing is known, whether it is still stored or not.
                newest[group] = state.knownAt(endMs) ? state.newestMs(shape.series(), endMs) : Long.MIN_VALUE;
            }
            return newest;
        }

        /**
         * The first moment as of which a feature of this entity can be read: an unbounded window, or a tile of one with a
         * resolution, has taken values together that are up to so new, and a read as of an earlier moment would count them.
         * The earliest long when nothing was taken together; before the entity's first event any moment will do.
         */
        public long earliestMs(int feature) {
            FeatureShape shape = shapes.get(feature);
            if (state.firstEventMs() > timeMs - shape.delayMs()) {
                return Long.MIN_VALUE;
            }
            long sinceMs = state.tiledUpToMs(shape.series());
            if (shape.reachMs() == FeatureShape.UNBOUNDED) {
                sinceMs = Math.max(sinceMs, state.completeSinceMs(shape.series()));
            }
            return sinceMs == Long.MIN_VALUE ? Long.MIN_VALUE : sinceMs + shape.delayMs();
        }

        /**
         * Events with later times that count in a feature's windows are all kept; the earliest long when all ever are.
         *
         * @param surelyFromMs from when on it is known whether the entity was; the earliest long when it is at any moment
         */
        private long keptSinceMs(FeatureShape shape, long surelyFromMs) {
            boolean begun = state.firstEventMs() <= timeMs - shape.delayMs() || expiredUpToMs != Long.MIN_VALUE;
            if (!begun || shape.reachMs() == FeatureShape.UNBOUNDED) {
                return Long.MIN_VALUE; // before the first event nothing was let go of
            }
            long sinceMs = state.completeSinceMs(shape.series());
            return surelyFromMs == Long.MIN_VALUE
                    ? sinceMs
                    : Math.max(sinceMs, surelyFromMs + shape.delayMs() - shape.reachMs());
        }

        /**
         * The first moment as of which all events are kept that count in a feature of this entity; the earliest long when it is
         * any. A read as of an earlier one may lack events that were there once, and were let go of. That a former life was let
         * go of makes no value wrong, only a NULL_VALUE a NOT_FOUND; {@link #completeness} tells of that too.
         */
        public long keptFromMs(int feature) {
            FeatureShape shape = shapes.get(feature);
            long sinceMs = keptSinceMs(shape, expiredUpToMs);
            return sinceMs == Long.MIN_VALUE ? Long.MIN_VALUE : sinceMs + shape.reachMs();
        }

        /**
         * Since when a feature of this entity is complete; empty when it is at any moment.
         *
         * @param ofView since when it is for any entity: nothing is missing of an entity whose first event came later
         */
        public Optional<Completeness.Entry> completeness(int feature, Optional<Completeness.Entry> ofView) {
            FeatureShape shape = shapes.get(feature);
            long sinceMs = keptSinceMs(shape, Math.max(expiredUpToMs, state.knownSurelyFromMs()));
            if (ofView.isPresent() && state.firstEventMs() <= ofView.get().sinceMs()) {
                sinceMs = Math.max(sinceMs, ofView.get().sinceMs());
            }
            return sinceMs == Long.MIN_VALUE
                    ? Optional.empty()
                    : Optional.of(new Completeness.Entry(
                            sinceMs, shape.reachMs() == FeatureShape.UNBOUNDED ? null : (Long) shape.reachMs()));
        }
    }

    /**
     * Features of an entity.
     *
     * @param entity the entity's text
     * @param timeMs the moment, milliseconds since 1970-01-01 UTC
     * @throws CorruptRowException when the stored bytes are no such row
     * @throws org.apache.kafka.streams.errors.InvalidStateStoreException while the stores cannot be read
     */
    public Reading reading(String entity, long timeMs) {
        return readings(List.of(entity), timeMs).get(0);
    }

    /** Features of several entities, in their order; see {@link #reading}. */
    public List<Reading> readings(List<String> entities, long timeMs) {
        return readings(OptionalInt.empty(), entities, timeMs);
    }

    /** Features of several entities of one partition. */
    public List<Reading> readings(int partition, List<String> entities, long timeMs) {
        return readings(OptionalInt.of(partition), entities, timeMs);
    }

    private List<Reading> readings(OptionalInt partition, List<String> entities, long timeMs) {
        RowStore store = rows.of(partition);
        long goneUpToMs = expiredUpToMs.applyAsLong(partition);
        ViewEngine taken = idle.poll();
        ViewEngine engine = taken == null ? new ViewEngine(view, feed) : taken;
        EntityStates states = engine.over(store, 0);
        List<Reading> readings = new ArrayList<>(entities.size());
        for (String entity : entities) {
            readings.add(reading(engine, states, entity, timeMs, goneUpToMs));
        }
        idle.add(engine); // one that failed in the middle is not used again
        return readings;
    }

    private Reading reading(ViewEngine engine, EntityStates states, String entity, long timeMs, long goneUpToMs) {
        return tried(() -> {
            EntityState state = states.reading(entity);
            FeatureValues values = new FeatureValues(engine.features());
            boolean begun =
                    state.firstEventMs() <= timeMs - view.shortestDelay().toMillis();
            (begun ? state : engine.newState()).read(timeMs, values, 0);
            boolean known = state.firstEventMs() != Long.MAX_VALUE && !state.over(timeMs);
            return new Reading(timeMs, known, values, state, shapes, goneUpToMs);
        });
    }

    private static <T> T tried(Supplier<T> read) {
        for (int tried = 1; ; tried++) {
            try {
                return read.get();
            } catch (CorruptRowException e) {
                if (tried == TRIES) {
                    throw e;
                }
            }
        }
    }

    /**
     * What an event would find here, were it the next to come: the features that the view would give it once it has taken it
     * in, or, when another source feeds the view, those that are there. It is not taken in. Of all partitions here.
     */
    Visited visited(Visit visit) {
        return visited(OptionalInt.empty(), visit);
    }

    /** What an event would find in a partition's rows. */
    public Visited visited(int partition, Visit visit) {
        return visited(OptionalInt.of(partition), visit);
    }

    private Visited visited(OptionalInt partition, Visit visit) {
        RowStore store = rows.of(partition);
        ViewEngine taken = idle.poll();
        ViewEngine engine = taken == null ? new ViewEngine(view, feed) : taken;
        Visited visited = tried(() -> {
            EntityStates states = engine.over(store, 0);
            EntityState state = own ? states.of(visit.entity()) : states.reading(visit.entity());
            boolean known = state.firstEventMs() != Long.MAX_VALUE;
            FeatureValues values = new FeatureValues(engine.features());
            if (own) {
                state.addAndRead(visit.event(), values, 0);
            } else {
                state.read(visit.event().timeMs(), values, 0);
            }
            return new Visited(known, values);
        });
        idle.add(engine); // one that failed in the middle is not used again
        return visited;
    }

    /** Features of an entity, in the order of {@link ViewDefinition#featureNames}. */
    public FeatureValues read(String entity, long timeMs) {
        return reading(entity, timeMs).values();
    }
}
