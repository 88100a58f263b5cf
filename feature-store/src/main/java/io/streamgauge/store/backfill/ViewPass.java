package io.streamgauge.store.backfill;

import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.FeedEvents;
import io.streamgauge.store.vector.NoEntity;
import io.streamgauge.store.view.EntityState;
import io.streamgauge.store.view.ViewEngine;
import java.util.function.IntConsumer;

/**
 * Computes one view for every event of the scored source. Entities are independent of each other, so threads take them as
 * they are free; the events of one entity are taken in the order in which the stream would.
 */
final class ViewPass {

    private final ViewDefinition view;
    private final FeedEvents feedEvents;
    private final EventTable scored;
    private final EventTable feed;
    private final FeatureColumns out;
    private final int first;
    private final EntityIndex scoredRows;
    private final EntityIndex feedRows;
    private final int[] entityOf;
    private final long withoutEntity;

    /**
     * @param scored events of the scored source
     * @param feed events of the source that feeds the view; {@code scored} itself when that is the scored one
     */
    ViewPass(
            ViewDefinition view, FeatureDefinition definition, EventTable scored, EventTable feed, FeatureColumns out) {
        this.view = view;
        this.feedEvents = new FeedEvents(definition, view);
        this.scored = scored;
        this.feed = feed;
        this.out = out;
        this.first = definition.offsetOf(view);
        EntityIndex.Entities entities = new EntityIndex.Entities(view.entity());
        this.entityOf = entities.number(scored);
        this.scoredRows = new EntityIndex(entityOf, entities.size());
        this.feedRows = feed == scored ? scoredRows : new EntityIndex(entities.find(feed), entities.size());
        this.withoutEntity = entities.without();
    }

    /** Events, of the scored source and of the feeding one, that name no entity of this view. */
    long withoutEntity() {
        return withoutEntity;
    }

    void run(Workers workers, IntConsumer rowsDone) {
        FeatureValues values = new FeatureValues(view.featureNames().size());
        new NoEntity(view).write(values, 0);
        for (int row = 0; row < entityOf.length; row++) {
            if (entityOf[row] < 0) {
                out.set(row, first, values.size(), values);
                rowsDone.accept(1);
            }
        }
        workers.share(scoredRows.entities(), 64, () -> {
            Worker worker = feed == scored ? new OwnWorker() : new FedWorker();
            return entity -> rowsDone.accept(worker.run(entity));
        });
    }

    /** One thread's engine and cursors. */
    private abstract class Worker {

        final ViewEngine engine = new ViewEngine(view, feedEvents.schema());
        final FeatureValues values = new FeatureValues(engine.features());
        final EventTable.Cursor events = feedEvents.plain() ? feed.cursor(engine.fields()) : feed.cursor();

        /** Computes the features of an entity's events, and returns how many there are. */
        int run(int entity) {
            EntityState state = engine.newState();
            int end = scoredRows.start(entity + 1);
            for (int i = scoredRows.start(entity); i < end; i++) {
                int scoredRow = scoredRows.row(i);
                next(state, scoredRow);
                state.evict(scored.leastTimeAfter(scoredRow));
                out.set(scoredRow, first, values.size(), values);
            }
            return end - scoredRows.start(entity);
        }

        abstract void next(EntityState state, int scoredRow);
    }

    /** The view is fed by the scored source: an event changes the state and reads it. */
    private final class OwnWorker extends Worker {

        private final FeatureValues before = new FeatureValues(feedEvents.plain() ? 0 : out.size());

        @Override
        void next(EntityState state, int scoredRow) {
            if (!feedEvents.plain()) {
                out.get(scoredRow, before);
            }
            state.addAndRead(feedEvents.of(events.at(scoredRow), before), values, 0);
        }
    }

    /** The view is fed by another source: its events with times up to {@code t - delay} come before the event at t. */
    private final class FedWorker extends Worker {

        private final long delayMs = view.shortestDelay().toMillis();
        private int next;
        private int end;

        @Override
        int run(int entity) {
            next = feedRows.start(entity);
            end = feedRows.sortByTime(entity, feed);
            return super.run(entity);
        }

        @Override
        void next(EntityState state, int scoredRow) {
            while (next < end && feed.timeAt(feedRows.row(next)) <= scored.timeAt(scoredRow) - delayMs) {
                state.add(events.at(feedRows.row(next++)));
            }
            state.read(scored.timeAt(scoredRow), values, 0);
        }
    }
}
