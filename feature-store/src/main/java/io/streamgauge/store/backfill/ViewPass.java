package io.streamgauge.store.backfill;

import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.view.ViewEngine;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Computes one view for every event of the scored source. Entities are independent of each other, so threads take them as
 * they are free; the events of one entity are taken in the order in which the stream would.
 */
final class ViewPass {

    private final ViewDefinition view;
    private final EventSchema feedSchema;
    private final EventTable scored;
    private final EventTable feed;
    private final FeatureColumns out;
    private final int first;
    private final EntityIndex scoredRows;
    private final EntityIndex feedRows;
    private final int[] entityOf;

    /**
     * @param scored events of the scored source
     * @param feed events of the source that feeds the view; {@code scored} itself when that is the scored one
     */
    ViewPass(
            ViewDefinition view, FeatureDefinition definition, EventTable scored, EventTable feed, FeatureColumns out) {
        this.view = view;
        this.feedSchema = definition.source(view.source()).schema();
        this.scored = scored;
        this.feed = feed;
        this.out = out;
        this.first = definition.offsetOf(view);
        EntityIndex.Entities entities = new EntityIndex.Entities();
        this.entityOf = entities.number(scored, view.entity());
        this.scoredRows = new EntityIndex(entityOf, entities.size());
        this.feedRows =
                feed == scored ? scoredRows : new EntityIndex(entities.find(feed, view.entity()), entities.size());
    }

    void run(Workers workers, IntConsumer rowsDone) {
        ViewEngine engine = new ViewEngine(view, feedSchema);
        FeatureValues values = new FeatureValues(view.featureNames().size());
        engine.read(null, 0, values, 0);
        for (int row = 0; row < entityOf.length; row++) {
            if (entityOf[row] < 0) {
                out.set(row, first, values.size(), values);
            }
        }
        workers.share(scoredRows.entities(), 64, () -> {
            Worker worker = feed == scored ? new OwnWorker() : new FedWorker();
            return entity -> rowsDone.accept(worker.run(entity));
        });
    }

    /** One thread's engine and cursors. */
    private abstract class Worker {

        final ViewEngine engine = new ViewEngine(view, feedSchema);
        final FeatureValues values = new FeatureValues(view.featureNames().size());
        final EventTable.Cursor events = feed.cursor(aggregated());

        /** Computes the features of an entity's events, and returns how many there are. */
        int run(int entity) {
            byte @Nullable [] row = null;
            int end = scoredRows.start(entity + 1);
            for (int i = scoredRows.start(entity); i < end; i++) {
                int scoredRow = scoredRows.row(i);
                // No later event is before the greatest time less lateness, so nothing older than its horizon is read.
                long evictUpToMs = scored.greatestTimeAt(scoredRow) - scored.latenessMs() - engine.horizonMs();
                row = next(row, scoredRow, evictUpToMs);
                out.set(scoredRow, first, values.size(), values);
            }
            return end - scoredRows.start(entity);
        }

        abstract byte @Nullable [] next(byte @Nullable [] row, int scoredRow, long evictUpToMs);
    }

    /** The view is fed by the scored source: an event changes the row and reads it. */
    private final class OwnWorker extends Worker {

        @Override
        byte[] next(byte @Nullable [] row, int scoredRow, long evictUpToMs) {
            return engine.updateAndRead(row, events.at(scoredRow), evictUpToMs, values, 0);
        }
    }

    /** The view is fed by another source: its events with times up to {@code t - delay} come before the event at t. */
    private final class FedWorker extends Worker {

        private final long delayMs = view.delay().toMillis();
        private int next;
        private int end;

        @Override
        int run(int entity) {
            feedRows.sortByTime(entity, feed);
            next = feedRows.start(entity);
            end = feedRows.start(entity + 1);
            return super.run(entity);
        }

        @Override
        byte @Nullable [] next(byte @Nullable [] row, int scoredRow, long evictUpToMs) {
            byte @Nullable [] fed = row;
            while (next < end && feed.timeAt(feedRows.row(next)) <= scored.timeAt(scoredRow) - delayMs) {
                fed = engine.update(fed, events.at(feedRows.row(next++)), evictUpToMs);
            }
            engine.read(fed, scored.timeAt(scoredRow), values, 0);
            return fed;
        }
    }

    private List<String> aggregated() {
        return view.aggregates().stream()
                .flatMap(aggregate -> aggregate.field().stream())
                .distinct()
                .toList();
    }
}
