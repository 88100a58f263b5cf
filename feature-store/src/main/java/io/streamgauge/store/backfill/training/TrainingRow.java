package io.streamgauge.store.backfill.training;

import io.streamgauge.store.vector.FeatureValues;
import org.jspecify.annotations.Nullable;

/** A row of a training set. */
public final class TrainingRow {

    final String id;
    final long timeMs;
    final @Nullable String[] labels;
    final FeatureValues vector;
    final int[] features;

    /** @param features indices in the vector of the features that are columns */
    TrainingRow(String id, long timeMs, @Nullable String[] labels, FeatureValues vector, int[] features) {
        this.id = id;
        this.timeMs = timeMs;
        this.labels = labels;
        this.vector = vector;
        this.features = features;
    }
}
