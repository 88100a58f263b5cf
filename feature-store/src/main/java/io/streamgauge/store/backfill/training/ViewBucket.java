package io.streamgauge.store.backfill.training;

import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.EntityKey;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.StandingRows;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.FeedEvents;
import io.streamgauge.store.vector.NoEntity;
import io.streamgauge.store.view.EntityState;
import io.streamgauge.store.view.ViewEngine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One view over one bucket of entities: writes the view's features into the rows of the bucket.
 *
 * <p>An event is given what the stream gives it. On a view that the scored source feeds, that is what had arrived before it,
 * and itself; on a view that another source feeds, the events of that source up to {@code t - delay}. A moment is given what
 * event time says: all events with times up to {@code t - delay}, whenever they arrived.
 *
 * <p>Not thread-safe: one per thread.
 */
final class ViewBucket {

    private final FeedEvents feed;
    private final boolean own;
    private final int offset;
    private final long delayMs;
    private final EntityKey entityInSpine;
    private final EntityKey entityInFeed;
    private final NoEntity noEntity;
    private final ViewEngine engine;
    private final FeatureValues values;
    private final Map<String, Entity> entities = new HashMap<>();
    private final OtherOrders others;
    private final boolean overHop;

    ViewBucket(FeatureDefinition definition, ViewDefinition view, Served served) {
        this.feed = new FeedEvents(definition, view);
        this.own = view.source().equals(definition.scored());
        this.offset = definition.offsetOf(view);
        this.delayMs = view.shortestDelay().toMillis();
        this.entityInSpine = new EntityKey(definition.scoredSource().schema(), view.entity());
        this.entityInFeed = new EntityKey(definition.source(view.source()).schema(), view.entity());
        this.noEntity = new NoEntity(view);
        this.engine = new ViewEngine(view, feed.schema());
        this.values = new FeatureValues(engine.features());
        int index = definition.views().indexOf(view);
        this.overHop = own && served.overHop(index);
        this.others = new OtherOrders(served, index, engine, feed, offset, delayMs);
    }

    /** An entity's part of the bucket. */
    private static final class Entity {
        final List<SpineRow> events = new ArrayList<>();
        final List<SpineRow> moments = new ArrayList<>();
        final List<Event> feed = new ArrayList<>();
    }

    /** Takes a row, whose features {@link #compute} writes; rows come in order. */
    void add(SpineRow row) {
        String key = entityInSpine.of(row.enriched().event());
        if (key == null) {
            noEntity.write(row.enriched().features(), offset);
            return;
        }
        Entity entity = entities.computeIfAbsent(key, k -> new Entity());
        (row.event() ? entity.events : entity.moments).add(row);
    }

    /** Takes an event of the feeding source that is not among the rows; events come in the order of their arrival. */
    void add(Event event) {
        String key = entityInFeed.of(event);
        Entity entity = key == null ? null : entities.get(key);
        if (entity != null) {
            entity.feed.add(event);
        }
    }

    /** Computes all features, and is empty again. */
    void compute() {
        for (Entity entity : entities.values()) {
            if (own) {
                asServed(overHop ? others.taken(entity.events) : entity.events);
                entity.events.forEach(row -> entity.feed.add(
                        feed.of(row.enriched().event(), row.enriched().features())));
            }
            List<Event> arrived = List.copyOf(entity.feed);
            List<Event> standing = StandingRows.of(arrived);
            if (!own || !entity.moments.isEmpty()) {
                standing.sort(Comparator.comparingLong(Event::timeMs)); // stable
            }
            if (!own) {
                fed(entity.events, standing);
                entity.events.forEach(row -> others.ofFeed(row, arrived));
            }
            entity.moments.sort(Comparator.comparingLong(SpineRow::timeMs));
            fed(entity.moments, standing);
        }
        entities.clear();
    }

    /** Events change the state and read it, in the order of their arrival. */
    private void asServed(List<SpineRow> rows) {
        EntityState state = engine.newState();
        long[] leastAfterMs = leastAfter(rows);
        for (int i = 0; i < rows.size(); i++) {
            SpineRow row = rows.get(i);
            state.addAndRead(feed.of(row.enriched().event(), row.enriched().features()), values, 0);
            state.evict(leastAfterMs[i]);
            write(row);
        }
        if (overHop) {
            others.ofEvents(rows);
        }
    }

    /** Rows read the state as events of the feed, in the order of their times, have changed it by then. */
    private void fed(List<SpineRow> rows, List<Event> events) {
        EntityState state = engine.newState();
        long[] leastAfterMs = leastAfter(rows);
        int next = 0;
        for (int i = 0; i < rows.size(); i++) {
            SpineRow row = rows.get(i);
            while (next < events.size() && events.get(next).timeMs() <= row.timeMs() - delayMs) {
                state.add(events.get(next++));
            }
            state.read(row.timeMs(), values, 0);
            state.evict(leastAfterMs[i]);
            write(row);
        }
    }

    private static long[] leastAfter(List<SpineRow> rows) {
        long[] leastMs = new long[rows.size()];
        long least = Long.MAX_VALUE;
        for (int i = rows.size() - 1; i >= 0; i--) {
            leastMs[i] = least;
            least = Math.min(least, rows.get(i).timeMs());
        }
        return leastMs;
    }

    private void write(SpineRow row) {
        for (int i = 0; i < values.size(); i++) {
            row.enriched().features().copy(values, i, offset + i);
        }
    }
}
