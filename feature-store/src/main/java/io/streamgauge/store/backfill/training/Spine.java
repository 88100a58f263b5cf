package io.streamgauge.store.backfill.training;

import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.EnrichedEventCodec;
import io.streamgauge.store.event.EntityKey;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.Origin;
import io.streamgauge.store.vector.FeatureValues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The rows on their way from view to view, before each in buckets of its entities, and after the last in order. */
final class Spine {

    private final EnrichedEventCodec codec;
    private final int features;
    private final List<EntityKey> entities = new ArrayList<>();
    private final List<Spill> before = new ArrayList<>();
    private final Spill after;
    private final AtomicLong wanted = new AtomicLong();

    Spine(FeatureDefinition definition, Path scratch, int buckets) {
        this.codec = new EnrichedEventCodec(definition.scoredSource().schema(), definition.viewFeatureNames());
        this.features = definition.viewFeatureNames().size();
        for (ViewDefinition view : definition.views()) {
            entities.add(new EntityKey(definition.scoredSource().schema(), view.entity()));
            before.add(new Spill(scratch, "rows-" + view.name(), buckets));
        }
        this.after = new Spill(scratch, "rows", buckets);
    }

    /** An event that has visited no view. */
    EnrichedEvent enriched(Event event, Origin origin) {
        return new EnrichedEvent(event, origin, event.timeMs(), new FeatureValues(features));
    }

    byte[] encode(SpineRow row) {
        return row.encode(codec);
    }

    SpineRow decode(byte[] bytes) {
        return SpineRow.decode(bytes, codec);
    }

    /**
     * Sends a row to a view.
     *
     * @param view its index; after the last, only rows go on that are wanted
     * @param from the bucket that the row comes from, whose rows come in order
     */
    void send(SpineRow row, int view, int from) {
        if (view == before.size()) {
            if (!row.attached().isEmpty()) {
                wanted.incrementAndGet();
                after.append(from, encode(row));
            }
            return;
        }
        Spill to = before.get(view);
        String key = entities.get(view).of(row.enriched().event());
        int bucket = key == null ? (int) (row.number() % to.buckets()) : Spill.bucketOf(key, to.buckets());
        to.append(bucket, encode(row));
    }

    /** The rows before a view in one bucket, in order; they are no longer in it. */
    List<SpineRow> take(int view, int bucket) {
        List<SpineRow> rows = new ArrayList<>();
        Spill.Records records = before.get(view).read(bucket);
        for (byte[] bytes = records.next(); bytes != null; bytes = records.next()) {
            rows.add(decode(bytes));
        }
        before.get(view).delete(bucket);
        rows.sort(Comparator.comparingLong(SpineRow::number));
        return rows;
    }

    /** How many rows are wanted and have visited all views. */
    long wanted() {
        return wanted.get();
    }

    /** The wanted rows in order. */
    Merged merged() {
        return new Merged(after);
    }
}
