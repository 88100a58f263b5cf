package io.streamgauge.store.backfill.training;

import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.EntityKey;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventCodec;
import java.nio.file.Path;

/** The events that feed one view, in buckets of entities, in the order of their arrival; without those that name none. */
final class Feed {

    private final SourceDefinition source;
    private final EntityKey entity;
    private final EventCodec codec;
    private final Spill spill;

    Feed(FeatureDefinition definition, ViewDefinition view, Path scratch, int buckets) {
        this.source = definition.source(view.source());
        this.entity = new EntityKey(source.schema(), view.entity());
        this.codec = new EventCodec(source.schema());
        this.spill = new Spill(scratch, "feed-" + view.name(), buckets);
    }

    /** Whether events of a source feed the view. */
    boolean takes(String name) {
        return source.name().equals(name);
    }

    void take(Event event) {
        String key = entity.of(event);
        if (key != null) {
            spill.append(Spill.bucketOf(key, spill.buckets()), codec.encode(event));
        }
    }

    /** Hands a bucket over, and lets go of it. */
    void give(int bucket, ViewBucket to) {
        Spill.Records records = spill.read(bucket);
        for (byte[] bytes = records.next(); bytes != null; bytes = records.next()) {
            to.add(codec.decode(bytes));
        }
        spill.delete(bucket);
    }
}
