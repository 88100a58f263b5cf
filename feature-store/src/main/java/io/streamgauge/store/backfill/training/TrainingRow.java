package io.streamgauge.store.backfill.training;

import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.ShownColumn;
import java.util.ArrayList;
import java.util.List;
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

    /** What a vector's column holds; null when all of its elements are missing. */
    @Nullable
    List<@Nullable Double> numbers(ShownColumn column) {
        List<@Nullable Double> numbers = new ArrayList<>(column.places().size());
        boolean any = false;
        for (int place : column.places()) {
            boolean missing = vector.isMissing(features[place]);
            numbers.add(missing ? null : (Double) vector.valueAt(features[place]));
            any |= !missing;
        }
        return any ? numbers : null;
    }
}
