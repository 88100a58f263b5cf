package io.streamgauge.scoring.gate;

import io.streamgauge.store.vector.FeatureValues;
import org.jspecify.annotations.Nullable;

/**
 * A row that the trainer scored.
 *
 * @param number its number, from 1, the header not counted
 * @param values the vector, before missing values become anything
 * @param score the trainer's score; NaN where the cell is empty, and then the pipeline is expected to refuse the row
 * @param decision the trainer's decision; null when the file has none
 * @param label the class that the trainer's model chose; null when the file has none
 */
record GoldenRow(
        int number,
        FeatureValues values,
        double score,
        @Nullable String decision,
        @Nullable String label) {}
