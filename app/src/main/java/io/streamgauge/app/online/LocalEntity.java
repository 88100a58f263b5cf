package io.streamgauge.app.online;

import io.streamgauge.store.change.Completeness;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.stream.FeatureReader;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An entity read from rows of this process.
 *
 * @param completeness what is known of the pipeline's features
 */
public record LocalEntity(ViewDefinition view, FeatureReader.Reading reading, Completeness completeness)
        implements EntityFeatures {

    @Override
    public boolean known() {
        return reading.known();
    }

    @Override
    public FeatureValues values() {
        return reading.values();
    }

    @Override
    public OptionalLong newestEventMs(int feature) {
        return reading.newestEventMs(feature);
    }

    @Override
    public Optional<Completeness.Entry> completeness(int feature) {
        return reading.completeness(
                feature,
                completeness.entries().isEmpty()
                        ? Optional.empty()
                        : completeness.of(
                                view.name() + "." + view.featureNames().get(feature)));
    }

    @Override
    public long keptFromMs(int feature) {
        return reading.keptFromMs(feature);
    }

    @Override
    public long earliestMs(int feature) {
        return reading.earliestMs(feature);
    }
}
