package io.streamgauge.app.instances;

import io.streamgauge.app.online.EntityFeatures;
import io.streamgauge.store.change.Completeness;
import io.streamgauge.store.vector.FeatureValues;
import java.util.Optional;
import java.util.OptionalLong;

/** What an event would find of an entity; nobody asks how old that is. */
public record VisitedEntity(boolean known, FeatureValues values) implements EntityFeatures {

    @Override
    public OptionalLong newestEventMs(int feature) {
        return OptionalLong.empty();
    }

    @Override
    public Optional<Completeness.Entry> completeness(int feature) {
        return Optional.empty();
    }

    @Override
    public long keptFromMs(int feature) {
        return Long.MIN_VALUE;
    }

    @Override
    public long earliestMs(int feature) {
        return Long.MIN_VALUE;
    }
}
