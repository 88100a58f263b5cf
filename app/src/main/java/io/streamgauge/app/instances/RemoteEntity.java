package io.streamgauge.app.instances;

import io.streamgauge.app.online.EntityFeatures;
import io.streamgauge.store.change.Completeness;
import io.streamgauge.store.vector.FeatureValues;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An entity that another instance has read.
 *
 * @param earliest the first moment as of which each feature can be read
 * @param kept the first moment as of which all events are kept that count in each feature
 * @param newest time of the newest event that each feature knows of
 * @param complete since when each feature is complete
 */
record RemoteEntity(
        boolean known,
        FeatureValues values,
        List<Long> earliest,
        List<Long> kept,
        List<OptionalLong> newest,
        List<Optional<Completeness.Entry>> complete)
        implements EntityFeatures {

    @Override
    public long earliestMs(int feature) {
        return earliest.get(feature);
    }

    @Override
    public long keptFromMs(int feature) {
        return kept.get(feature);
    }

    @Override
    public OptionalLong newestEventMs(int feature) {
        return newest.get(feature);
    }

    @Override
    public Optional<Completeness.Entry> completeness(int feature) {
        return complete.get(feature);
    }
}
