package io.streamgauge.app.online;

import io.streamgauge.store.change.Completeness;
import io.streamgauge.store.vector.FeatureValues;
import java.util.Optional;
import java.util.OptionalLong;

/** A view's features of one entity as of a moment. A feature is named by its index in the view. */
public interface EntityFeatures {

    /** Whether any event of the entity was ever taken in. */
    boolean known();

    /** In the order of {@link io.streamgauge.store.definition.ViewDefinition#featureNames}. */
    FeatureValues values();

    /** Time of the newest event that a feature knows of, in its window or before it; empty when it knows of none. */
    OptionalLong newestEventMs(int feature);

    /** Since when a feature is complete; empty when it is at any moment. */
    Optional<Completeness.Entry> completeness(int feature);

    /**
     * The first moment as of which all events are kept that count in a feature; the earliest long when it is any. Earlier
     * reads may lack events that were let go of.
     */
    long keptFromMs(int feature);

    /** The first moment as of which a feature can be read; the earliest long when it can be as of any. */
    long earliestMs(int feature);
}
